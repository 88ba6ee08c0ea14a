package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Pixels;
import io.github.aezoo.data.Shape;

/**
 * A {@link GaussianBlur} used against noise.
 *
 * @param sigma standard deviation in pixels
 */
record GaussianFilter(double sigma) implements Filter {
  @Override
  public float[] apply(float[] damaged, Shape shape, boolean[] missing) {
    return new GaussianBlur(sigma).apply(damaged, shape, 0);
  }

  @Override
  public String name() {
    return "gaussian-filter:" + Pixels.plain(sigma);
  }
}
