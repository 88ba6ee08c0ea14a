package io.github.aezoo.data;

import java.math.BigDecimal;

/**
 * Helpers that corruptions share: copies, whole pixels across channels, and numbers in their specs.
 */
public final class Pixels {
  private Pixels() {}

  /** A copy that may be damaged, after a check that the array is an image of the shape. */
  public static float[] copy(float[] clean, Shape shape) {
    if (clean.length != shape.size()) {
      throw new IllegalArgumentException(
          "an image of %s has %d values; got %d".formatted(shape, shape.size(), clean.length));
    }
    return clean.clone();
  }

  public static void requireSameChannels(Shape from, Shape to) {
    if (from.channels() != to.channels()) {
      throw new IllegalArgumentException(
          from + " and " + to + " have different numbers of channels");
    }
  }

  /** Sets one pixel, {@code row * W + column}, in every channel. */
  public static void set(float[] image, Shape shape, int pixel, float value) {
    int plane = shape.height() * shape.width();
    for (int c = 0; c < shape.channels(); c++) {
      image[c * plane + pixel] = value;
    }
  }

  /** Sets a rectangle to 0 in every channel. */
  public static void erase(float[] image, Shape shape, int top, int left, int height, int width) {
    for (int row = top; row < top + height; row++) {
      for (int column = left; column < left + width; column++) {
        set(image, shape, row * shape.width() + column, 0);
      }
    }
  }

  public static float clip(double value) {
    return (float) Math.min(Math.max(value, 0), 1);
  }

  /** A number as a person writes it: {@code 2}, {@code 0.4}, never an exponent. */
  public static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
