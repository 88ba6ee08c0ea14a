package io.github.aezoo.model.nn;

import io.github.aezoo.model.Loss;
import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A DL4J output layer with a loss of its own in place of a recipe's {@link Loss}, such as one that
 * has parameters: validation asks the layer for what training minimises.
 */
public interface OutputLoss {
  /**
   * The loss summed over all pixels, in double, with the layer's present parameters; it may be
   * negative.
   */
  double of(float[] target, float[] reconstruction);

  /** The output layer of a network, when it has a loss of its own. */
  static Optional<OutputLoss> in(ComputationGraph network) {
    return Arrays.stream(network.getLayers())
        .filter(OutputLoss.class::isInstance)
        .map(OutputLoss.class::cast)
        .findFirst();
  }
}
