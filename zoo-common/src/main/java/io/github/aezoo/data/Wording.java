package io.github.aezoo.data;

/**
 * The words for samples and their values in messages: images and pixels, or rows and values.
 *
 * @param many of them
 * @param value what one is made of
 */
public record Wording(String many, String value) {
  private static final Wording IMAGES = new Wording("images", "pixel");
  private static final Wording ROWS = new Wording("rows", "value");

  /** Rows of values or images of pixels, as {@link Shape#kind} says. */
  public static Wording of(Shape shape) {
    return shape.isRow() ? ROWS : IMAGES;
  }
}
