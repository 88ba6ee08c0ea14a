package io.github.aezoo.vae;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.aezoo.data.Shape;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.DenseStack;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/**
 * A dense variational autoencoder: the encoder gives a normal distribution over codes, training
 * samples from it, and the decoder gives the pixels' probabilities or means.
 *
 * <pre>
 * input          [N, C * H * W]
 * encoder-1 ..   [N, hidden[i]]        ELU, or ReLU
 * posterior      [N, 2 * latentSize]   linear: mean | log-variance
 * code           [N, latentSize]       {@link GaussianSampling}: a sample in training, else the mean
 * decoder-n ..   [N, hidden[i]]        the same, sizes mirrored
 * logits         [N, C * H * W]        linear; a layer of its own in Gaussian decoders alone
 * reconstruction [N, C * H * W]        sigmoid
 * </pre>
 *
 * <p>With the loss {@code bce} and {@code beta} 1 the score is the negative evidence lower bound,
 * nats an image; other values of beta: Higgins et al. 2017, <a
 * href="https://openreview.net/forum?id=Sy2fzU9gl">openreview.net/forum?id=Sy2fzU9gl</a>.
 *
 * @param input shape of an image, {@code [C, H, W]}
 * @param hidden sizes of the layers between image and code, outermost first; may be empty
 * @param latentSize values of a code, at least 1
 * @param beta weight of the KL divergence beside the reconstruction loss, at least 0
 * @param likelihood how the output gives the distribution of a pixel; Bernoulli when null. With
 *     {@link Likelihood.Gaussian} the output layer is {@link GaussianOutput} and the score the
 *     negative evidence lower bound, if beta is 1, of a density
 * @param units what the hidden layers consist of; ELU when null
 */
public record DenseVaeArchitecture(
    Shape input,
    List<Integer> hidden,
    int latentSize,
    double beta,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Likelihood.Bernoulli.class)
        Likelihood likelihood,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = HiddenUnits.Usual.class)
        HiddenUnits units)
    implements VaeArchitecture {
  /** Checks the sizes. */
  public DenseVaeArchitecture {
    hidden = new DenseStack(input, hidden).hidden();
    DenseStack.requireUnits("latentSize", latentSize);
    VaeArchitecture.requireBeta(beta);
    likelihood = likelihood == null ? new Likelihood.Bernoulli() : likelihood;
    units = units == null ? HiddenUnits.ELU : units;
  }

  /** A network of exponential linear units. */
  public DenseVaeArchitecture(
      Shape input, List<Integer> hidden, int latentSize, double beta, Likelihood likelihood) {
    this(input, hidden, latentSize, beta, likelihood, HiddenUnits.ELU);
  }

  /** A network of exponential linear units and Bernoulli pixels. */
  public DenseVaeArchitecture(Shape input, List<Integer> hidden, int latentSize, double beta) {
    this(input, hidden, latentSize, beta, new Likelihood.Bernoulli());
  }

  private DenseStack layers() {
    return new DenseStack(input, hidden, units.activation());
  }

  @Override
  public void addEncoder(GraphBuilder graph, String from) {
    layers().addEncoder(graph, from, POSTERIOR, 2 * latentSize);
    graph.addLayer(CODE, new GaussianSampling(beta), POSTERIOR);
  }

  @Override
  public void addDecoder(GraphBuilder graph, String from, Loss loss) {
    if (likelihood instanceof Likelihood.Gaussian gaussian) {
      layers().addDecoder(graph, from, latentSize);
      graph.addLayer(RECONSTRUCTION, new GaussianOutput(gaussian), DenseStack.LOGITS);
    } else {
      layers().addDecoder(graph, from, latentSize, loss);
    }
  }
}
