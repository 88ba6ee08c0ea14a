package io.github.aezoo.plan;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An operation of ND4J on arrays that stay the same, prepared once: half of what a call of one
 * costs is its preparation.
 */
public final class Call {
  private final CustomOp operation;
  private final OpContext context;

  // The context holds their memory, not the arrays.
  private final INDArray[] arrays;

  private Call(CustomOp operation, INDArray... arrays) {
    this.operation = operation;
    this.arrays = arrays;
    context = Nd4j.getExecutioner().buildContext();
    context.setInputArrays(operation.inputArguments());
    context.setOutputArrays(operation.outputArguments());
    context.setIArguments(operation.iArgs());
  }

  /** {@code out = a b}, where either may be transposed first. */
  public static Call product(
      INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray out) {
    return of(
        "matmul",
        new INDArray[] {a, b},
        new INDArray[] {out},
        transposeA ? 1 : 0,
        transposeB ? 1 : 0);
  }

  /** An operation by its name. */
  public static Call of(String name, INDArray[] inputs, INDArray[] outputs, int... integers) {
    INDArray[] all = Arrays.copyOf(inputs, inputs.length + outputs.length);
    System.arraycopy(outputs, 0, all, inputs.length, outputs.length);
    return new Call(
        DynamicCustomOp.builder(name)
            .addInputs(inputs)
            .addOutputs(outputs)
            .addIntegerArguments(integers)
            .build(),
        all);
  }

  /** Computes it. */
  public void run() {
    try {
      Nd4j.getExecutioner().exec(operation, context);
    } finally {
      Reference.reachabilityFence(arrays);
    }
  }
}
