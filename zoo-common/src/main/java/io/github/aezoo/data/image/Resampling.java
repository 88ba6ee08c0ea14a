package io.github.aezoo.data.image;

/**
 * Cubic convolution (Keys 1981, a = -1/2) along one axis, the kernel stretched when the axis
 * shrinks, so that nothing finer than a target pixel is left to alias.
 *
 * <p>At equal sizes it is the identity. The image's border is not padded: weights inside it are
 * normalised to 1.
 *
 * @see <a href="https://doi.org/10.1109/TASSP.1981.1163711">Keys, Cubic convolution interpolation
 *     for digital image processing</a>
 */
final class Resampling {
  private final int[] first;
  private final float[][] weights;

  /** Weights from {@code from} pixels to {@code to} pixels. */
  Resampling(int from, int to) {
    this(from, from, to);
  }

  /**
   * The same from pixels the last of which is cut off.
   *
   * @param extent their length in pixels, at most {@code from}
   */
  Resampling(int from, double extent, int to) {
    double scale = extent / to;
    double stretch = Math.max(1, scale);
    double reach = 2 * stretch;
    this.first = new int[to];
    this.weights = new float[to][];
    for (int i = 0; i < to; i++) {
      // Pixel k covers [k, k + 1): its middle is k + 1/2.
      double middle = (i + 0.5) * scale;
      int low = (int) Math.max(0, Math.ceil(middle - reach - 0.5));
      int high = (int) Math.min(from - 1.0, Math.floor(middle + reach - 0.5));
      double[] w = new double[high - low + 1];
      double sum = 0;
      for (int k = low; k <= high; k++) {
        w[k - low] = kernel((k + 0.5 - middle) / stretch);
        sum += w[k - low];
      }
      first[i] = low;
      weights[i] = new float[w.length];
      for (int k = 0; k < w.length; k++) {
        weights[i][k] = (float) (w[k] / sum);
      }
    }
  }

  private static double kernel(double x) {
    double t = Math.abs(x);
    if (t < 1) {
      return (1.5 * t - 2.5) * t * t + 1;
    }
    return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
  }

  /** Resamples a row into another. */
  void row(float[] from, float[] to) {
    for (int i = 0; i < first.length; i++) {
      float sum = 0;
      for (int k = 0; k < weights[i].length; k++) {
        sum += weights[i][k] * from[first[i] + k];
      }
      to[i] = sum;
    }
  }

  /** The first target that source {@code k} and those after it may still reach. */
  int firstReached(int k, int start) {
    int i = start;
    while (i < first.length && first[i] + weights[i].length <= k) {
      i++;
    }
    return i;
  }

  /** Whether target {@code i} exists and its reach has begun at source {@code k}. */
  boolean begun(int i, int k) {
    return i < first.length && first[i] <= k;
  }

  /** The part of source {@code k} in target {@code i}; 0 outside its reach. */
  float weight(int i, int k) {
    int at = k - first[i];
    return at < 0 || at >= weights[i].length ? 0 : weights[i][at];
  }
}
