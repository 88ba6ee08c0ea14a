package io.github.aezoo.sparse;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.aezoo.io.ZooException;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.Activation;

/**
 * What makes a code sparse. In JSON the key {@code type} tells which: {@code none}, {@code l1},
 * {@code kl} or {@code topk}.
 *
 * <p>Penalties are in the unit of the reconstruction loss, which is a sum over the pixels of an
 * image (nats for {@code bce}): so much an image, whatever the sizes of image and batch.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Sparsity.None.class, name = "none"),
  @JsonSubTypes.Type(value = Sparsity.L1.class, name = "l1"),
  @JsonSubTypes.Type(value = Sparsity.Kl.class, name = "kl"),
  @JsonSubTypes.Type(value = Sparsity.KLargest.class, name = "topk")
})
public sealed interface Sparsity {
  /** A fresh DL4J layer that a code {@code [N, z]} passes through. */
  Layer layer();

  private static void requireCoefficient(double coefficient) {
    // Written so that NaN fails too.
    if (!(coefficient > 0 && coefficient <= 1e6)) {
      throw new ZooException(
          "key 'coefficient': above 0, up to 1000000 expected; got " + coefficient);
    }
  }

  /** Nothing: the code passes as it is. */
  record None() implements Sparsity {
    @Override
    public Layer layer() {
      return new ActivationLayer(Activation.IDENTITY);
    }
  }

  /**
   * The sum of the code's magnitudes is penalised, see {@link L1Penalty}.
   *
   * @param coefficient cost of a unit of activity, above 0
   */
  record L1(double coefficient) implements Sparsity {
    /** Checks the value. */
    public L1 {
      requireCoefficient(coefficient);
    }

    @Override
    public Layer layer() {
      return new L1Penalty(coefficient);
    }
  }

  /**
   * Mean activations that differ from {@code rho} are penalised, see {@link KlPenalty}; for
   * activations in (0, 1).
   *
   * @param rho the mean activation that costs nothing, above 0, below 1
   * @param coefficient cost of a nat of KL divergence, above 0
   */
  record Kl(double rho, double coefficient) implements Sparsity {
    /** Checks the values. */
    public Kl {
      if (!(rho > 0 && rho < 1)) {
        throw new ZooException("key 'rho': above 0, below 1 expected; got " + rho);
      }
      requireCoefficient(coefficient);
    }

    @Override
    public Layer layer() {
      return new KlPenalty(rho, coefficient);
    }
  }

  /**
   * Only the largest units are kept, see {@link TopK}.
   *
   * @param k how many in training, at least 1
   * @param alpha how many times as many in use, 1 to 100
   */
  record KLargest(int k, double alpha) implements Sparsity {
    /** Checks the values. */
    public KLargest {
      if (k < 1) {
        throw new ZooException("key 'k': at least 1 expected; got " + k);
      }
      if (!(alpha >= 1 && alpha <= 100)) {
        throw new ZooException("key 'alpha': 1 to 100 expected; got " + alpha);
      }
    }

    @Override
    public Layer layer() {
      return new TopK(k, alpha);
    }
  }
}
