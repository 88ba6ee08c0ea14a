package io.github.aezoo.sequential;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.util.Optional;

/** The shape of the images that a network takes as rows of values. */
public final class Images {
  private Images() {}

  /**
   * The shape that was asked for, or a grey square.
   *
   * @throws ZooException when the row has another length, or is no square
   */
  public static Shape ofRow(long values, Optional<Shape> wanted) {
    if (wanted.isPresent()) {
      if (wanted.get().size() != values) {
        throw new ZooException(
            "--input %s has %d values; the network takes %d"
                .formatted(wanted.get(), wanted.get().size(), values));
      }
      return wanted.get();
    }
    int side = (int) Math.round(Math.sqrt((double) values));
    if ((long) side * side != values) {
      throw new ZooException(
          "the network takes rows of %d values, no square: give the shape of an image by --input CxHxW"
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
            new ZooException("the file leaves the size of images open: give it by --input CxHxW"));
  }

  /**
   * The shape that a file says, which must be the one asked for, if any.
   *
   * @throws ZooException when they differ
   */
  public static Shape agreed(Shape file, Optional<Shape> wanted) {
    if (wanted.isPresent() && !wanted.get().equals(file)) {
      throw new ZooException("--input %s: the network takes %s".formatted(wanted.get(), file));
    }
    return file;
  }
}
