package io.github.aezoo.plan;

import io.github.aezoo.device.Devices;
import io.github.aezoo.plan.Pass.Purpose;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How a network is computed on a CPU without DL4J's layers: its configuration and its parameters
 * are DL4J's, and what it gives is the same.
 *
 * <p>DL4J's layers compute a forward product twice, copy patches, and use one thread. Here a batch
 * is cut into tiles of rows that go through all layers on any thread, gradients of weights are
 * products over the whole batch, and means over a batch are those of the whole batch. Nothing
 * depends on the number of threads.
 */
public final class Plan {
  private final Compiler compiler;
  private final INDArray gradient;
  private final Map<String, INDArray> gradients;

  private Plan(Compiler compiler, INDArray gradient, Map<String, INDArray> gradients) {
    this.compiler = compiler;
    this.gradient = gradient;
    this.gradients = gradients;
  }

  /** A part of the gradient, arranged as parameters are. */
  private static INDArray like(INDArray gradient, INDArray values) {
    return Nd4j.create(
        gradient.data(), values.shape(), values.stride(), values.offset(), values.ordering());
  }

  /**
   * A plan of a network.
   *
   * @param inputType what the network takes
   * @param trains whether gradients are wanted
   * @return empty when the network runs on a GPU, is not in single precision, or has a layer or a
   *     setting that plans do not know
   */
  public static Optional<Plan> of(ComputationGraph network, InputType inputType, boolean trains) {
    if (!possible(network)) {
      return Optional.empty();
    }
    Map<String, INDArray> gradients = new HashMap<>();
    INDArray gradient =
        trains ? Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', network.numParams()) : null;
    if (trains) {
      network.paramTable().forEach((key, values) -> gradients.put(key, like(gradient, values)));
    }
    return Compiler.of(network, inputType, gradients)
        .filter(compiler -> compiler.knows(trains ? Purpose.TRAINING : Purpose.VALIDATION))
        .map(compiler -> new Plan(compiler, gradient, gradients));
  }

  /**
   * A plan of what lies between two vertices of a network, for {@link Purpose#USE}.
   *
   * @param from the vertex whose values are given
   * @param inputType what it gives
   * @param to the vertex whose values are wanted
   * @return empty as for a whole network, and when something else than {@code from} is needed
   */
  public static Optional<Plan> of(
      ComputationGraph network, String from, InputType inputType, String to) {
    return possible(network)
        ? Compiler.of(network, from, inputType, to, Map.of())
            .filter(compiler -> compiler.knows(Purpose.USE))
            .map(compiler -> new Plan(compiler, null, Map.of()))
        : Optional.empty();
  }

  private static boolean possible(ComputationGraph network) {
    // A network of pooling alone has no parameters.
    return !Devices.onGpu()
        && (network.params() == null || network.params().dataType() == DataType.FLOAT);
  }

  /** The gradient of the last pass that trained: sums over its rows, in the order of parameters. */
  public INDArray gradient() {
    return gradient;
  }

  /** The gradient of a parameter, by DL4J's name {@code vertex_parameter}. */
  public INDArray gradient(String key) {
    return gradients.get(key);
  }

  /** Memory and program for batches of {@code n} rows. */
  public Pass pass(int n, Purpose purpose) {
    return compiler.pass(n, purpose).orElseThrow();
  }
}
