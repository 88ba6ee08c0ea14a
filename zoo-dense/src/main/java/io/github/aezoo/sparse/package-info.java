/** Sparse autoencoders: codes of which few units are active at a time, by a penalty or a choice. */
package io.github.aezoo.sparse;
