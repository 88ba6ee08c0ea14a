package io.github.aezoo.data;

import io.github.aezoo.io.ZooException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size that images of a folder are brought to, as {@code size=} of a data word says it.
 *
 * @param height pixels, at least 1
 * @param width pixels, at least 1
 */
public record ImageSize(int height, int width) {
  private static final Pattern WORD = Pattern.compile("(\\d{1,5})(?:x(\\d{1,5}))?");

  /**
   * Checks the sides.
   *
   * @throws ZooException when a side is not one that a {@link Shape} may have
   */
  public ImageSize {
    Shape.image(1, height, width);
  }

  /**
   * Reads {@code 64} (a square) or {@code 48x64} (height, width).
   *
   * @throws ZooException when it is neither
   */
  public static ImageSize of(String word) {
    Matcher m = WORD.matcher(word);
    if (!m.matches()) {
      throw new ZooException(
          "size= HEIGHTxWIDTH in pixels, or one number for a square, expected; got '%s'"
              .formatted(word));
    }
    int height = Integer.parseInt(m.group(1));
    return new ImageSize(height, m.group(2) == null ? height : Integer.parseInt(m.group(2)));
  }

  /** The shape of this size with so many channels. */
  public Shape shape(int channels) {
    return Shape.image(channels, height, width);
  }

  /** As a data word has it. */
  @Override
  public String toString() {
    return height + "x" + width;
  }
}
