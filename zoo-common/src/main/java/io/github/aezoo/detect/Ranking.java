package io.github.aezoo.detect;

import io.github.aezoo.io.ZooException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Ranking metrics and thresholds of anomaly scores. */
public final class Ranking {
  private Ranking() {}

  /**
   * The area under the receiver operating characteristic: how often an anomaly scores higher than a
   * normal one, ties counted half (Mann and Whitney 1947, <a
   * href="https://doi.org/10.1214/aoms/1177730491">doi:10.1214/aoms/1177730491</a>).
   *
   * @param scores higher for what is more likely an anomaly
   * @param anomaly which are
   * @throws ZooException when there is no anomaly, or nothing else
   */
  public static double auroc(double[] scores, boolean[] anomaly) {
    Integer[] order = falling(scores, anomaly);
    long positives = count(anomaly);
    long negatives = anomaly.length - positives;
    double pairs = 0;
    long before = 0;
    for (int from = 0; from < order.length; ) {
      int to = tiesEnd(scores, order, from);
      long anomalies = anomalies(anomaly, order, from, to);
      long normal = to - from - anomalies;
      pairs += normal * (before + anomalies / 2.0);
      before += anomalies;
      from = to;
    }
    return pairs / ((double) positives * negatives);
  }

  /**
   * Average precision: the precision at each threshold, weighted by what it adds to recall; no
   * interpolation, equal scores are one threshold, as in scikit-learn.
   *
   * @throws ZooException when there is no anomaly, or nothing else
   */
  public static double averagePrecision(double[] scores, boolean[] anomaly) {
    Integer[] order = falling(scores, anomaly);
    long positives = count(anomaly);
    double sum = 0;
    long found = 0;
    for (int from = 0; from < order.length; ) {
      int to = tiesEnd(scores, order, from);
      long anomalies = anomalies(anomaly, order, from, to);
      found += anomalies;
      sum += (double) anomalies / positives * found / to;
      from = to;
    }
    return sum;
  }

  /**
   * A threshold that a new normal score exceeds with at most the probability that is asked for,
   * when it is drawn as the held-out ones were: the {@code ceil((n + 1) (1 - rate))}-th smallest
   * (split conformal prediction, Lei et al. 2018, <a
   * href="https://arxiv.org/abs/1604.04173">arXiv:1604.04173</a>).
   *
   * @param normal scores of normal samples that nothing was learned from
   * @param rate of false alarms, in (0, 1)
   * @throws ZooException when there are too few for the rate
   */
  public static double threshold(double[] normal, double rate) {
    int rank = rank(normal.length, rate);
    if (rank > normal.length) {
      throw new ZooException(
          "a false-alarm rate of %s needs %,d held-out normal samples; got %,d: hold out more, or use a higher rate"
              .formatted(rate, needed(rate), normal.length));
    }
    double[] sorted = normal.clone();
    Arrays.sort(sorted);
    return sorted[rank - 1];
  }

  /** The indices of the highest scores, the highest first. */
  public static int[] highest(double[] scores, int count) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> scores[i]).reversed())
        .limit(count)
        .mapToInt(i -> i)
        .toArray();
  }

  /** The fewest held-out samples that a threshold of a false-alarm rate can be taken from. */
  public static int needed(double rate) {
    int n = Math.max(1, (int) Math.floor(1 / rate) - 2);
    while (rank(n, rate) > n) {
      n++;
    }
    return n;
  }

  private static int rank(int n, double rate) {
    // 100 * (1 - 0.01) is not quite 99 in binary.
    return (int) Math.ceil((n + 1) * (1 - rate) - 1e-9);
  }

  private static Integer[] falling(double[] scores, boolean[] anomaly) {
    long positives = count(anomaly);
    if (scores.length != anomaly.length || positives == 0 || positives == anomaly.length) {
      throw new ZooException(
          "anomalies and normal samples expected, one score each; got %,d scores, %,d anomalies of %,d"
              .formatted(scores.length, positives, anomaly.length));
    }
    for (double score : scores) {
      if (Double.isNaN(score)) {
        throw new ZooException("scores that can be compared expected; got NaN");
      }
    }
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> scores[i]).reversed())
        .toArray(Integer[]::new);
  }

  private static long count(boolean... anomaly) {
    return IntStream.range(0, anomaly.length).filter(i -> anomaly[i]).count();
  }

  private static int tiesEnd(double[] scores, Integer[] order, int from) {
    int to = from + 1;
    while (to < order.length && scores[order[to]] == scores[order[from]]) {
      to++;
    }
    return to;
  }

  private static long anomalies(boolean[] anomaly, Integer[] order, int from, int to) {
    return IntStream.range(from, to).filter(i -> anomaly[order[i]]).count();
  }
}
