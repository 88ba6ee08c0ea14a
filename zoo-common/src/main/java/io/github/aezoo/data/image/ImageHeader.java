package io.github.aezoo.data.image;

import io.github.aezoo.data.Shape;

/**
 * What an image file tells before its pixels are decoded.
 *
 * @param width pixels of the upright image
 * @param height pixels of the upright image
 * @param grey whether it has grey pixels alone
 * @param transparent whether pixels may be transparent
 * @param orientation how stored pixels become upright
 */
record ImageHeader(
    ImageFormat format,
    int width,
    int height,
    boolean grey,
    boolean transparent,
    Orientation orientation) {

  /** One of stored sides. */
  static ImageHeader of(
      ImageFormat format,
      int storedWidth,
      int storedHeight,
      boolean grey,
      boolean transparent,
      Orientation orientation) {
    boolean turned = orientation.transposes();
    return new ImageHeader(
        format,
        turned ? storedHeight : storedWidth,
        turned ? storedWidth : storedHeight,
        grey,
        transparent,
        orientation);
  }

  long pixels() {
    return (long) width * height;
  }

  int channels() {
    return grey ? 1 : 3;
  }

  /**
   * The shape of the image as it is.
   *
   * @throws io.github.aezoo.io.ZooException when a side is larger than a shape may have
   */
  Shape shape() {
    return Shape.image(channels(), height, width);
  }

  String size() {
    return height + "x" + width;
  }
}
