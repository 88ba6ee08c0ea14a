package io.github.aezoo.vae;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;

/**
 * How a decoder's output, in [0, 1], gives the distribution of a pixel. In JSON the key {@code
 * type} tells which: {@code bernoulli} or {@code gaussian}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Likelihood.Bernoulli.class, name = "bernoulli"),
  @JsonSubTypes.Type(value = Likelihood.Gaussian.class, name = "gaussian")
})
public sealed interface Likelihood {
  /** The logarithm of the likelihood of one image. */
  @FunctionalInterface
  interface OfImage {
    /**
     * Nats.
     *
     * @param pixels holds the image from {@code at} on
     * @param outputs holds the decoder's output from {@code from} on
     * @param length pixels of the image
     */
    double nats(float[] pixels, int at, float[] outputs, int from, int length);
  }

  /** The likelihood with what a model of this family has learned. */
  OfImage of(Autoencoder model);

  /** The output is the probability that the pixel is 1; the recipe's loss may be either. */
  record Bernoulli() implements Likelihood {
    /** Single precision has no probability between 1 - 6e-8 and 1. */
    private static final double CLIP = 1e-7;

    @Override
    public OfImage of(Autoencoder model) {
      return Bernoulli::nats;
    }

    /** {@code sum x log p + (1 - x) log(1 - p)}. */
    private static double nats(
        float[] pixels, int at, float[] probabilities, int from, int length) {
      double sum = 0;
      for (int i = 0; i < length; i++) {
        double x = pixels[at + i];
        double p = Math.min(1 - CLIP, Math.max(CLIP, probabilities[from + i]));
        // Binary images need one logarithm a pixel.
        if (x > 0) {
          sum += x * Math.log(p);
        }
        if (x < 1) {
          sum += (1 - x) * Math.log(1 - p);
        }
      }
      return sum;
    }
  }

  /**
   * The output is the mean of a normal distribution, with one deviation for all pixels. Learned, it
   * weighs reconstruction against the KL divergence by itself (Rybkin, Daniilidis and Levine 2021,
   * <a href="https://arxiv.org/abs/2006.13202">arXiv:2006.13202</a>).
   *
   * @param deviation standard deviation, pixels in [0, 1]; null: a parameter that is trained
   */
  record Gaussian(Double deviation) implements Likelihood {
    /** Eight-bit pixels are 0.004 apart. */
    private static final double MIN_DEVIATION = 1e-3;

    private static final double LOG_2_PI = Math.log(2 * Math.PI);

    /** Checks the deviation. */
    public Gaussian {
      // Written so that NaN fails too.
      if (deviation != null && !(deviation >= MIN_DEVIATION && deviation <= 1)) {
        throw new ZooException(
            "key 'deviation': %s to 1 expected, or no key to learn it; got %s"
                .formatted(MIN_DEVIATION, deviation));
      }
    }

    /** A deviation that is learned. */
    public static Gaussian learned() {
      return new Gaussian(null);
    }

    /** The deviation of a model's pixels, given or learned. */
    double deviationIn(Autoencoder model) {
      return Math.exp(output(model).logVariance() / 2);
    }

    private static GaussianOutputLayer output(Autoencoder model) {
      return (GaussianOutputLayer) model.network().getLayer(Architecture.RECONSTRUCTION);
    }

    @Override
    public OfImage of(Autoencoder model) {
      double logVariance = output(model).logVariance();
      return (pixels, at, means, from, length) -> {
        double squares = 0;
        for (int i = 0; i < length; i++) {
          double d = (double) pixels[at + i] - means[from + i];
          squares += d * d;
        }
        return -negativeNats(squares, length, logVariance);
      };
    }

    /**
     * The negative logarithm of the density of some pixels, nats.
     *
     * @param squares the sum of {@code (x - mean)^2} over them
     * @param pixels how many they are
     */
    static double negativeNats(double squares, long pixels, double logVariance) {
      return (squares / Math.exp(logVariance) + pixels * (logVariance + LOG_2_PI)) / 2;
    }
  }
}
