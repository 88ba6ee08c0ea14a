package io.github.aezoo.vae;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.aezoo.data.Shape;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.ConvLayers;
import io.github.aezoo.model.nn.DenseStack;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.Activation;

/**
 * A convolutional variational autoencoder; with filters 32 and 64, 16 hidden units and 2 codes the
 * network of the Keras example "<a href="https://keras.io/examples/generative/vae/">Variational
 * AutoEncoder</a>".
 *
 * <pre>
 * input          [N, C, H, W]
 * encoder-1 ..   [N, filters[i], H / 2^(i+1), W / 2^(i+1)]  3 x 3, stride 2, ReLU
 * encoder-dense  [N, hidden]                                ReLU, unless hidden is 0
 * posterior      [N, 2 * latentSize]                        linear: mean | log-variance
 * code           [N, latentSize]                            {@link GaussianSampling}
 * decoder-dense  [N, last filters * h * w]                  ReLU; h, w: the smallest map
 * decoder-n ..   [N, filters[i], twice the size]            3 x 3 transposed, stride 2, ReLU
 * logits         [N, C, H, W]                               3 x 3
 * reconstruction [N, C, H, W]                               sigmoid
 * </pre>
 *
 * @param input shape of an image, {@code [C, H, W]}; H and W divisible by 2 for each of the filters
 * @param filters feature maps of the encoder's convolutions, outermost first; 1 to 8 of them
 * @param hidden units between the maps and the posterior; 0 for none
 * @param latentSize values of a code, at least 1
 * @param beta weight of the KL divergence beside the reconstruction loss, at least 0
 * @param likelihood how the output gives the distribution of a pixel; Bernoulli when null. With
 *     {@link Likelihood.Gaussian} the output layer is {@link GaussianOutput} and the score the
 *     negative evidence lower bound, if beta is 1, of a density
 */
public record ConvVaeArchitecture(
    Shape input,
    List<Integer> filters,
    int hidden,
    int latentSize,
    double beta,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Likelihood.Bernoulli.class)
        Likelihood likelihood)
    implements VaeArchitecture {
  private static final int KERNEL = 3;

  /** Checks the sizes. */
  public ConvVaeArchitecture {
    filters = ConvLayers.requireFilters(filters);
    if (hidden != 0) {
      DenseStack.requireUnits("hidden", hidden);
    }
    DenseStack.requireUnits("latentSize", latentSize);
    VaeArchitecture.requireBeta(beta);
    likelihood = likelihood == null ? new Likelihood.Bernoulli() : likelihood;
    ConvLayers.requireHalving(input, filters.size());
  }

  /** A network of Bernoulli pixels. */
  public ConvVaeArchitecture(
      Shape input, List<Integer> filters, int hidden, int latentSize, double beta) {
    this(input, filters, hidden, latentSize, beta, new Likelihood.Bernoulli());
  }

  @Override
  public InputType inputType() {
    return ConvLayers.inputType(input);
  }

  private int innermost() {
    return filters.get(filters.size() - 1);
  }

  private int mapHeight() {
    return input.height() >> filters.size();
  }

  private int mapWidth() {
    return input.width() >> filters.size();
  }

  private int mapSize() {
    return innermost() * mapHeight() * mapWidth();
  }

  @Override
  public void addEncoder(GraphBuilder graph, String from) {
    int in = input.channels();
    String previous = from;
    for (int i = 0; i < filters.size(); i++) {
      String name = "encoder-" + (i + 1);
      graph.addLayer(
          name, ConvLayers.convolution(in, filters.get(i), KERNEL, 2, Activation.RELU), previous);
      previous = name;
      in = filters.get(i);
    }
    CnnToFeedForwardPreProcessor flat =
        new CnnToFeedForwardPreProcessor(mapHeight(), mapWidth(), in);
    if (hidden == 0) {
      graph.addLayer(
          POSTERIOR,
          DenseStack.layer(mapSize(), 2 * latentSize, Activation.IDENTITY),
          flat,
          previous);
    } else {
      graph
          .addLayer(
              "encoder-dense", DenseStack.layer(mapSize(), hidden, Activation.RELU), flat, previous)
          .addLayer(
              POSTERIOR,
              DenseStack.layer(hidden, 2 * latentSize, Activation.IDENTITY),
              "encoder-dense");
    }
    graph.addLayer(CODE, new GaussianSampling(beta), POSTERIOR);
  }

  @Override
  public void addDecoder(GraphBuilder graph, String from, Loss loss) {
    graph.addLayer("decoder-dense", DenseStack.layer(latentSize, mapSize(), Activation.RELU), from);
    String previous = "decoder-dense";
    int in = innermost();
    for (int i = filters.size() - 1; i >= 0; i--) {
      String name = "decoder-" + (i + 1);
      var layer = ConvLayers.transposed(in, filters.get(i), KERNEL, 2, Activation.RELU);
      if (i == filters.size() - 1) {
        graph.addLayer(
            name, layer, new FeedForwardToCnnPreProcessor(mapHeight(), mapWidth(), in), previous);
      } else {
        graph.addLayer(name, layer, previous);
      }
      previous = name;
      in = filters.get(i);
    }
    graph
        .addLayer(
            DenseStack.LOGITS,
            ConvLayers.convolution(in, input.channels(), KERNEL, 1, Activation.IDENTITY),
            previous)
        .addLayer(
            RECONSTRUCTION,
            likelihood instanceof Likelihood.Gaussian gaussian
                ? new GaussianOutput(gaussian)
                : ConvLayers.output(loss),
            DenseStack.LOGITS);
  }
}
