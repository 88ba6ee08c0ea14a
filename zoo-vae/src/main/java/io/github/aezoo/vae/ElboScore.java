package io.github.aezoo.vae;

import io.github.aezoo.model.AnomalyScore;
import io.github.aezoo.model.Autoencoder;

/** Scores of anomalies from the evidence lower bound of each image. */
enum ElboScore implements AnomalyScore {
  /** See {@link Elbo#negative}. */
  NEGATIVE(
      "negativeElboNats",
      "negative evidence lower bound, nats: one posterior sample's reconstruction plus KL") {
    @Override
    public double[] of(Autoencoder model, float[] images, long seed) {
      return Elbo.negative(model, images, seed);
    }
  },

  /** See {@link Elbo#excess}. */
  EXCESS(
      "excessNats",
      "negative evidence lower bound, nats, minus its value for a perfect reconstruction of the"
          + " image: for a Bernoulli decoder the entropy of the grey pixels") {
    @Override
    public double[] of(Autoencoder model, float[] images, long seed) {
      return Elbo.excess(model, images, seed);
    }
  },

  /** See {@link Elbo#excessPerRootInk}. */
  EXCESS_PER_ROOT_INK(
      "excessPerRootInk",
      "excessNats divided by the square root of the sum of the pixels, nats; pixels without ink"
          + " are 0") {
    @Override
    public double[] of(Autoencoder model, float[] images, long seed) {
      return Elbo.excessPerRootInk(model, images, seed);
    }
  };

  private final String id;
  private final String meaning;

  ElboScore(String id, String meaning) {
    this.id = id;
    this.meaning = meaning;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
