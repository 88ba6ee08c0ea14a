package io.github.aezoo.model.plan;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An operation of ND4J on arrays that stay the same, prepared once: half of what a call of one
 * costs is its preparation.
 */
public final class Product {
  private final CustomOp operation;
  private final OpContext context;

  // The context holds their memory, not the arrays.
  private final INDArray[] arrays;

  private Product(CustomOp operation, INDArray... arrays) {
    this.operation = operation;
    this.arrays = arrays;
    context = Nd4j.getExecutioner().buildContext();
    context.setInputArrays(operation.inputArguments());
    context.setOutputArrays(operation.outputArguments());
    context.setIArguments(operation.iArgs());
  }

  /** {@code out = a b}, where either may be transposed first. */
  public static Product of(
      INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray out) {
    return new Product(
        DynamicCustomOp.builder("matmul")
            .addInputs(a, b)
            .addOutputs(out)
            .addIntegerArguments(transposeA ? 1 : 0, transposeB ? 1 : 0)
            .build(),
        a,
        b,
        out);
  }

  /** Computes it. */
  public void run() {
    Nd4j.getExecutioner().exec(operation, context);
    java.lang.ref.Reference.reachabilityFence(arrays);
  }
}
