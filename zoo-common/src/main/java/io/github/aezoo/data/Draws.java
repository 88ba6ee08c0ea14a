package io.github.aezoo.data;

/**
 * Random numbers that are the same on every Java version and machine: SplitMix64 (Steele, Lea and
 * Flood 2014) with every derived draw spelled out, where {@code java.util} leaves bounded and
 * Gaussian draws to the version.
 *
 * <p>One instance belongs to one image; it is not thread-safe.
 */
public final class Draws {
  private long state;
  private double spare = Double.NaN;

  public Draws(long seed) {
    state = seed;
  }

  long nextLong() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Uniform in [0, 1), 53 bits. */
  public double uniform() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  public boolean coin() {
    return nextLong() < 0;
  }

  /** Uniform in {@code 0 .. n-1}; the bias is below {@code n / 2^63}. */
  public int below(int n) {
    return (int) ((nextLong() >>> 1) % n);
  }

  /** Standard normal by Marsaglia's polar method (1964), with StrictMath's logarithm. */
  public double gaussian() {
    if (!Double.isNaN(spare)) {
      double value = spare;
      spare = Double.NaN;
      return value;
    }
    double u;
    double v;
    double s;
    do {
      u = 2 * uniform() - 1;
      v = 2 * uniform() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s == 0);
    double factor = Math.sqrt(-2 * StrictMath.log(s) / s);
    spare = v * factor;
    return u * factor;
  }

  /**
   * About normal with mean 0 and standard deviation 1, but never beyond 3: the sum of three
   * uniforms. For shapes, where an outlier would be no digit any more.
   */
  public double bounded() {
    return 2 * (uniform() + uniform() + uniform()) - 3;
  }
}
