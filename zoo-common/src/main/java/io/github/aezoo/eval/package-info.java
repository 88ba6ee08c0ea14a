/** Metrics and evaluation: how far reconstructions are from what they reconstruct. */
package io.github.aezoo.eval;
