/** What all commands have: the global options, and options that several share. */
package io.github.aezoo.cli.option;
