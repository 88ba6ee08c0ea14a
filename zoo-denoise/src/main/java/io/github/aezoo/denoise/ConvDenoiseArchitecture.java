package io.github.aezoo.denoise;

import io.github.aezoo.data.Shape;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.ConvLayers;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.Activation;

/**
 * Convolutions with pooling, and transposed convolutions back: the network of the Keras example "<a
 * href="https://keras.io/examples/vision/autoencoder/">Convolutional autoencoder for image
 * denoising</a>".
 *
 * <pre>
 * input          [N, C, H, W]             damaged
 * encoder-1      [N, filters, H, W]       3 x 3, ELU
 * pool-1         [N, filters, H/2, W/2]   2 x 2, maximum
 * encoder-2      [N, filters, H/2, W/2]   3 x 3, ELU
 * pool-2         [N, filters, H/4, W/4]   2 x 2, maximum
 * code           [N, filters * H/4 * W/4]
 * decoder-2      [N, filters, H/2, W/2]   3 x 3 transposed, stride 2, ELU
 * decoder-1      [N, filters, H, W]       3 x 3 transposed, stride 2, ELU
 * logits         [N, C, H, W]             3 x 3
 * reconstruction [N, C, H, W]             sigmoid, clean
 * </pre>
 *
 * @param input shape of an image, {@code [C, H, W]}; H and W divisible by 4
 * @param filters feature maps of every convolution, at least 1
 */
public record ConvDenoiseArchitecture(Shape input, int filters) implements DenoiseArchitecture {
  private static final int HALVINGS = 2;
  private static final int KERNEL = 3;

  /** Checks the sizes. */
  public ConvDenoiseArchitecture {
    ConvLayers.requireHalving(input, HALVINGS);
    ConvLayers.requireFilters("filters", filters);
  }

  @Override
  public int latentSize() {
    return filters * (input.height() >> HALVINGS) * (input.width() >> HALVINGS);
  }

  @Override
  public Optional<Architecture> at(Shape shape) {
    return Optional.of(new ConvDenoiseArchitecture(shape, filters));
  }

  @Override
  public InputType inputType() {
    return ConvLayers.inputType(input);
  }

  @Override
  public void addEncoder(GraphBuilder graph, String from) {
    graph
        .addLayer(
            "encoder-1",
            ConvLayers.convolution(input.channels(), filters, KERNEL, 1, Activation.ELU),
            from)
        .addLayer("pool-1", ConvLayers.pooling(), "encoder-1")
        .addLayer(
            "encoder-2",
            ConvLayers.convolution(filters, filters, KERNEL, 1, Activation.ELU),
            "pool-1")
        .addLayer("pool-2", ConvLayers.pooling(), "encoder-2")
        .addLayer(
            CODE,
            new ActivationLayer(Activation.IDENTITY),
            new CnnToFeedForwardPreProcessor(
                input.height() >> HALVINGS, input.width() >> HALVINGS, filters),
            "pool-2");
  }

  @Override
  public void addDecoder(GraphBuilder graph, String from, Loss loss) {
    graph
        .addLayer(
            "decoder-2",
            ConvLayers.transposed(filters, filters, KERNEL, 2, Activation.ELU),
            new FeedForwardToCnnPreProcessor(
                input.height() >> HALVINGS, input.width() >> HALVINGS, filters),
            from)
        .addLayer(
            "decoder-1",
            ConvLayers.transposed(filters, filters, KERNEL, 2, Activation.ELU),
            "decoder-2")
        .addLayer(
            "logits",
            ConvLayers.convolution(filters, input.channels(), KERNEL, 1, Activation.IDENTITY),
            "decoder-1")
        .addLayer(RECONSTRUCTION, ConvLayers.output(loss), "logits");
  }
}
