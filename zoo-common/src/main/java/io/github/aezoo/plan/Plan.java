package io.github.aezoo.plan;

import io.github.aezoo.device.Devices;
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
  private final Map<String, INDArray> gradients = new HashMap<>();

  private Plan(ComputationGraph network, InputType inputType, boolean trains) {
    gradient =
        trains ? Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', network.numParams()) : null;
    if (trains) {
      network.paramTable().forEach((key, values) -> gradients.put(key, like(values)));
    }
    compiler = new Compiler(network, inputType, gradients);
  }

  /** A part of the gradient, arranged as parameters are. */
  private INDArray like(INDArray values) {
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
    if (Devices.onGpu() || network.params().dataType() != DataType.FLOAT) {
      return Optional.empty();
    }
    Plan plan = new Plan(network, inputType, trains);
    return plan.compiler.pass(1, trains).isPresent() ? Optional.of(plan) : Optional.empty();
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
  public Pass pass(int n, boolean trains) {
    return compiler.pass(n, trains).orElseThrow();
  }
}
