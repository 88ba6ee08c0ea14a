package io.github.aezoo.contractive;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.DenseStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/**
 * Contractive dense layers from the image to the code, and plain ones back.
 *
 * <pre>
 * input          [N, C * H * W]
 * encoder-1 ..   [N, hidden[i]]    {@link ContractiveDense}
 * code           [N, latentSize]   {@link ContractiveDense}
 * decoder-n ..   [N, hidden[i]]    ELU, sizes mirrored
 * reconstruction [N, C * H * W]    sigmoid
 * </pre>
 *
 * <p>Every layer of the encoder has the penalty for its own Jacobian: the Jacobian of a stack is
 * their product, so what keeps the factors small keeps it small.
 *
 * @param input shape of an image, {@code [C, H, W]}
 * @param hidden sizes of the layers between image and code, outermost first; may be empty
 * @param latentSize values of a code, at least 1
 * @param activation of every encoder layer, the code's among them
 * @param penalty weight of each layer's squared Frobenius norm of the Jacobian, an image, beside
 *     the reconstruction loss, an image; at least 0
 */
public record ContractiveArchitecture(
    Shape input, List<Integer> hidden, int latentSize, Squashing activation, double penalty)
    implements Architecture {
  private static final double MAX_PENALTY = 1e6;

  /** Checks the sizes. */
  public ContractiveArchitecture {
    hidden = new DenseStack(input, hidden).hidden();
    DenseStack.requireUnits("latentSize", latentSize);
    if (activation == null) {
      throw new ZooException("key 'activation': sigmoid, tanh or softplus expected");
    }
    // Written so that NaN fails too.
    if (!(penalty >= 0 && penalty <= MAX_PENALTY)) {
      throw new ZooException(
          "key 'penalty': 0 to %.0f expected; got %s".formatted(MAX_PENALTY, penalty));
    }
  }

  /** The vertices of the encoder's layers, outermost first; the last is the code. */
  List<String> layers() {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= hidden.size(); i++) {
      names.add("encoder-" + i);
    }
    names.add(CODE);
    return names;
  }

  @Override
  public Optional<Architecture> twin() {
    return penalty == 0
        ? Optional.empty()
        : Optional.of(new ContractiveArchitecture(input, hidden, latentSize, activation, 0));
  }

  @Override
  public void addEncoder(GraphBuilder graph, String from) {
    int in = input.size();
    String previous = from;
    List<String> names = layers();
    for (int i = 0; i < names.size(); i++) {
      int out = i < hidden.size() ? hidden.get(i) : latentSize;
      graph.addLayer(names.get(i), new ContractiveDense(in, out, activation, penalty), previous);
      previous = names.get(i);
      in = out;
    }
  }

  @Override
  public void addDecoder(GraphBuilder graph, String from, Loss loss) {
    new DenseStack(input, hidden).addDecoder(graph, from, latentSize, loss);
  }
}
