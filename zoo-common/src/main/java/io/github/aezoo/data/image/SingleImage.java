package io.github.aezoo.data.image;

import io.github.aezoo.data.Shape;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

/**
 * One image as a network takes it, {@code [C * H * W]} values in [0, 1], channel by channel and row
 * by row, brought to a shape as {@link ImageFolderDataset} brings its images.
 */
public final class SingleImage {
  private SingleImage() {}

  /** The values of an image, stretched to a shape; transparency shows black. */
  public static float[] of(BufferedImage image, Shape shape) {
    return ImagePixels.values(ImagePixels.resample(image, shape, false));
  }

  /**
   * The values of an image file (PNG, JPEG, BMP or the first frame of a GIF), stretched to a shape.
   *
   * @throws io.github.aezoo.io.ZooException that names the file when it is no whole image, or too
   *     large
   */
  public static float[] of(Path file, Shape shape) {
    return ImagePixels.values(ImageFile.pixels(file, shape, false));
  }
}
