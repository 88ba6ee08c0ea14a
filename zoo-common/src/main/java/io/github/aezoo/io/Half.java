package io.github.aezoo.io;

/**
 * IEEE 754 half precision (binary16), which weights may be stored in: half the bytes for a relative
 * rounding error of at most 2^-11. Java has it from version 20 on only.
 */
public final class Half {
  /** The largest finite value. */
  public static final float MAX = 65_504;

  private static final int EXPONENT_BIAS = 127 - 15;

  private Half() {}

  /**
   * The nearest half, ties to even.
   *
   * @throws IllegalArgumentException when the value is not finite or would round to infinity
   */
  public static short of(float value) {
    float magnitude = Math.abs(value);
    // 65520 lies half-way between the largest half and the next power of two.
    if (!(magnitude < 65_520)) {
      throw new IllegalArgumentException("a half is at most " + MAX + "; got " + value);
    }
    int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
    if (magnitude < 0x1p-14f) {
      // Subnormal halves are multiples of 2^-24; rint rounds ties to even.
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
    }
    int bits = Float.floatToRawIntBits(magnitude) - (EXPONENT_BIAS << 23);
    int kept = bits >>> 13;
    int dropped = bits & 0x1fff;
    boolean up = dropped > 0x1000 || (dropped == 0x1000 && (kept & 1) == 1);
    // A carry out of the mantissa raises the exponent, as it should.
    return (short) (sign | kept + (up ? 1 : 0));
  }

  /** The value of a half: exact; infinite and NaN where the bits say so. */
  public static float toFloat(short half) {
    int exponent = half >>> 10 & 0x1f;
    int mantissa = half & 0x3ff;
    float magnitude;
    if (exponent == 0) {
      magnitude = mantissa * 0x1p-24f;
    } else if (exponent == 0x1f) {
      magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      magnitude = Float.intBitsToFloat((exponent + EXPONENT_BIAS) << 23 | mantissa << 13);
    }
    return half < 0 ? -magnitude : magnitude;
  }

  /** A tensor with every value rounded to the nearest half. */
  public static Tensor rounded(Tensor tensor) {
    float[] values = tensor.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = toFloat(of(values[i]));
    }
    return new Tensor(tensor.shape(), values);
  }
}
