package io.github.aezoo.model;

/** The mean squared error of an image's reconstruction. */
final class ReconstructionScore implements AnomalyScore {
  @Override
  public String id() {
    return "reconstructionError";
  }

  @Override
  public String meaning() {
    return "mean squared error of the reconstruction per value; inputs are not clipped";
  }

  @Override
  public double[] of(Autoencoder model, float[] images, long seed) {
    return model.reconstructionErrors(images);
  }
}
