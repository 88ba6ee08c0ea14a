package io.github.aezoo.plan;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;
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
  private final Runnable work;

  // What works holds their memory, not the arrays.
  private final INDArray[] arrays;

  private Call(Runnable work, INDArray... arrays) {
    this.work = work;
    this.arrays = arrays;
  }

  /** One for each tile, prepared when the tile comes first. */
  static final class OfTiles {
    private final Map<Tile, Call> calls = new ConcurrentHashMap<>();
    private final Function<Tile, Call> preparation;

    OfTiles(Function<Tile, Call> preparation) {
      this.preparation = preparation;
    }

    void run(Tile tile) {
      calls.computeIfAbsent(tile, preparation).run();
    }
  }

  /**
   * {@code out = x W^T} for rows {@code x}, where {@code W} and {@code out} lie row by row without
   * gaps.
   */
  static Call linear(INDArray x, INDArray weights, INDArray out) {
    return x.size(0) == 1 ? ofOneRow(x, weights, out) : product(x, false, weights, true, out);
  }

  /** By BLAS itself: with a single row, an operation's way to the product is longer than that. */
  private static Call ofOneRow(INDArray x, INDArray weights, INDArray out) {
    FloatPointer w = new FloatPointer(weights.data().addressPointer());
    FloatPointer in = new FloatPointer(x.data().addressPointer());
    FloatPointer to = new FloatPointer(out.data().addressPointer());
    int rows = Math.toIntExact(weights.size(0));
    int columns = Math.toIntExact(weights.size(1));
    return new Call(
        () ->
            openblas_nolapack.cblas_sgemv(
                openblas_nolapack.CblasRowMajor,
                openblas_nolapack.CblasNoTrans,
                rows,
                columns,
                1,
                w,
                columns,
                in,
                1,
                0,
                to,
                1),
        x,
        weights,
        out);
  }

  /** {@code out = a b}. */
  static Call product(INDArray a, INDArray b, INDArray out) {
    return product(a, false, b, false, out);
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
    CustomOp operation =
        DynamicCustomOp.builder(name)
            .addInputs(inputs)
            .addOutputs(outputs)
            .addIntegerArguments(integers)
            .build();
    OpContext context = Nd4j.getExecutioner().buildContext();
    context.setInputArrays(operation.inputArguments());
    context.setOutputArrays(operation.outputArguments());
    context.setIArguments(operation.iArgs());
    return new Call(() -> Nd4j.getExecutioner().exec(operation, context), all);
  }

  /** Computes it. */
  public void run() {
    try {
      work.run();
    } finally {
      Reference.reachabilityFence(arrays);
    }
  }
}
