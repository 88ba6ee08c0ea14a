package io.github.aezoo.plan;

/**
 * Functions of values on the heap that the Java compiler turns into vector instructions: additions,
 * products, quotients, minima and maxima alone.
 *
 * <p>The hyperbolic tangent is a rational function of degrees 13 and 6 of an argument clipped to
 * [-7.9, 7.9], with the coefficients of <a href="https://eigen.tuxfamily.org">Eigen</a>'s {@code
 * generic_fast_tanh_float}; the others follow from it. Against {@link Math}, a sigmoid is wrong by
 * at most 1.5e-7, a hyperbolic tangent by 3e-7.
 */
final class Loops {
  private static final float CLIP = 7.905311f;

  private Loops() {}

  private static float tanh(float x) {
    float v = Math.min(CLIP, Math.max(-CLIP, x));
    float s = v * v;
    float p = -2.7607684e-16f;
    p = p * s + 2.000188e-13f;
    p = p * s - 8.604672e-11f;
    p = p * s + 5.1222973e-8f;
    p = p * s + 1.48572235e-5f;
    p = p * s + 0.00063726195f;
    p = p * s + 0.0048935246f;
    float q = 1.1982584e-6f;
    q = q * s + 0.00011853471f;
    q = q * s + 0.0022684347f;
    q = q * s + 0.004893525f;
    return Math.min(1f, Math.max(-1f, p * v / q));
  }

  /** {@code -log(x)} for x in [1/2, 1], by the series of the inverse hyperbolic tangent. */
  private static float minusLog(float x) {
    float u = (1f - x) / (1f + x);
    float s = u * u;
    float p = 2f / 15;
    p = p * s + 2f / 13;
    p = p * s + 2f / 11;
    p = p * s + 2f / 9;
    p = p * s + 2f / 7;
    p = p * s + 2f / 5;
    p = p * s + 2f / 3;
    p = p * s + 2f;
    return p * u;
  }

  static void sigmoid(float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = 0.5f + 0.5f * tanh(x[i] * 0.5f);
    }
  }

  static void tanh(float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = tanh(x[i]);
    }
  }

  static void relu(float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = Math.max(0f, x[i]);
    }
  }

  /** {@code exp(x) - 1} of negative values: {@code 2t / (1 - t)} with {@code t = tanh(x / 2)}. */
  static void elu(float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      float t = tanh(Math.min(0f, x[i]) * 0.5f);
      x[i] = Math.max(0f, x[i]) + 2f * t / (1f - t);
    }
  }

  /** {@code log(1 + exp(x)) = max(x, 0) - log(sigmoid(|x|))}. */
  static void softplus(float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] = Math.max(0f, x[i]) + minusLog(0.5f + 0.5f * tanh(Math.abs(x[i]) * 0.5f));
    }
  }

  // What a gradient is multiplied by, from the value y of a function.

  static void sigmoidSlope(float[] gradient, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      gradient[i] *= y[i] * (1f - y[i]);
    }
  }

  static void tanhSlope(float[] gradient, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      gradient[i] *= 1f - y[i] * y[i];
    }
  }

  /** 1 for positive values; a comparison would be a branch that cannot be foreseen. */
  static void reluSlope(float[] gradient, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      gradient[i] *= Math.min(1f, y[i] * Float.MAX_VALUE);
    }
  }

  static void eluSlope(float[] gradient, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      gradient[i] *= Math.min(1f, y[i] + 1f);
    }
  }

  /** {@code 1 - exp(-y) = 2t / (1 + t)} with {@code t = tanh(y / 2)}. */
  static void softplusSlope(float[] gradient, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      float t = tanh(y[i] * 0.5f);
      gradient[i] *= 2f * t / (1f + t);
    }
  }

  /** Adds the same values to each of {@code rows} rows. */
  static void addToRows(float[] x, int from, int rows, float[] values) {
    int n = values.length;
    for (int r = 0; r < rows; r++) {
      int at = from + r * n;
      for (int j = 0; j < n; j++) {
        x[at + j] += values[j];
      }
    }
  }

  /** Sums {@code rows} rows of {@code sums.length} values. */
  static void sumRows(float[] x, int from, int rows, float[] sums) {
    int n = sums.length;
    System.arraycopy(x, from, sums, 0, n);
    for (int r = 1; r < rows; r++) {
      int at = from + r * n;
      for (int j = 0; j < n; j++) {
        sums[j] += x[at + j];
      }
    }
  }

  static void add(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] += y[i];
    }
  }

  static double sum(float[] x, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += x[i];
    }
    return sum;
  }

  /** Cross-entropy of targets and logits, value by value: {@code softplus(z) - t z}. */
  static void crossEntropy(float[] z, float[] target, int from, int to, float[] into) {
    for (int i = from; i < to; i++) {
      float x = z[i];
      into[i - from] =
          Math.max(0f, x) + minusLog(0.5f + 0.5f * tanh(Math.abs(x) * 0.5f)) - target[i] * x;
    }
  }
}
