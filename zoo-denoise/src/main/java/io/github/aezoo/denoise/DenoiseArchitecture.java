package io.github.aezoo.denoise;

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
 * Dense layers from a damaged image to a code, and back to the clean image.
 *
 * <pre>
 * input          [N, C * H * W]    damaged
 * encoder-1 ..   [N, hidden[i]]    ELU
 * code           [N, latentSize]   linear
 * decoder-n ..   [N, hidden[i]]    ELU, sizes mirrored
 * reconstruction [N, C * H * W]    sigmoid, clean
 * </pre>
 *
 * <p>The network does not damage anything itself: a recipe's {@code corruption} does, on the input
 * side only, anew for every image and epoch.
 *
 * @param input shape of an image, {@code [C, H, W]}
 * @param hidden sizes of the layers between image and code, outermost first; may be empty
 * @param latentSize values of a code, at least 1
 */
public record DenoiseArchitecture(ImageShape input, List<Integer> hidden, int latentSize)
    implements Architecture {
  private static final int MAX_UNITS = 65_536;

  /** Checks the sizes. */
  public DenoiseArchitecture {
    if (input == null) {
      throw new ZooException("key 'input' is missing: the shape of an image");
    }
    hidden = hidden == null ? List.of() : List.copyOf(hidden);
    for (int units : hidden) {
      requireUnits("hidden", units);
    }
    requireUnits("latentSize", latentSize);
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
    graph.addLayer(CODE, dense(in, latentSize, Activation.IDENTITY), previous);
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

  /** A layer {@code [N, in] -> [N, out]}, Glorot initialisation (Glorot and Bengio 2010). */
  private static DenseLayer dense(int in, int out, Activation activation) {
    return new DenseLayer.Builder()
        .nIn(in)
        .nOut(out)
        .weightInit(WeightInit.XAVIER)
        .activation(activation)
        .build();
  }
}
