/**
 * Contractive autoencoders: dense encoders whose codes hardly move when the image moves a little.
 */
package io.github.aezoo.contractive;
