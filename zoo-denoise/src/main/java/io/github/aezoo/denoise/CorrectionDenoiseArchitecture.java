package io.github.aezoo.denoise;

import io.github.aezoo.data.Shape;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.ConvLayers;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.nd4j.linalg.activations.Activation;

/**
 * Global residual learning (Kim, Lee and Lee 2016, <a
 * href="https://arxiv.org/abs/1511.04587">arXiv:1511.04587</a>): the network predicts what to add
 * to the damaged image, in logits, so it begins as good as its input.
 *
 * <pre>
 * input            [N, C, H, W]             damaged
 * encoder-..       [N, filters, H/4, W/4]   as in {@link ResidualDenoiseArchitecture}, its blocks
 *                                           normalised over the batch
 * code             [N, filters * H/4 * W/4 + C * H * W]   these maps, and the damaged pixels
 * decoder-1        [N, C, H, W]             of the maps, as there
 * decoder-pixels   [N, C, H, W]             the pixels' logits
 * reconstruction   [N, C, H, W]             sigmoid of the sum, clean
 * </pre>
 *
 * <p>The code carries the pixels, so it is larger than the image: for damage that leaves most of an
 * image as it is, such as lost colours.
 *
 * @param input shape of an image, {@code [C, H, W]}; H and W divisible by 4
 * @param filters feature maps at a quarter of the resolution, even
 * @param blocks residual blocks on either side of the code, at least 1
 */
public record CorrectionDenoiseArchitecture(Shape input, int filters, int blocks)
    implements DenoiseArchitecture {
  /** Deviation of the last layer's first weights: corrections begin near 0, and can be learned. */
  private static final double SMALL = 1e-3;

  /** Checks the sizes. */
  public CorrectionDenoiseArchitecture {
    new QuarterResolution(input, filters, blocks, true);
  }

  private QuarterResolution maps() {
    return new QuarterResolution(input, filters, blocks, true);
  }

  @Override
  public int latentSize() {
    return maps().size() + input.size();
  }

  @Override
  public Optional<Architecture> at(Shape shape) {
    return Optional.of(new CorrectionDenoiseArchitecture(shape, filters, blocks));
  }

  @Override
  public InputType inputType() {
    return ConvLayers.inputType(input);
  }

  @Override
  public void addEncoder(GraphBuilder graph, String from) {
    maps().addEncoder(graph, from, "encoder-maps");
    graph
        .addLayer(
            "encoder-pixels",
            new ActivationLayer(Activation.IDENTITY),
            new CnnToFeedForwardPreProcessor(input.height(), input.width(), input.channels()),
            from)
        .addVertex("encoder-both", new MergeVertex(), "encoder-maps", "encoder-pixels")
        .addLayer(CODE, new ActivationLayer(Activation.IDENTITY), "encoder-both");
  }

  @Override
  public void addDecoder(GraphBuilder graph, String from, Loss loss) {
    int features = maps().size();
    graph
        .addVertex("code-maps", new SubsetVertex(0, features - 1), from)
        .addVertex("code-pixels", new SubsetVertex(features, latentSize() - 1), from)
        .addLayer(
            "decoder-pixels",
            new ActivationLayer(new Logit()),
            new FeedForwardToCnnPreProcessor(input.height(), input.width(), input.channels()),
            "code-pixels");
    maps()
        .addDecoder(graph, "code-maps")
        .setWeightInitFn(new WeightInitDistribution(new NormalDistribution(0, SMALL)));
    graph
        .addVertex(
            "logits",
            new ElementWiseVertex(ElementWiseVertex.Op.Add),
            "decoder-1",
            "decoder-pixels")
        .addLayer(RECONSTRUCTION, ConvLayers.output(loss), "logits");
  }
}
