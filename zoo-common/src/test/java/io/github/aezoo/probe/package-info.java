/** A small family for tests only, with the layers that need care: dropout and normalisation. */
package io.github.aezoo.probe;
