package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Draws;
import io.github.aezoo.data.Pixels;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.util.List;

/**
 * Adds independent normal noise to every value, then clips to [0, 1]: {@code gaussian:0.4}.
 *
 * @param sigma standard deviation before clipping, where 1 is the whole range of a pixel; above 0,
 *     at most 10
 */
public record GaussianNoise(double sigma) implements Corruption {
  /** Checks the range. */
  public GaussianNoise {
    if (!(sigma > 0 && sigma <= 10)) {
      throw new ZooException(
          "gaussian takes a standard deviation above 0 and at most 10, as in gaussian:0.4; got "
              + sigma);
    }
  }

  @Override
  public float[] apply(float[] clean, Shape shape, long seed) {
    float[] damaged = Pixels.copy(clean, shape);
    Draws draws = new Draws(seed);
    for (int i = 0; i < damaged.length; i++) {
      damaged[i] = Pixels.clip(damaged[i] + sigma * draws.gaussian());
    }
    return damaged;
  }

  @Override
  public String spec() {
    return "gaussian:" + Pixels.plain(sigma);
  }

  @Override
  public List<Corruption> remedies() {
    return Remedy.of(
        this,
        new GaussianFilter(0.5),
        new GaussianFilter(0.75),
        new GaussianFilter(1),
        new GaussianFilter(1.5),
        new MedianFilter(3),
        new BilateralFilter(1, 0.4),
        new BilateralFilter(1.5, 0.8),
        new BilateralFilter(1, 0.8),
        new BilateralFilter(1.5, 0.4));
  }
}
