package io.github.aezoo.sequential;

import io.github.aezoo.io.Tensor;

/** Orders of values in a row: maps one after the other here, pixel by pixel in some programs. */
public final class Orders {
  private Orders() {}

  /**
   * Where each value of maps {@code [C, H, W]} is in a row {@code [H, W, C]}: {@code order[i]} is
   * the place there of value {@code i} here.
   */
  public static int[] channelsLast(Size maps) {
    int[] order = new int[maps.values()];
    int plane = maps.height() * maps.width();
    for (int i = 0; i < order.length; i++) {
      order[i] = i % plane * maps.channels() + i / plane;
    }
    return order;
  }

  /** A tensor whose last dimension is reordered, or has some of its values alone. */
  static Tensor columns(Tensor tensor, int[] order) {
    long[] shape = tensor.shape().clone();
    int width = Math.toIntExact(shape[shape.length - 1]);
    int rows = tensor.values().length / width;
    shape[shape.length - 1] = order.length;
    float[] values = new float[rows * order.length];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < order.length; i++) {
        values[row * order.length + i] = tensor.values()[row * width + order[i]];
      }
    }
    return new Tensor(shape, values);
  }

  /** A matrix whose rows are reordered. */
  public static Tensor rows(Tensor matrix, int[] order) {
    int width = Math.toIntExact(matrix.shape()[1]);
    float[] values = new float[matrix.values().length];
    for (int i = 0; i < order.length; i++) {
      System.arraycopy(matrix.values(), order[i] * width, values, i * width, width);
    }
    return new Tensor(matrix.shape(), values);
  }

  /**
   * A tensor with its dimensions in another order.
   *
   * @param axes which of the old dimensions each of the new ones is
   */
  public static Tensor transposed(Tensor tensor, int... axes) {
    int rank = axes.length;
    long[] shape = new long[rank];
    long[] step = new long[rank];
    for (int d = 0; d < rank; d++) {
      shape[d] = tensor.shape()[axes[d]];
      long stride = 1;
      for (int e = axes[d] + 1; e < rank; e++) {
        stride *= tensor.shape()[e];
      }
      step[d] = stride;
    }
    float[] values = new float[tensor.values().length];
    long[] at = new long[rank];
    for (int i = 0; i < values.length; i++) {
      long from = 0;
      for (int d = 0; d < rank; d++) {
        from += at[d] * step[d];
      }
      values[i] = tensor.values()[(int) from];
      for (int d = rank - 1; d >= 0 && ++at[d] == shape[d]; d--) {
        at[d] = 0;
      }
    }
    return new Tensor(shape, values);
  }
}
