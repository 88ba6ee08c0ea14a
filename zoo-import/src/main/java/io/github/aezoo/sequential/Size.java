package io.github.aezoo.sequential;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;

/**
 * What one image is between two layers: feature maps {@code [C, H, W]}, or a row of values.
 *
 * @param channels feature maps, or the values of a row
 * @param height of a map; 1 for a row
 * @param width of a map; 1 for a row
 * @param maps whether these are maps
 */
public record Size(int channels, int height, int width, boolean maps) {
  /** No layer gives more values an image: 64 MiB of float32. */
  public static final long MAX_VALUES = 1L << 24;

  /** Checks that there is something, and not too much. */
  public Size {
    if (channels < 1 || height < 1 || width < 1) {
      throw new ZooException(
          "sizes of at least 1 expected; got %d x %d x %d".formatted(channels, height, width));
    }
    // Two factors of 31 bits do not overflow, so the third is tried after the first two.
    long plane = (long) channels * height;
    if (plane > MAX_VALUES || plane * width > MAX_VALUES) {
      throw new ZooException(
          "at most %,d values an image expected; got %d x %d x %d"
              .formatted(MAX_VALUES, channels, height, width));
    }
  }

  /** Feature maps {@code [C, H, W]}. */
  public static Size maps(int channels, int height, int width) {
    return new Size(channels, height, width, true);
  }

  /** A row of values. */
  public static Size row(int values) {
    return new Size(values, 1, 1, false);
  }

  /** An image's maps. */
  public static Size of(Shape shape) {
    return maps(shape.channels(), shape.height(), shape.width());
  }

  /** How many values an image has here. */
  public int values() {
    return channels * height * width;
  }

  /** The same values as a row. */
  public Size flat() {
    return row(values());
  }

  @Override
  public String toString() {
    return maps ? channels + "x" + height + "x" + width : Integer.toString(channels);
  }
}
