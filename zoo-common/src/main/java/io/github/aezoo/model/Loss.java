package io.github.aezoo.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossL2;

/**
 * What reconstruction minimises: always a sum over the pixels of an image, averaged over images, so
 * that a penalty per sample weighs the same in every network and beside either loss.
 */
public enum Loss {
  /** Binary cross-entropy in nats an image: the negative log-likelihood of Bernoulli pixels. */
  @JsonProperty("bce")
  BCE {
    @Override
    public ILossFunction function() {
      return new BernoulliLoss();
    }
  },
  /** Squared error an image: the negative log-likelihood of Gaussian pixels up to constants. */
  @JsonProperty("squared-error")
  SQUARED_ERROR {
    @Override
    public ILossFunction function() {
      return new LossL2();
    }
  };

  /** A fresh DL4J loss function. */
  public abstract ILossFunction function();
}
