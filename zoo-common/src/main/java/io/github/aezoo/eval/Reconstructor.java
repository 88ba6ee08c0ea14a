package io.github.aezoo.eval;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Anything that reconstructs images: a model, PCA, the mean image. */
@FunctionalInterface
public interface Reconstructor {
  /**
   * Reconstructs a batch.
   *
   * @param images {@code [N, C, H, W]}, pixels in [0, 1]; not changed
   * @return the same shape
   */
  INDArray reconstruct(INDArray images);
}
