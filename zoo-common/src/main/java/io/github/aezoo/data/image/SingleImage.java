package io.github.aezoo.data.image;

import io.github.aezoo.data.ImageFit;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

/**
 * One image as a network takes it, {@code [C * H * W]} values in [0, 1], channel by channel and row
 * by row, brought to a shape as {@link ImageFolderDataset} brings its images.
 */
public final class SingleImage {
  private SingleImage() {}

  /** The values of the largest centred part of an image that has a shape's proportions. */
  public static float[] of(BufferedImage image, Shape shape) {
    return of(image, shape, ImageFit.CROP);
  }

  /**
   * The values of an image; transparency shows black.
   *
   * @throws ZooException when its values have more than 16 bits
   */
  public static float[] of(BufferedImage image, Shape shape, ImageFit fit) {
    if (!ImagePixels.isWhole(image.getColorModel())) {
      throw new ZooException(
          "an image of 8 or 16 bits a value expected; got numbers of a wider range: convert it");
    }
    return ImagePixels.values(ImagePixels.resample(image, shape, fit, Orientation.UPRIGHT));
  }

  /** The same of an image file. */
  public static float[] of(Path file, Shape shape) {
    return of(file, shape, ImageFit.CROP);
  }

  /**
   * The values of an image file (PNG, JPEG, BMP, TIFF, WebP or the first frame of a GIF), turned
   * upright.
   *
   * @throws ZooException that names the file when it is no whole image, or too large
   */
  public static float[] of(Path file, Shape shape, ImageFit fit) {
    return ImagePixels.values(ImageFile.read(file, shape, fit).pixels());
  }
}
