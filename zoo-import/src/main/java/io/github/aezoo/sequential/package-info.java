/**
 * Networks of layers in a row, as they are imported from files of other programs.
 *
 * <p>A file's reader gives a chain of plain numbers; the network is rebuilt in code from it.
 */
package io.github.aezoo.sequential;
