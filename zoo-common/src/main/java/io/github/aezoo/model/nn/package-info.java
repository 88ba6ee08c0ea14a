/** Layers that families share, and the kernels under them. */
package io.github.aezoo.model.nn;
