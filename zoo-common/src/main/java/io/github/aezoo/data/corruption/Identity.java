package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Pixels;
import io.github.aezoo.data.Shape;

/** No damage at all, {@code none}: a plain autoencoder is a denoising one with this corruption. */
public record Identity() implements Corruption {
  @Override
  public float[] apply(float[] clean, Shape shape, long seed) {
    return Pixels.copy(clean, shape);
  }

  @Override
  public String spec() {
    return Corruptions.NONE;
  }
}
