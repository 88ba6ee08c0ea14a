package io.github.aezoo.train;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What training cannot give: empty, or in words. */
final class Divergence {
  /** A loss this many times that of the first step is an explosion: a spike stays far below it. */
  private static final double EXPLOSION = 10;

  /** No weight of a network that learned something comes near. */
  private static final double HUGE_WEIGHT = 1e4;

  private Divergence() {}

  /**
   * In a loss.
   *
   * @param first that of the first step
   * @param least a measure of losses, for a first one that is small or negative
   */
  static Optional<String> ofLoss(double loss, double first, double least) {
    return Double.isFinite(loss) && loss <= explosion(first, least)
        ? Optional.empty()
        : Optional.of("the loss is " + loss);
  }

  /** Ten times the first loss, or as far above a first loss that is small or negative. */
  static double explosion(double first, double least) {
    return first + (EXPLOSION - 1) * Math.max(Math.abs(first), least);
  }

  /** In weights. */
  static Optional<String> ofWeights(INDArray weights) {
    // A maximum skips NaN, a sum does not.
    boolean finite = Double.isFinite(weights.sumNumber().doubleValue());
    double largest = finite ? weights.amaxNumber().doubleValue() : Double.NaN;
    return largest < HUGE_WEIGHT
        ? Optional.empty()
        : Optional.of("the largest weight is " + largest);
  }
}
