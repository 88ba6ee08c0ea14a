package io.github.aezoo.model;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A DL4J layer whose score depends on what it was given, not on weights alone: part of the
 * objective, so validation counts it where weight decay is left out.
 */
public interface ActivationPenalty {
  /** What the layer adds to the score of its last batch, an image, in the loss's unit. */
  double penalty();

  /** What all such layers of a network add to the score of its last batch, an image. */
  static double of(ComputationGraph network) {
    double sum = 0;
    for (Layer layer : network.getLayers()) {
      if (layer instanceof ActivationPenalty penalised) {
        sum += penalised.penalty();
      }
    }
    return sum;
  }
}
