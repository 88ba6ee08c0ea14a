/** The commands: one small class each, no logic that a library user would miss. */
package io.github.aezoo.cli.command;
