package io.github.aezoo.eval;

/** Anything that reconstructs images: a model, PCA, the mean image. */
@FunctionalInterface
public interface Reconstructor {
  /**
   * Reconstructs images.
   *
   * @param images values {@code [C, H, W]} of one image after the other; not changed
   * @return as many
   */
  float[] reconstruct(float[] images);
}
