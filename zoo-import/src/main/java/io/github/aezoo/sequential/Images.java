package io.github.aezoo.sequential;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.io.ZooException;
import java.util.Optional;

/** The shape of the images that a network takes as rows of values. */
public final class Images {
  /** The setting that tells the shape of an image. */
  private static final String INPUT = "input";

  private Images() {}

  /**
   * The shape that was asked for, or a grey square.
   *
   * @throws ZooException when the row has another length, or is no square
   */
  public static Shape ofRow(long values, Optional<Shape> wanted) {
    if (wanted.isPresent()) {
      if (wanted.get().size() != values) {
        throw new SettingException(
            INPUT,
            "the shape %s has %d values; the network takes %d"
                .formatted(wanted.get(), wanted.get().size(), values));
      }
      return wanted.get();
    }
    int side = (int) Math.round(Math.sqrt((double) values));
    if ((long) side * side != values) {
      throw new SettingException(
          INPUT,
          "the network takes rows of %d values, which is not a square number: give the shape of an image, CxHxW"
              .formatted(values));
    }
    return new Shape(1, side, side);
  }

  /**
   * The shape that was asked for, where a file does not say it.
   *
   * @throws ZooException when none was
   */
  public static Shape asked(Optional<Shape> wanted) {
    return wanted.orElseThrow(
        () ->
            new SettingException(
                INPUT, "the file does not state the shape of images: give it, CxHxW"));
  }

  /**
   * The shape that a file says, which must be the one asked for, if any.
   *
   * @throws ZooException when they differ
   */
  public static Shape agreed(Shape file, Optional<Shape> wanted) {
    if (wanted.isPresent() && !wanted.get().equals(file)) {
      throw new SettingException(
          INPUT, "the shape %s was given; the network takes %s".formatted(wanted.get(), file));
    }
    return file;
  }
}
