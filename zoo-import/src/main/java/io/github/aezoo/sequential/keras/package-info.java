/** Keras files, {@code .h5} and {@code .keras}: JSON and HDF5, read by Java alone. */
package io.github.aezoo.sequential.keras;
