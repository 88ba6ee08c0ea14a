package io.github.aezoo.model;

/**
 * A DL4J layer whose score depends on what it was given, not on weights alone: part of the
 * objective, so validation counts it where weight decay is left out.
 */
public interface ActivationPenalty {
  /** What the layer adds to the score of its last batch, an image, in the loss's unit. */
  double penalty();
}
