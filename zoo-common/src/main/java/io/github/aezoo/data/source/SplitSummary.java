package io.github.aezoo.data.source;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * What the samples of a split hold.
 *
 * @param split which
 * @param samples how many
 * @param min the smallest value
 * @param max the largest value
 * @param mean of all values
 * @param standardDeviation of all values
 * @param sha256 of the split's content; empty when the data set does not tell
 */
public record SplitSummary(
    Split split,
    int samples,
    double min,
    double max,
    double mean,
    double standardDeviation,
    Optional<String> sha256) {
  /**
   * Reads all samples of all splits.
   *
   * @param read is told how many samples were read in all
   */
  public static List<SplitSummary> of(Dataset data, LongConsumer read) {
    List<SplitSummary> all = new ArrayList<>();
    long before = 0;
    for (Split split : data.splits()) {
      long from = before;
      all.add(of(data, split, done -> read.accept(from + done)));
      before += data.size(split);
    }
    return all;
  }

  private static SplitSummary of(Dataset data, Split split, LongConsumer read) {
    double sum = 0;
    double squares = 0;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    int n = data.size(split);
    for (int i = 0; i < n; i++) {
      for (float v : data.image(split, i)) {
        sum += v;
        squares += (double) v * v;
        low = Math.min(low, v);
        high = Math.max(high, v);
      }
      read.accept(i + 1);
    }
    double count = (double) n * data.shape().size();
    double mean = sum / count;
    return new SplitSummary(
        split,
        n,
        low,
        high,
        mean,
        Math.sqrt(Math.max(0, squares / count - mean * mean)),
        data.sha256(split));
  }
}
