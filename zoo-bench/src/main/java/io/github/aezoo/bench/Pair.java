package io.github.aezoo.bench;

import java.util.Arrays;

/**
 * Two ways to do the same, timed in turn: A B A B. The machine's speed changes from minute to
 * minute; it is the same for neighbours.
 *
 * @param ours samples a second, the median of the rounds
 * @param theirs the same of the other
 * @param ratio the median of the rounds' ratios, ours to theirs
 * @param lowest the lowest ratio of a round
 * @param highest the highest one
 */
record Pair(double ours, double theirs, double ratio, double lowest, double highest) {
  /** How long, and how often. */
  record Effort(double warmUp, double seconds, int rounds) {}

  /**
   * Times both.
   *
   * @param samples of one call
   */
  static Pair of(Effort effort, int samples, Runnable ours, Runnable theirs) {
    rate(effort.warmUp(), samples, ours);
    rate(effort.warmUp(), samples, theirs);
    double[] a = new double[effort.rounds()];
    double[] b = new double[effort.rounds()];
    double[] ratios = new double[effort.rounds()];
    for (int i = 0; i < effort.rounds(); i++) {
      a[i] = rate(effort.seconds(), samples, ours);
      b[i] = rate(effort.seconds(), samples, theirs);
      ratios[i] = a[i] / b[i];
    }
    return new Pair(
        median(a),
        median(b),
        median(ratios),
        Arrays.stream(ratios).min().orElseThrow(),
        Arrays.stream(ratios).max().orElseThrow());
  }

  private static double rate(double seconds, int samples, Runnable call) {
    long begun = System.nanoTime();
    long end = begun + (long) (seconds * 1e9);
    long calls = 0;
    do {
      call.run();
      calls++;
    } while (System.nanoTime() < end);
    return calls * samples / ((System.nanoTime() - begun) / 1e9);
  }

  private static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
