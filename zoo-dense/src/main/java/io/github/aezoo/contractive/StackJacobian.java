package io.github.aezoo.contractive;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastCopyOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The Jacobian of layers one behind the other, of some images at once: a handful of operations
 * whatever their number.
 *
 * @param weights of every layer, {@code [in, out]}, outermost first; at least two
 * @param slopes of every layer's activation, {@code [N, out]}
 * @param gram the outermost layer's weights, {@code W^T W}
 */
record StackJacobian(List<INDArray> weights, List<INDArray> slopes, INDArray gram) {
  /**
   * The squared Frobenius norms at images {@code from} to {@code to}, without the last.
   *
   * <p>Columns d code_j / d (layer's input to its activation) are carried from the code outwards,
   * those of an image side by side. The outermost layer's weights enter by their Gram matrix, as
   * {@code |W c|^2 = <W^T W c, c>}; the slope of a code's own value is a factor of its whole
   * column, so it comes last.
   */
  double[] squaredNorms(int from, int to) {
    int last = weights.size() - 1;
    int n = to - from;
    long k = weights.get(last).size(1);
    INDArray columns = memory(weights.get(last - 1).size(1), k, n);
    INDArray code = weights.get(last);
    Nd4j.getExecutioner().exec(new BroadcastCopyOp(columns, code, columns, 0, 1));
    for (int layer = last - 1; layer >= 0; layer--) {
      if (layer < last - 1) {
        columns = product(weights.get(layer + 1), columns);
      }
      INDArray slope = slope(layer, from, to).transpose();
      Nd4j.getExecutioner().exec(new BroadcastMulOp(columns, slope, columns, 0, 2));
    }
    INDArray squares = product(gram, columns).muli(columns).sum(0);
    INDArray own = slope(last, from, to);
    return squares.reshape('f', k, n).transpose().mul(own).muli(own).sum(1).toDoubleVector();
  }

  /** Column by column, as BLAS takes and gives matrices: nothing is copied or rearranged. */
  private INDArray memory(long units, long k, long n) {
    return Nd4j.createUninitialized(gram.dataType(), new long[] {units, k, n}, 'f');
  }

  /** A matrix times columns {@code [units, K, N]}. */
  private INDArray product(INDArray matrix, INDArray columns) {
    long k = columns.size(1);
    long n = columns.size(2);
    INDArray result = memory(matrix.size(0), k, n);
    Nd4j.gemm(
        matrix,
        columns.reshape('f', columns.size(0), k * n),
        result.reshape('f', matrix.size(0), k * n),
        false,
        false,
        1,
        0);
    return result;
  }

  private INDArray slope(int layer, int from, int to) {
    return slopes.get(layer).get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
  }
}
