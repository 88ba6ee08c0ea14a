package io.github.aezoo.contractive;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The Jacobian of layers one behind the other, image by image in the same memory: to take fresh
 * memory for every image costs more than the products.
 */
final class StackJacobian {
  private final List<INDArray> weights;
  private final List<INDArray> slopes;
  private final INDArray gram;

  /** A column for each value of the code, {@code [units, K]}, of every layer but the last. */
  private final List<INDArray> columns = new ArrayList<>();

  private final INDArray product;

  /**
   * Reserves memory.
   *
   * @param weights of every layer, {@code [in, out]}, outermost first; at least two
   * @param slopes of every layer's activation, {@code [N, out]}
   * @param gram the outermost layer's weights, {@code W^T W}
   */
  StackJacobian(List<INDArray> weights, List<INDArray> slopes, INDArray gram) {
    this.weights = weights;
    this.slopes = slopes;
    this.gram = gram;
    long k = weights.get(weights.size() - 1).size(1);
    for (INDArray layer : weights.subList(0, weights.size() - 1)) {
      columns.add(memory(layer, k));
    }
    product = memory(weights.get(0), k);
  }

  private static INDArray memory(INDArray layer, long k) {
    // Column by column, as BLAS takes and gives matrices: nothing is copied or rearranged.
    return Nd4j.createUninitialized(layer.dataType(), new long[] {layer.size(1), k}, 'f');
  }

  /**
   * The squared Frobenius norm at one image.
   *
   * <p>Columns d code_j / d (layer's input to its activation) are carried from the code outwards.
   * The outermost layer's weights enter by their Gram matrix, as {@code |W c|^2 = <W^T W c, c>};
   * the slope of a code's own value is a factor of its whole column, so it comes last.
   */
  double squaredNorm(int image) {
    int last = weights.size() - 1;
    for (int layer = last - 1; layer >= 0; layer--) {
      INDArray here = columns.get(layer);
      if (layer == last - 1) {
        here.assign(weights.get(last));
      } else {
        Nd4j.gemm(weights.get(layer + 1), columns.get(layer + 1), here, false, false, 1, 0);
      }
      here.muliColumnVector(slope(layer, image).reshape(-1, 1));
    }
    Nd4j.gemm(gram, columns.get(0), product, false, false, 1, 0);
    INDArray squares = product.muli(columns.get(0)).sum(0);
    INDArray own = slope(last, image);
    return squares.muli(own).muli(own).sumNumber().doubleValue();
  }

  private INDArray slope(int layer, int image) {
    INDArray all = slopes.get(layer);
    // ND4J 1.0.0-M1.1 gives the only row of a matrix as a matrix.
    return all.getRow(image).dup().reshape(all.size(1));
  }
}
