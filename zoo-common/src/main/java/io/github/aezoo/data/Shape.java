package io.github.aezoo.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.aezoo.io.ZooException;
import java.util.Objects;

/**
 * The shape {@code [C, H, W]} of one sample, and its kind: an image of channels (1 grey, 3 colour),
 * height and width in pixels, or a row of values {@code [1, 1, values]}.
 *
 * <p>Architectures and cards store three numbers and no kind. So {@code [1, 1, W]} is a row unless
 * it is made by {@link #image}, as readers of images do; every other shape is an image. Shapes of
 * the same numbers are equal, because a network takes either.
 *
 * @param channels 1 or 3
 * @param height pixels, at least 1
 * @param width pixels, at least 1
 * @param kind what a sample is; not stored
 */
public record Shape(int channels, int height, int width, @JsonIgnore Kind kind) {
  /** What a sample is. */
  public enum Kind {
    /** Pixels in [0, 1]. */
    IMAGE,
    /** Values of a table's row, which may leave [0, 1]. */
    ROW
  }

  /** The shape of MNIST and its siblings. */
  public static final Shape MNIST = new Shape(1, 28, 28);

  private static final int MAX_SIDE = 4096;

  /** Values of a row: a first layer of 512 units has then 134 million weights. */
  private static final int MAX_ROW = 1 << 18;

  /** Checks the sizes. */
  public Shape {
    if ((channels != 1 && channels != 3)
        || height < 1
        || width < 1
        || height > MAX_SIDE
        || width > (kind == Kind.ROW ? MAX_ROW : MAX_SIDE)) {
      throw new ZooException(
          "an image shape is [1 or 3, 1-%d, 1-%d]; got [%d, %d, %d]"
              .formatted(MAX_SIDE, MAX_SIDE, channels, height, width));
    }
    if (kind == Kind.ROW && (channels != 1 || height != 1)) {
      throw new ZooException(
          "a row is [1, 1, values]; got [%d, %d, %d]".formatted(channels, height, width));
    }
  }

  /** The shape of three stored numbers: {@code [1, 1, W]} is a row, others are images. */
  @JsonCreator
  public Shape(
      @JsonProperty("channels") int channels,
      @JsonProperty("height") int height,
      @JsonProperty("width") int width) {
    this(channels, height, width, channels == 1 && height == 1 ? Kind.ROW : Kind.IMAGE);
  }

  /**
   * The shape of an image, be it one pixel high.
   *
   * @throws ZooException when it has too many pixels a side, or not 1 or 3 channels
   */
  public static Shape image(int channels, int height, int width) {
    return new Shape(channels, height, width, Kind.IMAGE);
  }

  /**
   * The shape {@code [1, 1, values]} that a row of a table has.
   *
   * @throws ZooException when it has too many
   */
  public static Shape row(int values) {
    if (values > MAX_ROW) {
      throw new ZooException(
          "a row of at most %d values expected, a category one each; got %d: ignore columns"
              .formatted(MAX_ROW, values));
    }
    return new Shape(1, 1, values, Kind.ROW);
  }

  /** Whether samples are rows, whose values are no pixels: they may leave [0, 1]. */
  @JsonIgnore
  public boolean isRow() {
    return kind == Kind.ROW;
  }

  /** The same numbers as the shape of an image. */
  public Shape asImage() {
    return image(channels, height, width);
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

  /** The same numbers. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that
        && channels == that.channels
        && height == that.height
        && width == that.width;
  }

  @Override
  public int hashCode() {
    return Objects.hash(channels, height, width);
  }

  @Override
  public String toString() {
    return "[" + channels + ", " + height + ", " + width + "]";
  }
}
