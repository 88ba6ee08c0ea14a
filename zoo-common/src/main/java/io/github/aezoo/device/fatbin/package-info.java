/** GPU code in CUDA libraries: where it is, and its translation for one architecture. */
package io.github.aezoo.device.fatbin;
