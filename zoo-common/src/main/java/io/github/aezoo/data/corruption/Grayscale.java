package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Pixels;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;

/**
 * Takes the colour away: {@code grayscale} writes the luma {@code 0.299 R + 0.587 G + 0.114 B}
 * (ITU-R BT.601, https://www.itu.int/rec/R-REC-BT.601) to all three channels. Not random.
 */
public record Grayscale() implements Corruption {
  @Override
  public float[] apply(float[] clean, Shape shape, long seed) {
    if (shape.channels() != 3) {
      throw new ZooException(
          "grayscale takes a colour image [3, H, W]; this one is %s and has no colour to remove"
              .formatted(shape));
    }
    float[] damaged = Pixels.copy(clean, shape);
    int plane = shape.height() * shape.width();
    for (int pixel = 0; pixel < plane; pixel++) {
      double luma =
          0.299 * clean[pixel] + 0.587 * clean[plane + pixel] + 0.114 * clean[2 * plane + pixel];
      Pixels.set(damaged, shape, pixel, Pixels.clip(luma));
    }
    return damaged;
  }

  @Override
  public String spec() {
    return "grayscale";
  }
}
