package io.github.aezoo.model;

/** An anomaly score of a model: the higher, the more likely a sample is an anomaly. */
public interface AnomalyScore {
  /** The score's name, as cards hold it. */
  String id();

  /** Its unit and convention in one line. */
  String meaning();

  /**
   * Scores images; the same arguments give the same numbers.
   *
   * @param images values {@code [C, H, W]} of one image after the other
   * @param seed decides what is random in the score
   * @return a score an image
   */
  double[] of(Autoencoder model, float[] images, long seed);
}
