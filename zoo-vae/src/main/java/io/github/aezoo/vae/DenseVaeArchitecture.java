package io.github.aezoo.vae;

import io.github.aezoo.data.ImageShape;
import io.github.aezoo.model.DenseStack;
import io.github.aezoo.model.Loss;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/**
 * A dense variational autoencoder: the encoder gives a normal distribution over codes, training
 * samples from it, and the decoder gives the pixels' probabilities.
 *
 * <pre>
 * input          [N, C * H * W]
 * encoder-1 ..   [N, hidden[i]]        ELU
 * posterior      [N, 2 * latentSize]   linear: mean | log-variance
 * code           [N, latentSize]       {@link GaussianSampling}: a sample in training, else the mean
 * decoder-n ..   [N, hidden[i]]        ELU, sizes mirrored
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
 */
public record DenseVaeArchitecture(
    ImageShape input, List<Integer> hidden, int latentSize, double beta)
    implements VaeArchitecture {
  /** Checks the sizes. */
  public DenseVaeArchitecture {
    hidden = new DenseStack(input, hidden).hidden();
    DenseStack.requireUnits("latentSize", latentSize);
    VaeArchitecture.requireBeta(beta);
  }

  private DenseStack layers() {
    return new DenseStack(input, hidden);
  }

  @Override
  public void addEncoder(GraphBuilder graph, String from) {
    layers().addEncoder(graph, from, POSTERIOR, 2 * latentSize);
    graph.addLayer(CODE, new GaussianSampling(beta), POSTERIOR);
  }

  @Override
  public void addDecoder(GraphBuilder graph, String from, Loss loss) {
    layers().addDecoder(graph, from, latentSize, loss);
  }
}
