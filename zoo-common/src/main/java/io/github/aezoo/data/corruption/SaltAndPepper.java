package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Draws;
import io.github.aezoo.data.Pixels;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.util.List;

/**
 * Sets each pixel, with a probability, to 0 or 1 (equal chances): {@code salt-pepper:0.1}.
 *
 * <p>A hit pixel of a colour image turns black or white: all its channels get the same value.
 *
 * @param share the probability, above 0 and at most 1
 */
public record SaltAndPepper(double share) implements Corruption {
  /** Checks the range. */
  public SaltAndPepper {
    if (!(share > 0 && share <= 1)) {
      throw new ZooException(
          "salt-pepper takes a share above 0 and at most 1, as in salt-pepper:0.1, or a number of"
              + " pixels, as in salt-pepper:10px; got "
              + share);
    }
  }

  @Override
  public float[] apply(float[] clean, Shape shape, long seed) {
    float[] damaged = Pixels.copy(clean, shape);
    Draws draws = new Draws(seed);
    int plane = shape.height() * shape.width();
    for (int pixel = 0; pixel < plane; pixel++) {
      if (draws.uniform() < share) {
        Pixels.set(damaged, shape, pixel, draws.coin() ? 1 : 0);
      }
    }
    return damaged;
  }

  @Override
  public String spec() {
    return "salt-pepper:" + Pixels.plain(share);
  }

  @Override
  public List<Corruption> remedies() {
    return Remedy.of(this, new MedianFilter(3), new MedianFilter(5));
  }
}
