package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Draws;
import io.github.aezoo.data.Pixels;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.util.List;

/**
 * Sets each pixel, with a probability, to 0 (all channels of it): {@code masking:0.3}, the
 * corruption of Vincent et al. 2008, https://doi.org/10.1145/1390156.1390294.
 *
 * @param share the probability, above 0 and at most 1
 */
public record Masking(double share) implements Corruption {
  /** Checks the range. */
  public Masking {
    if (!(share > 0 && share <= 1)) {
      throw new ZooException(
          "masking takes a share above 0 and at most 1, as in masking:0.3; got " + share);
    }
  }

  @Override
  public float[] apply(float[] clean, Shape shape, long seed) {
    float[] damaged = Pixels.copy(clean, shape);
    Draws draws = new Draws(seed);
    int plane = shape.height() * shape.width();
    for (int pixel = 0; pixel < plane; pixel++) {
      if (draws.uniform() < share) {
        Pixels.set(damaged, shape, pixel, 0);
      }
    }
    return damaged;
  }

  @Override
  public String spec() {
    return "masking:" + Pixels.plain(share);
  }

  @Override
  public List<Corruption> remedies() {
    return Remedy.of(this, new LocalMeanFill(1), new LocalMeanFill(2));
  }
}
