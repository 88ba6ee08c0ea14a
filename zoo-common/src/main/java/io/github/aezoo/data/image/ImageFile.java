package io.github.aezoo.data.image;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads one image file (PNG, JPEG, BMP or the first frame of a GIF, told by content and not by
 * name) into bytes of a given shape.
 *
 * <p>The size in the header is checked before pixels are decoded.
 */
final class ImageFile {
  /** The most pixels that are decoded. */
  static final int MAX_PIXELS = 16_000_000;

  /** The most bytes that are read. */
  static final long MAX_BYTES = 16_000_000;

  /** The longest side that is decoded, in pixels. */
  static final int MAX_SIDE = 16_384;

  private static final Set<String> FORMATS = Set.of("png", "jpeg", "bmp", "gif");

  /** A file that is not a good image; the message is one line that names it. */
  static final class Bad extends ZooException {
    private static final long serialVersionUID = 1L;

    Bad(Path file, String problem, Throwable cause) {
      super(file + ": " + problem, cause);
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T from(ImageReader reader) throws IOException;
  }

  private ImageFile() {}

  /**
   * The shape that the header tells: one channel for grey, three for colour.
   *
   * @throws Bad when the file is no image, or too large
   */
  static Shape shape(Path file) {
    checkBytes(file);
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      return read(file, in, ImageFile::headerShape);
    } catch (IOException e) {
      throw new Bad(file, "cannot be read: " + SafeFiles.reason(e), e);
    }
  }

  /**
   * Checks the header alone; cheaper than {@link #pixels} and enough to tell text from images.
   *
   * @throws Bad when the file is no image, or too large
   */
  static void checkHeader(Path file) {
    checkBytes(file);
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      read(file, in, reader -> Boolean.TRUE);
    } catch (IOException e) {
      throw new Bad(file, "cannot be read: " + SafeFiles.reason(e), e);
    }
  }

  /**
   * Decodes a file and brings it to a shape.
   *
   * @param crop whether the largest centred part of the shape's proportions is taken, instead of
   *     stretching the whole
   * @return {@code shape.size()} bytes, channel by channel, 255 is white
   * @throws Bad when the file is no whole image, or too large
   */
  static byte[] pixels(Path file, Shape shape, boolean crop) {
    checkBytes(file);
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new Bad(file, "cannot be read: " + SafeFiles.reason(e), e);
    }
    // In memory, because ImageIO's own streams may write a cache file.
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      BufferedImage image = read(file, in, reader -> decode(file, reader));
      return ImagePixels.resample(image, shape, crop);
    } catch (IOException e) {
      throw damaged(file, e);
    }
  }

  private static void checkBytes(Path file) {
    long bytes;
    try {
      bytes = Files.size(file);
    } catch (IOException e) {
      throw new Bad(file, "cannot be read: " + SafeFiles.reason(e), e);
    }
    if (bytes > MAX_BYTES) {
      throw new Bad(
          file,
          "expected an image file of at most %d bytes, got %d; make it smaller or remove it"
              .formatted(MAX_BYTES, bytes),
          null);
    }
  }

  private static <T> T read(Path file, ImageInputStream in, Reading<T> reading) {
    ImageReader reader = null;
    try {
      reader = reader(file, in);
      reader.setInput(in, true, true);
      checkSize(file, reader.getWidth(0), reader.getHeight(0));
      return reading.from(reader);
    } catch (Bad e) {
      throw e;
    } catch (ZooException e) {
      // Whole, but of a shape that the zoo does not take.
      throw new Bad(file, e.getMessage() + "; make it smaller or say which shape you want", e);
    } catch (IOException | RuntimeException e) {
      // ImageIO answers damage with whatever its parsers run into, unchecked exceptions included.
      throw damaged(file, e);
    } finally {
      if (reader != null) {
        reader.dispose();
      }
    }
  }

  private static ImageReader reader(Path file, ImageInputStream in) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
      reader.dispose();
    }
    throw new Bad(
        file,
        "expected a PNG, JPEG, BMP or GIF image, got something else; repair or remove it",
        null);
  }

  private static void checkSize(Path file, int width, int height) {
    if (width < 1
        || height < 1
        || width > MAX_SIDE
        || height > MAX_SIDE
        || (long) width * height > MAX_PIXELS) {
      throw new Bad(
          file,
          "expected an image of at most %d pixels and sides of 1 to %d, got %d x %d; make it smaller or remove it"
              .formatted(MAX_PIXELS, MAX_SIDE, width, height),
          null);
    }
  }

  private static Shape headerShape(ImageReader reader) throws IOException {
    boolean grey = ImagePixels.isGrey(reader.getImageTypes(0).next().getColorModel());
    return Shape.image(grey ? 1 : 3, reader.getHeight(0), reader.getWidth(0));
  }

  private static BufferedImage decode(Path file, ImageReader reader) throws IOException {
    // The JPEG reader fills what a cut file lacks with grey, and only warns.
    String[] damage = new String[1];
    reader.addIIOReadWarningListener(
        (source, warning) -> {
          if (warning.startsWith("Truncated File")
              || warning.startsWith("Corrupt JPEG data")
              || warning.startsWith("Premature end")) {
            damage[0] = warning;
          }
        });
    BufferedImage image = reader.read(0);
    if (damage[0] != null) {
      throw damaged(file, new IOException(damage[0]));
    }
    return image;
  }

  private static Bad damaged(Path file, Exception e) {
    String reason =
        e.getMessage() == null
            ? e.getClass().getSimpleName()
            : e.getMessage().lines().findFirst().orElse("");
    return new Bad(
        file,
        "expected a whole PNG, JPEG, BMP or GIF image, got a damaged one (%s); repair or remove it"
            .formatted(reason),
        e);
  }
}
