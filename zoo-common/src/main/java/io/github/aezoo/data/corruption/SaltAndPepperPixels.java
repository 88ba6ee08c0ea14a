package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Draws;
import io.github.aezoo.data.Pixels;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.util.List;

/**
 * Sets exactly so many different pixels to 0 or 1 (equal chances): {@code salt-pepper:10px}.
 *
 * <p>A hit pixel of a colour image turns black or white: all its channels get the same value.
 *
 * @param pixels how many, at least 1 and at most the image's {@code H * W}
 */
public record SaltAndPepperPixels(int pixels) implements Corruption {
  /** Checks the range. */
  public SaltAndPepperPixels {
    if (pixels < 1) {
      throw new ZooException(
          "salt-pepper takes at least 1 pixel, as in salt-pepper:10px; got " + pixels);
    }
  }

  @Override
  public float[] apply(float[] clean, Shape shape, long seed) {
    float[] damaged = Pixels.copy(clean, shape);
    int plane = shape.height() * shape.width();
    if (pixels > plane) {
      throw new ZooException(
          "%s takes an image of at least %d pixels; this one, %s, has %d"
              .formatted(spec(), pixels, shape, plane));
    }
    Draws draws = new Draws(seed);
    // The first steps of a Fisher-Yates shuffle: distinct pixels, all sets equally likely.
    int[] order = new int[plane];
    for (int i = 0; i < plane; i++) {
      order[i] = i;
    }
    for (int i = 0; i < pixels; i++) {
      int j = i + draws.below(plane - i);
      int pixel = order[j];
      order[j] = order[i];
      Pixels.set(damaged, shape, pixel, draws.coin() ? 1 : 0);
    }
    return damaged;
  }

  @Override
  public String spec() {
    return "salt-pepper:" + pixels + "px";
  }

  @Override
  public List<Corruption> remedies() {
    return Remedy.of(this, new MedianFilter(3), new MedianFilter(5));
  }
}
