/** Convolutional autoencoders: filters that halve the image on the way to a code. */
package io.github.aezoo.conv;
