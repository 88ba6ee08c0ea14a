/**
 * Deeplearning4j's model zips, read without any of its own readers: those run Java deserialisation
 * and class initialisers of the file's choosing. A child process with limits does it.
 */
package io.github.aezoo.sequential.dl4j;
