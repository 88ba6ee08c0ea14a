package io.github.aezoo.plan;

import java.util.List;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where an operation stands in a pass.
 *
 * @param pass that it belongs to
 * @param inputs what it takes
 * @param output what it gives
 * @param parameters by DL4J's key, such as {@code W}: the network's own memory
 * @param gradients of the parameters, arranged as they are
 */
public record Wiring(
    Pass pass,
    List<Slot> inputs,
    Slot output,
    Function<String, INDArray> parameters,
    Function<String, INDArray> gradients) {
  /** A parameter in the order of its memory. */
  public Memory parameter(String key) {
    return new Memory(parameters.apply(key));
  }

  /** The gradient of a parameter, in the order of its memory. */
  public Memory gradient(String key) {
    return new Memory(gradients.apply(key));
  }

  /** The same place with another input and output. */
  Wiring with(Slot in, Slot out) {
    return new Wiring(pass, List.of(in), out, parameters, gradients);
  }

  /** The only input. */
  public Slot input() {
    return inputs.get(0);
  }
}
