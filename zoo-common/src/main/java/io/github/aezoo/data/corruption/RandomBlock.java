package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Draws;
import io.github.aezoo.data.Pixels;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.util.List;

/**
 * Erases one block to 0 in all channels, anywhere inside the image with equal chances: {@code
 * block:14x14}.
 *
 * @param height pixels, at least 1
 * @param width pixels, at least 1
 */
public record RandomBlock(int height, int width) implements Corruption {
  /** Checks the range. */
  public RandomBlock {
    if (height < 1 || width < 1) {
      throw new ZooException(
          "block takes a height and a width of at least 1 pixel, as in block:14x14; got %dx%d"
              .formatted(height, width));
    }
  }

  @Override
  public float[] apply(float[] clean, Shape shape, long seed) {
    if (height > shape.height() || width > shape.width()) {
      throw new ZooException(
          "%s does not fit into an image of %s; choose a block of at most %dx%d"
              .formatted(spec(), shape, shape.height(), shape.width()));
    }
    float[] damaged = Pixels.copy(clean, shape);
    Draws draws = new Draws(seed);
    int top = draws.below(shape.height() - height + 1);
    int left = draws.below(shape.width() - width + 1);
    Pixels.erase(damaged, shape, top, left, height, width);
    return damaged;
  }

  @Override
  public String spec() {
    return "block:" + height + "x" + width;
  }

  @Override
  public List<Corruption> remedies() {
    return Remedy.of(this, new LocalMeanFill(1), new LocalMeanFill(2), new LocalMeanFill(4));
  }
}
