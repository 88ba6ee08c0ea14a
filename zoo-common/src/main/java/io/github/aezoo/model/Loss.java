package io.github.aezoo.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;

/**
 * The reconstruction loss: a sum over the pixels of an image, averaged over images, so that a
 * penalty per sample has the same weight with every loss.
 */
public enum Loss {
  /** Binary cross-entropy in nats an image: the negative log-likelihood of Bernoulli pixels. */
  @JsonProperty("bce")
  BCE {
    @Override
    public ILossFunction function() {
      return new BernoulliLoss();
    }

    @Override
    public double of(float[] target, float[] reconstruction) {
      double sum = 0;
      for (int i = 0; i < target.length; i++) {
        double q = Math.min(1 - CLIP, Math.max(CLIP, reconstruction[i]));
        sum -= target[i] * Math.log(q) + (1 - target[i]) * Math.log(1 - q);
      }
      return sum;
    }
  },
  /** Squared error an image: the negative log-likelihood of Gaussian pixels up to constants. */
  @JsonProperty("squared-error")
  SQUARED_ERROR {
    @Override
    public ILossFunction function() {
      return new LossL2();
    }

    @Override
    public double of(float[] target, float[] reconstruction) {
      double sum = 0;
      for (int i = 0; i < target.length; i++) {
        double d = (double) reconstruction[i] - target[i];
        sum += d * d;
      }
      return sum;
    }
  },
  /**
   * Absolute error an image: it pays less than squared error for hedging between several answers,
   * of which one is right.
   */
  @JsonProperty("absolute-error")
  ABSOLUTE_ERROR {
    @Override
    public ILossFunction function() {
      return new LossL1();
    }

    @Override
    public double of(float[] target, float[] reconstruction) {
      double sum = 0;
      for (int i = 0; i < target.length; i++) {
        sum += Math.abs((double) reconstruction[i] - target[i]);
      }
      return sum;
    }
  };

  private static final double CLIP = 1e-7;

  /** A fresh DL4J loss function. */
  public abstract ILossFunction function();

  /** Its value, summed over all pixels in double; probabilities are clipped to [1e-7, 1 - 1e-7]. */
  public abstract double of(float[] target, float[] reconstruction);
}
