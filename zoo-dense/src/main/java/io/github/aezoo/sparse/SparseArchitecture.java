package io.github.aezoo.sparse;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.DenseStack;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;

/**
 * Dense layers to a code that may be wider than the image, because few of its units are active at a
 * time.
 *
 * <pre>
 * input          [N, C * H * W]
 * encoder-1 ..   [N, hidden[i]]    activation
 * units          [N, latentSize]   activation
 * normal         [N, latentSize]   batch normalisation without scale and shift, if normalised
 * code           [N, latentSize]   {@link Sparsity}: a penalty, the k largest, or nothing
 * decoder-n ..   [N, hidden[i]]    activation, sizes mirrored
 * reconstruction [N, C * H * W]    sigmoid
 * </pre>
 *
 * <p>Where units compete for few places, those that win early learn and win again, and the others
 * die. Batch normalisation (Ioffe and Szegedy 2015, <a
 * href="https://arxiv.org/abs/1502.03167">arXiv:1502.03167</a>) gives all the same mean and
 * variance over a batch, hence the same chance; in use it is part of the linear map before it.
 *
 * @param input shape of an image, {@code [C, H, W]}
 * @param hidden sizes of the layers between image and code, outermost first; may be empty
 * @param latentSize values of a code, at least 1
 * @param activation of the code and of the hidden layers
 * @param normalised whether units are normalised over the batch; for linear ones
 * @param sparsity what makes the code sparse
 */
public record SparseArchitecture(
    Shape input,
    List<Integer> hidden,
    int latentSize,
    CodeActivation activation,
    boolean normalised,
    Sparsity sparsity)
    implements Architecture {
  /** The vertex whose activations are the code before the penalty or the choice. */
  public static final String UNITS = "units";

  private static final String NORMAL = "normal";

  /** Checks the sizes, and that activation and sparsity fit. */
  public SparseArchitecture {
    hidden = new DenseStack(input, hidden).hidden();
    DenseStack.requireUnits("latentSize", latentSize);
    if (activation == null) {
      throw new ZooException("key 'activation' is missing: relu, tanh, sigmoid or linear");
    }
    if (sparsity == null) {
      throw new ZooException("key 'sparsity' is missing: its type is none, l1, kl or topk");
    }
    if (normalised && activation != CodeActivation.LINEAR) {
      throw new ZooException("key 'normalised': false expected, as the activation is not linear");
    }
    if (sparsity instanceof Sparsity.Kl && activation != CodeActivation.SIGMOID) {
      throw new ZooException(
          "key 'activation': sigmoid expected, as type kl compares means with a probability");
    }
    if (sparsity instanceof Sparsity.KLargest largest && largest.k() > latentSize) {
      throw new ZooException(
          "key 'k': at most latentSize, %d, expected; got %d".formatted(latentSize, largest.k()));
    }
  }

  private DenseStack layers() {
    return new DenseStack(input, hidden, activation.function());
  }

  @Override
  public void addEncoder(GraphBuilder graph, String from) {
    DenseLayer units = DenseStack.layer(layers().innermost(), latentSize, activation.function());
    // Before a normalisation biases do nothing.
    units.setHasBias(!normalised);
    units.setBiasInit(activation.initialBias());
    layers().addEncoder(graph, from, UNITS, units);
    if (normalised) {
      graph.addLayer(
          NORMAL,
          new BatchNormalization.Builder()
              .nIn(latentSize)
              .nOut(latentSize)
              .lockGammaBeta(true)
              .build(),
          UNITS);
    }
    graph.addLayer(CODE, sparsity.layer(), normalised ? NORMAL : UNITS);
  }

  @Override
  public void addDecoder(GraphBuilder graph, String from, Loss loss) {
    layers().addDecoder(graph, from, latentSize, loss);
  }

  /** The same network whose code passes as it is; its parameters have the same names. */
  @Override
  public Optional<Architecture> twin() {
    Sparsity none = new Sparsity.None();
    return sparsity.equals(none)
        ? Optional.empty()
        : Optional.of(
            new SparseArchitecture(input, hidden, latentSize, activation, normalised, none));
  }
}
