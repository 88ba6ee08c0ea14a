package io.github.aezoo.model.nn;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A DL4J layer that draws its output at random in training and not in use: validation lets it draw,
 * because what is drawn is what training pays for.
 */
public interface RandomCode {
  /** Lets passes in use draw, too, each time the same from a seed; null ends that. */
  void drawFrom(Long seed);

  /** Something done with a network whose passes in use draw from a seed meanwhile. */
  static <T> T drawing(ComputationGraph network, long seed, Supplier<T> work) {
    List<RandomCode> layers =
        Arrays.stream(network.getLayers())
            .filter(RandomCode.class::isInstance)
            .map(RandomCode.class::cast)
            .toList();
    layers.forEach(layer -> layer.drawFrom(seed));
    try {
      return work.get();
    } finally {
      layers.forEach(layer -> layer.drawFrom(null));
    }
  }
}
