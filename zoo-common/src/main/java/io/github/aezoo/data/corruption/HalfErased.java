package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Draws;
import io.github.aezoo.data.Pixels;
import io.github.aezoo.data.Shape;
import java.util.List;

/**
 * Erases the left, right, top or bottom half to 0 in all channels, each with equal chances: {@code
 * half}. Of an odd side the smaller part is erased.
 */
public record HalfErased() implements Corruption {
  @Override
  public float[] apply(float[] clean, Shape shape, long seed) {
    float[] damaged = Pixels.copy(clean, shape);
    Draws draws = new Draws(seed);
    boolean sideways = draws.coin();
    boolean far = draws.coin();
    int height = sideways ? shape.height() : shape.height() / 2;
    int width = sideways ? shape.width() / 2 : shape.width();
    int top = far ? shape.height() - height : 0;
    int left = far ? shape.width() - width : 0;
    Pixels.erase(damaged, shape, top, left, height, width);
    return damaged;
  }

  @Override
  public String spec() {
    return "half";
  }

  @Override
  public List<Corruption> remedies() {
    return Remedy.of(this, new LocalMeanFill(1), new LocalMeanFill(2), new LocalMeanFill(4));
  }
}
