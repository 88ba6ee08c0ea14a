package io.github.aezoo.report;

import io.github.aezoo.report.Section.Mark;
import io.github.aezoo.report.Section.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Bins of scores, one of whose edges is the threshold. Scores above 0 that span much are binned by
 * their logarithm.
 *
 * @param first edge, after the logarithm
 * @param width of a bin, after the logarithm
 * @param count of bins; the first and the last also take what lies beyond
 * @param logarithmic whether edges are logarithms
 * @param edge how many bins are below the threshold
 * @param threshold itself; empty when there is none
 */
record ScoreBars(
    double first,
    double width,
    int count,
    boolean logarithmic,
    int edge,
    Optional<Double> threshold) {
  private static final int BINS = 24;
  private static final double MUCH = 20;

  /** Beyond it lie scores that would squeeze the others into one bin. */
  private static final double OUTERMOST = 0.995;

  /** A histogram of scores, of normal samples and anomalies apart where they are known. */
  static Section section(
      String title,
      String score,
      double[] scores,
      Optional<boolean[]> anomalies,
      Optional<Double> threshold) {
    ScoreBars bins = of(scores, threshold);
    List<Series> series = new ArrayList<>();
    if (anomalies.isPresent()) {
      boolean[] are = anomalies.get();
      series.add(new Series("normal", bins.shares(scores, i -> !are[i])));
      series.add(new Series("anomalies", bins.shares(scores, i -> are[i])));
    } else {
      series.add(new Series("rows", bins.shares(scores, i -> true)));
    }
    return new Section.Bars(
        title,
        "Distribution of the scores, %s%s; the last bar includes all higher scores%s."
            .formatted(
                anomalies.isPresent()
                    ? "in percent of the normal rows and of the anomalies"
                    : "in percent of all rows",
                bins.logarithmic ? "; bins have equal width on a logarithmic scale" : "",
                threshold
                    .map(t -> "; rows above the threshold %s are flagged".formatted(said(t)))
                    .orElse("; the card has no threshold")),
        score + ", from",
        "percent",
        IntStream.range(0, bins.count).mapToObj(i -> said(bins.lower(i))).toList(),
        series,
        threshold.map(t -> new Mark(bins.edge, "threshold")));
  }

  /** Bins for some scores. */
  static ScoreBars of(double[] scores, Optional<Double> threshold) {
    double[] finite = Arrays.stream(scores).filter(Double::isFinite).sorted().toArray();
    double[] sorted = finite.length == 0 ? new double[1] : finite;
    double least = Math.min(sorted[0], threshold.orElse(sorted[0]));
    double most = sorted[(int) Math.ceil(OUTERMOST * (sorted.length - 1))];
    most = Math.max(most, threshold.orElse(most));
    boolean logarithmic = least > 0 && most > MUCH * least;
    double low = logarithmic ? Math.log(least) : least;
    double high = logarithmic ? Math.log(most) : most;
    double width = high > low ? (high - low) / BINS : 1;
    if (threshold.isEmpty()) {
      return new ScoreBars(low, width, BINS, logarithmic, 0, threshold);
    }
    double t = logarithmic ? Math.log(threshold.get()) : threshold.get();
    int below = Math.max(1, (int) Math.ceil((t - low) / width));
    int above = Math.max(1, (int) Math.ceil((high - t) / width));
    return new ScoreBars(t - below * width, width, below + above, logarithmic, below, threshold);
  }

  private double lower(int bin) {
    double at = first + bin * width;
    return logarithmic ? Math.exp(at) : at;
  }

  /** The bin of a score; a threshold itself is not above the threshold. */
  int bin(double score) {
    double at = logarithmic ? Math.log(Math.max(score, Double.MIN_NORMAL)) : score;
    int bin = (int) Math.max(0, Math.min(count - 1, Math.ceil((at - first) / width) - 1));
    // Logarithms round; what is flagged must not.
    return threshold
        .map(t -> score > t ? Math.max(bin, edge) : Math.min(bin, edge - 1))
        .orElse(bin);
  }

  private List<Double> shares(double[] scores, IntPredicate which) {
    double[] counts = new double[count];
    int all = 0;
    for (int i = 0; i < scores.length; i++) {
      if (which.test(i)) {
        counts[bin(scores[i])]++;
        all++;
      }
    }
    int total = all;
    return Arrays.stream(counts).mapToObj(c -> 100 * c / total).toList();
  }

  private static String said(double score) {
    return String.format(Locale.ROOT, "%.3g", score);
  }
}
