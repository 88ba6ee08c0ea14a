package io.github.aezoo.plan;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Parts of matrices that share their memory; {@code INDArray.get} is slower, and at times empty.
 */
final class Views {
  private Views() {}

  /** The rows {@code from .. to - 1}. */
  static INDArray rows(INDArray matrix, int from, int to) {
    return part(matrix, from, to - from, 0, matrix.size(1));
  }

  /** The columns {@code from .. to - 1}. */
  static INDArray columns(INDArray matrix, int from, int to) {
    return part(matrix, 0, matrix.size(0), from, to - from);
  }

  private static INDArray part(INDArray matrix, long row, long rows, long column, long columns) {
    return Nd4j.create(
        matrix.data(),
        new long[] {rows, columns},
        new long[] {matrix.stride(0), matrix.stride(1)},
        matrix.offset() + row * matrix.stride(0) + column * matrix.stride(1),
        'c');
  }
}
