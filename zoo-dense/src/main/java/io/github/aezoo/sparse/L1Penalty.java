package io.github.aezoo.sparse;

import java.util.Arrays;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * {@code coefficient * sum_j |c_j|} an image, as a DL4J layer that a code passes through unchanged.
 * At 0 the derivative is taken as 0.
 */
public final class L1Penalty extends CodePenalty {
  private static final long serialVersionUID = 1L;

  @JsonProperty private double coefficient;

  /** For DL4J's JSON. */
  L1Penalty() {}

  /** A penalty of so much a unit of activity. */
  public L1Penalty(double coefficient) {
    this.coefficient = coefficient;
  }

  @Override
  double anImage(INDArray codes) {
    return coefficient * codes.norm1Number().doubleValue() / codes.size(0);
  }

  @Override
  INDArray gradient(INDArray codes) {
    return Transforms.sign(codes, true).muli(coefficient);
  }

  @Override
  CodePenaltyOperation.Rule rule() {
    float weight = (float) coefficient;
    return new CodePenaltyOperation.Rule() {
      @Override
      public float of(float value) {
        return Math.abs(value);
      }

      @Override
      public double anImage(double[] sums, int n) {
        return coefficient * Arrays.stream(sums).sum() / n;
      }

      @Override
      public float[] ofColumns(double[] sums, int n) {
        return null;
      }

      @Override
      public float ofValue(float value) {
        return weight * Math.signum(value);
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof L1Penalty that
        && coefficient == that.coefficient
        && Objects.equals(getLayerName(), that.getLayerName());
  }

  @Override
  public int hashCode() {
    return Objects.hash(coefficient, getLayerName());
  }
}
