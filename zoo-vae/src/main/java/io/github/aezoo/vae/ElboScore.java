package io.github.aezoo.vae;

import io.github.aezoo.model.AnomalyScore;
import io.github.aezoo.model.Autoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The negative evidence lower bound of an image; see {@link Elbo#negative}. */
final class ElboScore implements AnomalyScore {
  @Override
  public String id() {
    return "negativeElboNats";
  }

  @Override
  public String meaning() {
    return "negative evidence lower bound, nats: one posterior sample's reconstruction plus KL";
  }

  @Override
  public double[] of(Autoencoder model, INDArray images, long seed) {
    return Elbo.negative(model, images, seed);
  }
}
