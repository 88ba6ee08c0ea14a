package io.github.aezoo.data.image;

import io.github.aezoo.data.ImageFit;
import io.github.aezoo.data.Pixels;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Image files one by one, each at its own size and in its own colours. */
public final class ImageFiles {
  private ImageFiles() {}

  /**
   * A file that is named like an image.
   *
   * @param path where it is
   * @param name the path below the folder that was listed, with {@code /}
   */
  public record Found(Path path, String name) {}

  /**
   * A decoded image.
   *
   * @param shape one channel for grey, three for colour
   * @param pixels {@code C * H * W} values in [0, 1], channel by channel and row by row
   */
  public record Picture(Shape shape, float[] pixels) {}

  /**
   * The image files (PNG, JPEG, TIFF, WebP, BMP, GIF by name) of a folder and the folders in it,
   * ordered by path; hidden ones are left out. Or the one file that is named.
   *
   * @throws ZooException when there is no such file or folder, it cannot be read, or it has no
   *     images
   */
  public static List<Found> list(Path place) {
    if (Files.isRegularFile(place)) {
      return List.of(new Found(place, String.valueOf(place.getFileName())));
    }
    if (!Files.isDirectory(place)) {
      throw new ZooException(
          "no such file or folder: " + place + "; expected an image or a folder of images");
    }
    try {
      List<Found> found =
          FolderScan.images(place).stream().map(f -> new Found(f.path(), f.key())).toList();
      if (found.isEmpty()) {
        throw new ZooException("no images in " + place + ": " + FolderScan.EXPECTED);
      }
      return found;
    } catch (IOException | UncheckedIOException e) {
      IOException cause = e instanceof UncheckedIOException u ? u.getCause() : (IOException) e;
      throw new ZooException(
          "cannot read the folder " + place + ": " + SafeFiles.reason(cause), cause);
    }
  }

  /**
   * Decodes a file: upright, transparency on black, 8 bits a value, colour profiles ignored.
   *
   * @throws ZooException that names the file when it is no whole image, or too large
   */
  public static Picture read(Path file) {
    return read(file, note -> {});
  }

  /**
   * The same, telling what is wrong with a file but did not prevent reading, or what it lost.
   *
   * @param notes receives a line each, which names the file
   */
  public static Picture read(Path file, Consumer<String> notes) {
    ImageHeader header = ImageFile.header(file);
    if (header.pixels() > Decoding.MAX_HELD) {
      throw new ZooException(
          "%s: expected an image of at most %d pixels, got %d x %d; make it smaller"
              .formatted(file, Decoding.MAX_HELD, header.width(), header.height()));
    }
    Shape shape = shape(file, header);
    ImageFile.Read read = ImageFile.read(file, shape, ImageFit.CROP);
    if (!read.notes().isEmpty()) {
      notes.accept(
          "%s is damaged, but was read: %s".formatted(file, String.join("; ", read.notes())));
    }
    if (header.transparent()) {
      notes.accept(file + ": what is transparent becomes black");
    }
    return new Picture(shape, ImagePixels.values(read.pixels()));
  }

  private static Shape shape(Path file, ImageHeader header) {
    try {
      return header.shape();
    } catch (ZooException e) {
      throw new ZooException("%s: %s; make it smaller".formatted(file, e.getMessage()), e);
    }
  }

  /** A picture in memory: grey in one channel, all others in three. */
  public static Picture of(BufferedImage image) {
    int channels = ImagePixels.isGrey(image.getColorModel()) ? 1 : 3;
    Shape shape = Shape.image(channels, image.getHeight(), image.getWidth());
    return new Picture(shape, SingleImage.of(image, shape));
  }

  /**
   * Another size by cubic convolution, clipped to [0, 1]; what shrinks loses detail.
   *
   * @param to as many channels as {@code from}
   */
  public static float[] resized(float[] pixels, Shape from, Shape to) {
    Pixels.requireSameChannels(from, to);
    return resized(pixels, from, to.height(), to.width());
  }

  /** The same to sides of any length. */
  public static float[] resized(float[] pixels, Shape from, int height, int width) {
    Resampling across = new Resampling(from.width(), width);
    Resampling down = new Resampling(from.height(), height);
    float[] out = new float[from.channels() * height * width];
    float[] wide = new float[from.width()];
    float[] narrow = new float[width];
    float[][] columns = new float[width][from.height()];
    float[] column = new float[height];
    for (int c = 0; c < from.channels(); c++) {
      for (int y = 0; y < from.height(); y++) {
        System.arraycopy(pixels, (c * from.height() + y) * from.width(), wide, 0, wide.length);
        across.row(wide, narrow);
        for (int x = 0; x < narrow.length; x++) {
          columns[x][y] = narrow[x];
        }
      }
      for (int x = 0; x < columns.length; x++) {
        down.row(columns[x], column);
        for (int y = 0; y < column.length; y++) {
          out[(c * height + y) * width + x] = Pixels.clip(column[y]);
        }
      }
    }
    return out;
  }
}
