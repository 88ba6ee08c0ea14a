package io.github.aezoo.sparse;

import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * {@code coefficient * sum_j KL(rho || p_j)} an image, in nats, as a DL4J layer that a code passes
 * through unchanged; {@code p_j} is unit j's mean activation over the batch (Ng, <a
 * href="https://web.stanford.edu/class/cs294a/sparseAutoencoder.pdf">Sparse autoencoder, CS294A</a>
 * 2011).
 *
 * <p>Means are clipped to [1e-6, 1 - 1e-6], so that a unit that is stuck at 0 or 1 costs a finite
 * amount and has a gradient that leads it away.
 */
public final class KlPenalty extends CodePenalty {
  private static final long serialVersionUID = 1L;
  private static final double CLIP = 1e-6;

  @JsonProperty private double rho;
  @JsonProperty private double coefficient;

  /** For DL4J's JSON. */
  KlPenalty() {}

  /**
   * A penalty on mean activations.
   *
   * @param rho the mean activation that costs nothing, in (0, 1)
   */
  public KlPenalty(double rho, double coefficient) {
    this.rho = rho;
    this.coefficient = coefficient;
  }

  private static INDArray means(INDArray codes) {
    INDArray means = codes.mean(true, 0);
    return Transforms.min(Transforms.max(means, CLIP, false), 1 - CLIP, false);
  }

  @Override
  double anImage(INDArray codes) {
    double sum = 0;
    // In double: single precision has no room between 1 - CLIP and 1.
    for (double p : means(codes).toDoubleVector()) {
      sum += divergence(p);
    }
    return coefficient * sum;
  }

  @Override
  INDArray gradient(INDArray codes) {
    // N images share a mean and each counts 1/N in it: d (N * KL) / d activation = d KL / d p.
    INDArray p = means(codes);
    INDArray ofOn = p.rdiv(-rho);
    return p.rsubi(1).rdivi(1 - rho).addi(ofOn).muli(coefficient);
  }

  @Override
  CodePenaltyOperation.Rule rule() {
    return new CodePenaltyOperation.Rule() {
      @Override
      public float of(float value) {
        return value;
      }

      private double mean(double sum, int n) {
        return Math.min(1 - CLIP, Math.max(CLIP, sum / n));
      }

      @Override
      public double anImage(double[] sums, int n) {
        double all = 0;
        for (double sum : sums) {
          all += divergence(mean(sum, n));
        }
        return coefficient * all;
      }

      @Override
      public float[] ofColumns(double[] sums, int n) {
        float[] slopes = new float[sums.length];
        for (int j = 0; j < slopes.length; j++) {
          double p = mean(sums[j], n);
          slopes[j] = (float) (coefficient * ((1 - rho) / (1 - p) - rho / p));
        }
        return slopes;
      }

      @Override
      public float ofValue(float value) {
        throw new IllegalStateException("a column's values have the same derivative");
      }
    };
  }

  private double divergence(double p) {
    return rho * Math.log(rho / p) + (1 - rho) * Math.log((1 - rho) / (1 - p));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KlPenalty that
        && rho == that.rho
        && coefficient == that.coefficient
        && Objects.equals(getLayerName(), that.getLayerName());
  }

  @Override
  public int hashCode() {
    return Objects.hash(rho, coefficient, getLayerName());
  }
}
