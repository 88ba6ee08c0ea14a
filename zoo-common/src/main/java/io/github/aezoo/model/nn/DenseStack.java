package io.github.aezoo.model.nn;

import io.github.aezoo.data.Shape;
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
 * The dense layers that families share: {@code encoder-1 .. encoder-n} from the image inwards, and
 * {@code decoder-n .. decoder-1} of the mirrored sizes back; with exponential linear units
 * (Clevert, Unterthiner and Hochreiter 2016, <a
 * href="https://arxiv.org/abs/1511.07289">arXiv:1511.07289</a>) unless a family says otherwise.
 *
 * @param input shape of an image, {@code [C, H, W]}
 * @param hidden sizes of the layers between image and code, outermost first; may be empty, and left
 *     out (null) in JSON
 * @param activation of the hidden layers
 */
public record DenseStack(Shape input, List<Integer> hidden, Activation activation) {
  /** The widest layer. */
  public static final int MAX_UNITS = 65_536;

  /** The linear layer before an output layer of a family's own. */
  public static final String LOGITS = "logits";

  private static final int MAX_DEPTH = 64;

  /** Checks the sizes. */
  public DenseStack {
    if (input == null) {
      throw new ZooException("key 'input' is missing: the shape of an image");
    }
    hidden = hidden == null ? List.of() : List.copyOf(hidden);
    if (hidden.size() > MAX_DEPTH) {
      throw new ZooException(
          "key 'hidden': at most %d layers expected; got %d".formatted(MAX_DEPTH, hidden.size()));
    }
    for (int units : hidden) {
      requireUnits("hidden", units);
    }
  }

  /** Layers with exponential linear units. */
  public DenseStack(Shape input, List<Integer> hidden) {
    this(input, hidden, Activation.ELU);
  }

  /**
   * Checks the width of a layer.
   *
   * @param key the component that it came from, for the message
   */
  public static void requireUnits(String key, int units) {
    if (units < 1 || units > MAX_UNITS) {
      throw new ZooException(
          "key '%s': 1 to %d units expected; got %d".formatted(key, MAX_UNITS, units));
    }
  }

  /**
   * Adds the hidden layers and a linear one after them.
   *
   * @param from the vertex that carries images, {@code [N, C * H * W]}
   * @param to the name of the linear layer
   * @param units the width of the linear layer
   */
  public void addEncoder(GraphBuilder graph, String from, String to, int units) {
    addEncoder(graph, from, to, layer(innermost(), units, Activation.IDENTITY));
  }

  /**
   * Adds the hidden layers and one after them that a family makes itself.
   *
   * @param from the vertex that carries images, {@code [N, C * H * W]}
   * @param to the name of the last layer
   * @param last takes {@code [N, innermost()]}
   */
  public void addEncoder(GraphBuilder graph, String from, String to, DenseLayer last) {
    int in = input.size();
    String previous = from;
    for (int i = 0; i < hidden.size(); i++) {
      String name = "encoder-" + (i + 1);
      graph.addLayer(name, layer(in, hidden.get(i), activation), previous);
      previous = name;
      in = hidden.get(i);
    }
    graph.addLayer(to, last, previous);
  }

  /** The width of the last layer before the code: the innermost hidden one, else the image. */
  public int innermost() {
    return hidden.isEmpty() ? input.size() : hidden.get(hidden.size() - 1);
  }

  /**
   * Adds the mirrored hidden layers and {@link Architecture#RECONSTRUCTION}, sigmoid.
   *
   * @param from the vertex that carries codes, {@code [N, units]}
   * @param units the width of a code
   * @param loss what the output layer minimises
   */
  public void addDecoder(GraphBuilder graph, String from, int units, Loss loss) {
    addDecoder(graph, from, units, loss, Activation.SIGMOID);
  }

  /**
   * Adds the mirrored hidden layers and {@link Architecture#RECONSTRUCTION}.
   *
   * @param output the activation of the reconstruction: sigmoid, or identity for values that are no
   *     pixels
   */
  public void addDecoder(GraphBuilder graph, String from, int units, Loss loss, Activation output) {
    String previous = addMirrored(graph, from, units);
    graph.addLayer(
        Architecture.RECONSTRUCTION,
        new OutputLayer.Builder(loss.function())
            .nIn(outermost(units))
            .nOut(input.size())
            .weightInit(WeightInit.XAVIER)
            .activation(output)
            .build(),
        previous);
  }

  /**
   * Adds the mirrored hidden layers and the linear layer {@link #LOGITS}, {@code [N, C * H * W]},
   * for an output layer that a family makes itself.
   *
   * @param from the vertex that carries codes, {@code [N, units]}
   * @param units the width of a code
   */
  public void addDecoder(GraphBuilder graph, String from, int units) {
    String previous = addMirrored(graph, from, units);
    graph.addLayer(LOGITS, layer(outermost(units), input.size(), Activation.IDENTITY), previous);
  }

  private int outermost(int units) {
    return hidden.isEmpty() ? units : hidden.get(0);
  }

  /** Gives the name of the last of the hidden layers. */
  private String addMirrored(GraphBuilder graph, String from, int units) {
    int in = units;
    String previous = from;
    for (int i = hidden.size() - 1; i >= 0; i--) {
      String name = "decoder-" + (i + 1);
      graph.addLayer(name, layer(in, hidden.get(i), activation), previous);
      previous = name;
      in = hidden.get(i);
    }
    return previous;
  }

  /** A layer {@code [N, in] -> [N, out]}, Glorot initialisation (Glorot and Bengio 2010). */
  public static DenseLayer layer(int in, int out, Activation activation) {
    return new DenseLayer.Builder()
        .nIn(in)
        .nOut(out)
        .weightInit(WeightInit.XAVIER)
        .activation(activation)
        .build();
  }
}
