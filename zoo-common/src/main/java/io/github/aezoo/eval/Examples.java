package io.github.aezoo.eval;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import java.util.OptionalInt;

/** Chooses the samples that are shown by default. */
public final class Examples {
  private Examples() {}

  /** The split that is shown when nobody names one: the test split, or the first that there is. */
  public static Split shown(Dataset data) {
    return data.size(Split.TEST) > 0 ? Split.TEST : data.splits().iterator().next();
  }

  /**
   * Samples of the classes in turn; evenly spaced ones when there are no classes.
   *
   * @return at most {@code count} different indices in the split
   */
  public static int[] spread(Dataset data, Split split, int count) {
    int size = data.size(split);
    int n = Math.min(count, size);
    int[] indices = new int[n];
    boolean[] taken = new boolean[size];
    for (int i = 0; i < n; i++) {
      int index = (int) ((long) i * size / n);
      for (int j = 0; j < size && (taken[index] || !wanted(data, split, index, i)); j++) {
        index = (index + 1) % size;
      }
      // A class may have run out: then any image that was not taken yet.
      while (taken[index]) {
        index = (index + 1) % size;
      }
      taken[index] = true;
      indices[i] = index;
    }
    return indices;
  }

  private static boolean wanted(Dataset data, Split split, int index, int turn) {
    int classes = data.classes().size();
    return classes == 0 || data.label(split, index).equals(OptionalInt.of(turn % classes));
  }
}
