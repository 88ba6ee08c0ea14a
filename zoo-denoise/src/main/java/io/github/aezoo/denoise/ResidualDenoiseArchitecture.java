package io.github.aezoo.denoise;

import io.github.aezoo.data.ImageShape;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.ConvLayers;
import io.github.aezoo.model.Loss;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.Activation;

/**
 * Strided convolutions, residual blocks (He, Zhang, Ren and Sun 2016, <a
 * href="https://arxiv.org/abs/1512.03385">arXiv:1512.03385</a>) at a quarter of the resolution, and
 * transposed convolutions back.
 *
 * <pre>
 * input            [N, C, H, W]             damaged
 * encoder-1        [N, filters/2, H/2, W/2] 4 x 4, stride 2, ELU
 * encoder-2        [N, filters, H/4, W/4]   4 x 4, stride 2, ELU
 * encoder-block-i  [N, filters, H/4, W/4]   x + conv(ELU(conv(x))), 3 x 3
 * code             [N, filters * H/4 * W/4]
 * decoder-block-i  [N, filters, H/4, W/4]   x + conv(ELU(conv(x))), 3 x 3
 * decoder-2        [N, filters/2, H/2, W/2] 4 x 4 transposed, stride 2, ELU
 * decoder-1        [N, C, H, W]             4 x 4 transposed, stride 2, logits
 * reconstruction   [N, C, H, W]             sigmoid, clean
 * </pre>
 *
 * <p>Almost all of the work is done at a quarter of the resolution, where a convolution costs a
 * sixteenth. Nothing leads around the code, so the decoder needs the code alone.
 *
 * @param input shape of an image, {@code [C, H, W]}; H and W divisible by 4
 * @param filters feature maps at a quarter of the resolution, even
 * @param blocks residual blocks on either side of the code, at least 1
 */
public record ResidualDenoiseArchitecture(ImageShape input, int filters, int blocks)
    implements DenoiseArchitecture {
  private static final int HALVINGS = 2;
  private static final int STRIDED_KERNEL = 4;
  private static final int MAX_BLOCKS = 64;

  /** Checks the sizes. */
  public ResidualDenoiseArchitecture {
    ConvLayers.requireHalving(input, HALVINGS);
    ConvLayers.requireFilters("filters", filters);
    if (filters % 2 != 0) {
      throw new ZooException("key 'filters': an even number expected; came " + filters);
    }
    if (blocks < 1 || blocks > MAX_BLOCKS) {
      throw new ZooException(
          "key 'blocks': 1 to %d expected; came %d".formatted(MAX_BLOCKS, blocks));
    }
  }

  @Override
  public int latentSize() {
    return filters * (input.height() >> HALVINGS) * (input.width() >> HALVINGS);
  }

  @Override
  public Optional<Architecture> at(ImageShape shape) {
    return Optional.of(new ResidualDenoiseArchitecture(shape, filters, blocks));
  }

  @Override
  public InputType inputType() {
    return ConvLayers.inputType(input);
  }

  @Override
  public void addEncoder(GraphBuilder graph, String from) {
    graph
        .addLayer("encoder-1", down(input.channels(), filters / 2), from)
        .addLayer("encoder-2", down(filters / 2, filters), "encoder-1");
    String previous = "encoder-2";
    for (int i = 1; i <= blocks; i++) {
      previous = ConvLayers.addResidualBlock(graph, "encoder-block-" + i, previous, filters);
    }
    graph.addLayer(
        CODE,
        new ActivationLayer(Activation.IDENTITY),
        new CnnToFeedForwardPreProcessor(
            input.height() >> HALVINGS, input.width() >> HALVINGS, filters),
        previous);
  }

  @Override
  public void addDecoder(GraphBuilder graph, String from, Loss loss) {
    graph.addLayer(
        "decoder-maps",
        new ActivationLayer(Activation.IDENTITY),
        new FeedForwardToCnnPreProcessor(
            input.height() >> HALVINGS, input.width() >> HALVINGS, filters),
        from);
    String previous = "decoder-maps";
    for (int i = 1; i <= blocks; i++) {
      previous = ConvLayers.addResidualBlock(graph, "decoder-block-" + i, previous, filters);
    }
    graph
        .addLayer("decoder-2", up(filters, filters / 2, Activation.ELU), previous)
        .addLayer("decoder-1", up(filters / 2, input.channels(), Activation.IDENTITY), "decoder-2")
        .addLayer(RECONSTRUCTION, ConvLayers.output(loss), "decoder-1");
  }

  private static Layer down(int in, int out) {
    return ConvLayers.convolution(in, out, STRIDED_KERNEL, 2, Activation.ELU);
  }

  private static Layer up(int in, int out, Activation activation) {
    return ConvLayers.transposed(in, out, STRIDED_KERNEL, 2, activation);
  }
}
