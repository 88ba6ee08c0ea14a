package io.github.aezoo.detect;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The result of a detector for one sample.
 *
 * @param score the higher, the more likely it is an anomaly
 * @param threshold of the detector; empty when it has none
 * @param reasons the columns or pixels that raise the reconstruction's error most, the largest
 *     first
 */
public record Finding(double score, OptionalDouble threshold, List<Contributions.Part> reasons) {
  /** Takes a copy. */
  public Finding {
    reasons = List.copyOf(reasons);
  }

  /** Whether the score is above the threshold; false without one. */
  public boolean flagged() {
    return threshold.isPresent() && score > threshold.getAsDouble();
  }
}
