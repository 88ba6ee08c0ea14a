package io.github.aezoo.eval;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of one model on one split of a data set; immutable, and unchanged by writing and
 * reading JSON.
 *
 * @param dataset the data set's name
 * @param split {@code train}, {@code validation} or {@code test}
 * @param samples how many images were measured
 * @param corruption the specification of what damaged the inputs; null when they were clean
 * @param corruptionSeed decides that damage; null when inputs were clean
 * @param metrics mean over images by metric id, in the order of reports
 * @param classes one row a class; empty without labels
 * @param msePercentiles of the images' mean squared errors: p1, p5, p25, p50, p75, p95, p99, max
 * @param extremes images worth looking at
 */
public record Evaluation(
    String dataset,
    String split,
    int samples,
    String corruption,
    Long corruptionSeed,
    Map<String, Double> metrics,
    List<ClassScores> classes,
    Map<String, Double> msePercentiles,
    Extremes extremes) {

  /** Takes copies that keep the order. */
  public Evaluation {
    metrics = ordered(metrics);
    classes = classes == null ? List.of() : List.copyOf(classes);
    msePercentiles = ordered(msePercentiles);
    extremes = extremes == null ? new Extremes(List.of(), List.of(), List.of()) : extremes;
  }

  /**
   * One class.
   *
   * @param name of the class
   * @param samples how many of its images were measured
   * @param metrics mean over these images by metric id
   */
  public record ClassScores(String name, int samples, Map<String, Double> metrics) {
    /** Takes a copy that keeps the order. */
    public ClassScores {
      metrics = ordered(metrics);
    }
  }

  /**
   * Indices of images by mean squared error, each list from the better to the worse.
   *
   * @param best the smallest errors
   * @param median errors about the median
   * @param worst the largest errors
   */
  public record Extremes(List<Integer> best, List<Integer> median, List<Integer> worst) {
    /** Takes copies. */
    public Extremes {
      best = List.copyOf(best);
      median = List.copyOf(median);
      worst = List.copyOf(worst);
    }
  }

  /**
   * One metric's value.
   *
   * @throws IllegalArgumentException when it was not measured
   */
  public double metric(String id) {
    Double value = metrics.get(id);
    if (value == null) {
      throw new IllegalArgumentException(
          "no metric " + id + "; known metrics are " + metrics.keySet());
    }
    return value;
  }

  private static Map<String, Double> ordered(Map<String, Double> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
