package io.github.aezoo.eval;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.corruption.Corruption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Every image's value of every metric, and what they come to. */
final class ErrorTally {
  private static final double[] PERCENTS = {1, 5, 25, 50, 75, 95, 99};
  private static final int EXTREMES = 20;

  private final List<ImageMetric> metrics;
  private final int[] indices;
  private final double[][] values;
  private final double[] mse;

  ErrorTally(List<ImageMetric> metrics, int[] indices) {
    this.metrics = metrics;
    this.indices = indices;
    this.values = new double[metrics.size()][indices.length];
    int at = metrics.indexOf(Metrics.MSE);
    this.mse = at >= 0 ? values[at] : new double[indices.length];
  }

  int index(int position) {
    return indices[position];
  }

  /** Each position is written once and by one thread. */
  void measure(int position, float[] target, float[] out, int offset, Shape shape) {
    for (int m = 0; m < values.length; m++) {
      values[m][position] = metrics.get(m).of(target, out, offset, shape);
    }
    if (!metrics.contains(Metrics.MSE)) {
      mse[position] = Metrics.MSE.of(target, out, offset, shape);
    }
  }

  Evaluation summary(Dataset data, Split split, Corruption corruption, long seed) {
    return new Evaluation(
        data.name(),
        split.id(),
        indices.length,
        corruption == null ? null : corruption.spec(),
        corruption == null ? null : seed,
        means(position -> true),
        classes(data, split),
        percentiles(),
        extremes());
  }

  private Map<String, Double> means(IntPredicate which) {
    Map<String, Double> means = new LinkedHashMap<>();
    for (int m = 0; m < values.length; m++) {
      double sum = 0;
      int n = 0;
      for (int i = 0; i < indices.length; i++) {
        if (which.test(i)) {
          sum += values[m][i];
          n++;
        }
      }
      means.put(metrics.get(m).metric().id(), sum / n);
    }
    return means;
  }

  private List<Evaluation.ClassScores> classes(Dataset data, Split split) {
    int[] labels = new int[indices.length];
    Map<Integer, Integer> counts = new TreeMap<>();
    for (int i = 0; i < indices.length; i++) {
      OptionalInt label = data.label(split, indices[i]);
      labels[i] = label.orElse(-1);
      if (label.isPresent()) {
        counts.merge(label.getAsInt(), 1, Integer::sum);
      }
    }
    List<String> names = data.classes();
    List<Evaluation.ClassScores> rows = new ArrayList<>();
    counts.forEach(
        (label, count) -> {
          String name = label < names.size() ? names.get(label) : String.valueOf(label);
          rows.add(new Evaluation.ClassScores(name, count, means(i -> labels[i] == label)));
        });
    return rows;
  }

  private Map<String, Double> percentiles() {
    double[] sorted = mse.clone();
    Arrays.sort(sorted);
    Map<String, Double> result = new LinkedHashMap<>();
    for (double percent : PERCENTS) {
      result.put("p" + (int) percent, percentile(sorted, percent));
    }
    result.put("max", sorted[sorted.length - 1]);
    return result;
  }

  /** Linear between the two nearest ranks, as NumPy and R (type 7) do. */
  static double percentile(double[] sorted, double percent) {
    double rank = percent / 100 * (sorted.length - 1);
    int below = (int) Math.floor(rank);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }

  private Evaluation.Extremes extremes() {
    int[] byError =
        IntStream.range(0, indices.length)
            .boxed()
            .sorted((a, b) -> Double.compare(mse[a], mse[b]))
            .mapToInt(position -> indices[position])
            .toArray();
    int n = Math.min(EXTREMES, byError.length);
    return new Evaluation.Extremes(
        slice(byError, 0, n),
        slice(byError, (byError.length - n) / 2, n),
        slice(byError, byError.length - n, n));
  }

  /** Images in the order of their errors; ties keep the order of the data set. */
  private static List<Integer> slice(int[] byError, int from, int n) {
    List<Integer> part = new ArrayList<>(n);
    for (int i = from; i < from + n; i++) {
      part.add(byError[i]);
    }
    return part;
  }
}
