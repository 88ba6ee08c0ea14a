package io.github.aezoo.eval;

import io.github.aezoo.data.Shape;

/**
 * A metric of one reconstruction and its target; the value of a split is the mean over its images.
 */
public interface ImageMetric {
  /** Name, unit and direction. */
  Metric metric();

  /** Whether images of this shape can be measured; where they cannot, the metric is absent. */
  default boolean appliesTo(Shape shape) {
    return true;
  }

  /**
   * Measures one image of a batch; free of side effects, so that threads may share the metric.
   *
   * @param target pixels in [0, 1]
   * @param reconstruction finite values, laid out as the target
   * @param offset where the image begins in both arrays
   * @param shape {@code [C, H, W]}
   */
  double of(float[] target, float[] reconstruction, int offset, Shape shape);
}
