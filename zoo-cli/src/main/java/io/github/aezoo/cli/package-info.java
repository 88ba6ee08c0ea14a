/**
 * The {@code zoo} command itself: parses, runs one command and turns failures into an exit code.
 */
package io.github.aezoo.cli;
