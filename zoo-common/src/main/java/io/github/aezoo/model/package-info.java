/** Networks: what an architecture and a family are, and the autoencoder that users hold. */
package io.github.aezoo.model;
