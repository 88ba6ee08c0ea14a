package io.github.aezoo.data;

import io.github.aezoo.io.ZooException;

/**
 * The shape {@code [C, H, W]} of one image: channels (1 grey, 3 colour), height and width in
 * pixels.
 *
 * @param channels 1 or 3
 * @param height pixels, at least 1
 * @param width pixels, at least 1
 */
public record Shape(int channels, int height, int width) {
  /** The shape of MNIST and its siblings. */
  public static final Shape MNIST = new Shape(1, 28, 28);

  private static final int MAX_SIDE = 4096;

  /** Checks the sizes. */
  public Shape {
    if ((channels != 1 && channels != 3)
        || height < 1
        || width < 1
        || height > MAX_SIDE
        || width > MAX_SIDE) {
      throw new ZooException(
          "an image shape is [1 or 3, 1-%d, 1-%d]; came [%d, %d, %d]"
              .formatted(MAX_SIDE, MAX_SIDE, channels, height, width));
    }
  }

  /**
   * The shape {@code [1, 1, values]} that a row of a table has.
   *
   * @throws ZooException when it has too many
   */
  public static Shape row(int values) {
    if (values > MAX_SIDE) {
      throw new ZooException(
          "a row of at most %d values expected, a category one each; came %d: ignore columns"
              .formatted(MAX_SIDE, values));
    }
    return new Shape(1, 1, values);
  }

  /** Whether this is a row of a table, whose values are no pixels: they may leave [0, 1]. */
  public boolean rowOfTable() {
    return channels == 1 && height == 1;
  }

  /** How many values an image has: {@code C * H * W}. */
  public int size() {
    return channels * height * width;
  }

  /** The shape {@code [n, C, H, W]} of a batch. */
  public long[] batch(long n) {
    return new long[] {n, channels, height, width};
  }

  /** {@code [C, H, W]} as an array. */
  public int[] toArray() {
    return new int[] {channels, height, width};
  }

  @Override
  public String toString() {
    return "[" + channels + ", " + height + ", " + width + "]";
  }
}
