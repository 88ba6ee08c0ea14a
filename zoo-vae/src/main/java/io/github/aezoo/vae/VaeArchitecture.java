package io.github.aezoo.vae;

import io.github.aezoo.data.ImageShape;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Loss;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

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
public record VaeArchitecture(ImageShape input, List<Integer> hidden, int latentSize, double beta)
    implements Architecture {
  /** The vertex whose activations are mean and log-variance, {@code [N, 2 * latentSize]}. */
  public static final String POSTERIOR = "posterior";

  private static final int MAX_UNITS = 65_536;
  private static final double MAX_BETA = 1e6;

  /** Checks the sizes. */
  public VaeArchitecture {
    if (input == null) {
      throw new ZooException("key 'input' is missing: the shape of an image");
    }
    hidden = hidden == null ? List.of() : List.copyOf(hidden);
    for (int units : hidden) {
      requireUnits("hidden", units);
    }
    requireUnits("latentSize", latentSize);
    // Written so that NaN fails too.
    if (!(beta >= 0 && beta <= MAX_BETA)) {
      throw new ZooException("key 'beta': 0 to %.0f expected; came %s".formatted(MAX_BETA, beta));
    }
  }

  private static void requireUnits(String key, int units) {
    if (units < 1 || units > MAX_UNITS) {
      throw new ZooException(
          "key '%s': 1 to %d units expected; came %d".formatted(key, MAX_UNITS, units));
    }
  }

  @Override
  public void addEncoder(GraphBuilder graph, String from) {
    int in = input.size();
    String previous = from;
    for (int i = 0; i < hidden.size(); i++) {
      String name = "encoder-" + (i + 1);
      graph.addLayer(name, dense(in, hidden.get(i), Activation.ELU), previous);
      previous = name;
      in = hidden.get(i);
    }
    graph.addLayer(POSTERIOR, dense(in, 2 * latentSize, Activation.IDENTITY), previous);
    graph.addLayer(CODE, new GaussianSampling(beta), POSTERIOR);
  }

  @Override
  public void addDecoder(GraphBuilder graph, String from, Loss loss) {
    int in = latentSize;
    String previous = from;
    for (int i = hidden.size() - 1; i >= 0; i--) {
      String name = "decoder-" + (i + 1);
      graph.addLayer(name, dense(in, hidden.get(i), Activation.ELU), previous);
      previous = name;
      in = hidden.get(i);
    }
    graph.addLayer(
        RECONSTRUCTION,
        new OutputLayer.Builder(loss.function())
            .nIn(in)
            .nOut(input.size())
            .weightInit(WeightInit.XAVIER)
            .activation(Activation.SIGMOID)
            .build(),
        previous);
  }

  private static DenseLayer dense(int in, int out, Activation activation) {
    return new DenseLayer.Builder()
        .nIn(in)
        .nOut(out)
        .weightInit(WeightInit.XAVIER)
        .activation(activation)
        .build();
  }
}
