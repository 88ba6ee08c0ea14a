/** Longer work of a command, from its start to the numbers that it prints. */
package io.github.aezoo.cli.run;
