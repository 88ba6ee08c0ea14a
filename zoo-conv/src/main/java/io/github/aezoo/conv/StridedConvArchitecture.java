package io.github.aezoo.conv;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.ConvLayers;
import io.github.aezoo.model.nn.DenseStack;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.Activation;

/**
 * Convolutions of stride 2 that halve the image, a dense code, and transposed convolutions back.
 *
 * <pre>
 * input          [N, C, H, W]
 * encoder-1 ..   [N, filters[i], H / 2^(i+1), W / 2^(i+1)]   3 x 3, stride 2, ELU
 * encoder-block-i [N, last filters, h, w]                    residual; h, w: the smallest map
 * code           [N, latentSize]                             linear
 * decoder-dense  [N, last filters * h * w]                   ELU
 * decoder-block-i [N, last filters, h, w]                    residual
 * decoder-n ..   [N, filters[i - 1], twice the size]         4 x 4 transposed, stride 2, ELU
 * decoder-1      [N, C, H, W]                                4 x 4 transposed, stride 2, logits
 * reconstruction [N, C, H, W]                                sigmoid
 * </pre>
 *
 * <p>Transposed kernels are as wide as two strides, so every pixel is covered equally often; odd
 * kernels leave a checkerboard (Odena, Dumoulin and Olah 2016, <a
 * href="https://doi.org/10.23915/distill.00003">doi:10.23915/distill.00003</a>).
 *
 * @param input shape of an image, {@code [C, H, W]}; H and W divisible by 2 for each of the filters
 * @param filters feature maps of the encoder's convolutions, outermost first; 1 to 8 of them
 * @param blocks residual blocks on either side of the code, where maps are smallest; may be 0
 * @param normalised whether the blocks normalise their maps over the batch
 * @param latentSize values of a code, at least 1
 */
public record StridedConvArchitecture(
    Shape input, List<Integer> filters, int blocks, boolean normalised, int latentSize)
    implements ConvArchitecture {
  private static final int MAX_BLOCKS = 64;
  private static final int ENCODER_KERNEL = 3;
  private static final int DECODER_KERNEL = 4;

  /** Checks the sizes. */
  public StridedConvArchitecture {
    filters = ConvLayers.requireFilters(filters);
    if (blocks < 0 || blocks > MAX_BLOCKS) {
      throw new ZooException(
          "key 'blocks': 0 to %d expected; got %d".formatted(MAX_BLOCKS, blocks));
    }
    DenseStack.requireUnits("latentSize", latentSize);
    ConvLayers.requireHalving(input, filters.size());
  }

  @Override
  public InputType inputType() {
    return ConvLayers.inputType(input);
  }

  @Override
  public void addEncoder(GraphBuilder graph, String from) {
    int in = input.channels();
    String previous = from;
    for (int i = 0; i < filters.size(); i++) {
      String name = "encoder-" + (i + 1);
      graph.addLayer(
          name,
          ConvLayers.convolution(in, filters.get(i), ENCODER_KERNEL, 2, Activation.ELU),
          previous);
      previous = name;
      in = filters.get(i);
    }
    for (int i = 1; i <= blocks; i++) {
      previous = ConvLayers.addResidualBlock(graph, "encoder-block-" + i, previous, in, normalised);
    }
    graph.addLayer(
        CODE,
        DenseStack.layer(mapSize(), latentSize, Activation.IDENTITY),
        new CnnToFeedForwardPreProcessor(mapHeight(), mapWidth(), in),
        previous);
  }

  @Override
  public void addDecoder(GraphBuilder graph, String from, Loss loss) {
    int innermost = filters.get(filters.size() - 1);
    graph
        .addLayer("decoder-dense", DenseStack.layer(latentSize, mapSize(), Activation.ELU), from)
        .addLayer(
            "decoder-maps",
            new ActivationLayer(Activation.IDENTITY),
            new FeedForwardToCnnPreProcessor(mapHeight(), mapWidth(), innermost),
            "decoder-dense");
    String previous = "decoder-maps";
    for (int i = 1; i <= blocks; i++) {
      previous =
          ConvLayers.addResidualBlock(graph, "decoder-block-" + i, previous, innermost, normalised);
    }
    for (int i = filters.size() - 1; i >= 0; i--) {
      String name = "decoder-" + (i + 1);
      int out = i == 0 ? input.channels() : filters.get(i - 1);
      // Logits: the loss layer applies the sigmoid, as the Bernoulli loss wants.
      Activation activation = i == 0 ? Activation.IDENTITY : Activation.ELU;
      graph.addLayer(
          name,
          ConvLayers.transposed(filters.get(i), out, DECODER_KERNEL, 2, activation),
          previous);
      previous = name;
    }
    graph.addLayer(RECONSTRUCTION, ConvLayers.output(loss), previous);
  }

  private int mapHeight() {
    return input.height() >> filters.size();
  }

  private int mapWidth() {
    return input.width() >> filters.size();
  }

  private int mapSize() {
    return filters.get(filters.size() - 1) * mapHeight() * mapWidth();
  }
}
