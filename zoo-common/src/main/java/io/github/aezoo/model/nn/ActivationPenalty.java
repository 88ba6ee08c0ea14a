package io.github.aezoo.model.nn;

import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A DL4J layer whose score depends on what it was given, not on weights alone: part of the
 * objective, so validation counts it where weight decay is left out.
 */
public interface ActivationPenalty {
  /** What the layer adds to the objective for its last batch, an image, in the loss's unit. */
  double penalty();

  /**
   * Sets the share of the penalty that scores and gradients hold from now on; 1 in a new layer.
   * Warm-up raises it from step to step.
   */
  void weigh(double share);

  /** What all such layers of a network add to the objective for its last batch, an image. */
  static double of(ComputationGraph network) {
    return layers(network).mapToDouble(ActivationPenalty::penalty).sum();
  }

  /** Sets the share of all such layers of a network. */
  static void weigh(ComputationGraph network, double share) {
    layers(network).forEach(layer -> layer.weigh(share));
  }

  private static Stream<ActivationPenalty> layers(ComputationGraph network) {
    return Arrays.stream(network.getLayers())
        .filter(ActivationPenalty.class::isInstance)
        .map(ActivationPenalty.class::cast);
  }
}
