/** The {@code zoo} command: one small class a command, no logic that a library user would miss. */
package io.github.aezoo.cli;
