package io.github.aezoo.denoise;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.nn.ConvLayers;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.Activation;

/**
 * Strided convolutions to a quarter of the resolution, residual blocks there, and transposed
 * convolutions back; almost all of the work is done where a convolution costs a sixteenth.
 *
 * @param input shape of an image, {@code [C, H, W]}; H and W divisible by 4
 * @param filters feature maps at a quarter of the resolution, even
 * @param blocks residual blocks on either side of the code, at least 1
 * @param normalised whether the blocks normalise their maps over the batch
 */
record QuarterResolution(Shape input, int filters, int blocks, boolean normalised) {
  private static final int HALVINGS = 2;
  private static final int STRIDED_KERNEL = 4;
  private static final int MAX_BLOCKS = 64;

  /** Checks the sizes. */
  QuarterResolution {
    ConvLayers.requireHalving(input, HALVINGS);
    ConvLayers.requireFilters("filters", filters);
    if (filters % 2 != 0) {
      throw new ZooException("key 'filters': an even number expected; got " + filters);
    }
    if (blocks < 1 || blocks > MAX_BLOCKS) {
      throw new ZooException(
          "key 'blocks': 1 to %d expected; got %d".formatted(MAX_BLOCKS, blocks));
    }
  }

  private int height() {
    return input.height() >> HALVINGS;
  }

  private int width() {
    return input.width() >> HALVINGS;
  }

  /** Values of the feature maps. */
  int size() {
    return filters * height() * width();
  }

  /** Adds {@code encoder-1} to the last block and a vertex {@code name} with its maps, flat. */
  void addEncoder(GraphBuilder graph, String from, String name) {
    graph
        .addLayer("encoder-1", down(input.channels(), filters / 2), from)
        .addLayer("encoder-2", down(filters / 2, filters), "encoder-1");
    String previous = "encoder-2";
    for (int i = 1; i <= blocks; i++) {
      previous =
          ConvLayers.addResidualBlock(graph, "encoder-block-" + i, previous, filters, normalised);
    }
    graph.addLayer(
        name,
        new ActivationLayer(Activation.IDENTITY),
        new CnnToFeedForwardPreProcessor(height(), width(), filters),
        previous);
  }

  /**
   * Adds {@code decoder-maps} to {@code decoder-1}, linear, {@code [N, C, H, W]}.
   *
   * @return the last layer, for settings of its own
   */
  BaseLayer addDecoder(GraphBuilder graph, String from) {
    graph.addLayer(
        "decoder-maps",
        new ActivationLayer(Activation.IDENTITY),
        new FeedForwardToCnnPreProcessor(height(), width(), filters),
        from);
    String previous = "decoder-maps";
    for (int i = 1; i <= blocks; i++) {
      previous =
          ConvLayers.addResidualBlock(graph, "decoder-block-" + i, previous, filters, normalised);
    }
    BaseLayer last = up(filters / 2, input.channels(), Activation.IDENTITY);
    graph
        .addLayer("decoder-2", up(filters, filters / 2, Activation.ELU), previous)
        .addLayer("decoder-1", last, "decoder-2");
    return last;
  }

  private static BaseLayer down(int in, int out) {
    return ConvLayers.convolution(in, out, STRIDED_KERNEL, 2, Activation.ELU);
  }

  private static BaseLayer up(int in, int out, Activation activation) {
    return ConvLayers.transposed(in, out, STRIDED_KERNEL, 2, activation);
  }
}
