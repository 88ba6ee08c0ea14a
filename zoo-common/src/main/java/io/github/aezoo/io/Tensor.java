package io.github.aezoo.io;

import java.util.Arrays;

/**
 * A named array's content: float32 values in row-major order.
 *
 * @param shape sizes, slowest first
 * @param values as many as the sizes' product; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier between files and networks
public record Tensor(long[] shape, float[] values) {
  /** Checks that the values fill the shape. */
  public Tensor {
    long n = 1;
    for (long s : shape) {
      n = Math.multiplyExact(n, s);
    }
    if (n != values.length) {
      throw new IllegalArgumentException(
          "a tensor " + Arrays.toString(shape) + " has " + n + " values; got " + values.length);
    }
  }

  /** A one-dimensional tensor. */
  public static Tensor of(float... values) {
    return new Tensor(new long[] {values.length}, values);
  }

  /** So many times one value, one-dimensional. */
  public static Tensor filled(int n, double value) {
    float[] values = new float[n];
    Arrays.fill(values, (float) value);
    return of(values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor t
        && Arrays.equals(shape, t.shape)
        && Arrays.equals(values, t.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
