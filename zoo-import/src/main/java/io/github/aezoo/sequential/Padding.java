package io.github.aezoo.sequential;

import io.github.aezoo.io.ZooException;

/**
 * Rows and columns around maps: added before a convolution, taken away after a transposed one.
 *
 * @param top rows, 0 to 1024
 * @param bottom rows, 0 to 1024
 * @param left columns, 0 to 1024
 * @param right columns, 0 to 1024
 */
public record Padding(int top, int bottom, int left, int right) {
  /** Nothing. */
  public static final Padding NONE = new Padding(0, 0, 0, 0);

  private static final int MAX = 1024;

  /** Checks the ranges. */
  public Padding {
    for (int n : new int[] {top, bottom, left, right}) {
      if (n < 0 || n > MAX) {
        throw new ZooException("key 'padding': 0 to %d expected; got %d".formatted(MAX, n));
      }
    }
  }

  /** Top, bottom, left and right. */
  public static Padding of(int... sides) {
    return new Padding(sides[0], sides[1], sides[2], sides[3]);
  }

  /** As many rows above as below, as many columns on either side. */
  boolean isSymmetric() {
    return top == bottom && left == right;
  }

  /**
   * What TensorFlow calls {@code same}: the output has the input's size over the stride, rounded
   * up; an odd row or column is added at the end (<a
   * href="https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2">definition</a>).
   */
  public static Padding same(Size in, Window window, int dilation) {
    int rows = total(in.height(), (window.height() - 1) * dilation + 1, window.down());
    int columns = total(in.width(), (window.width() - 1) * dilation + 1, window.right());
    return split(rows, columns);
  }

  /** The same for a transposed convolution, whose output has the input's size times the stride. */
  public static Padding sameTransposed(Window window) {
    return split(
        Math.max(0, window.height() - window.down()), Math.max(0, window.width() - window.right()));
  }

  private static int total(int in, int kernel, int stride) {
    int out = (in + stride - 1) / stride;
    return Math.max(0, (out - 1) * stride + kernel - in);
  }

  private static Padding split(int rows, int columns) {
    return new Padding(rows / 2, rows - rows / 2, columns / 2, columns - columns / 2);
  }
}
