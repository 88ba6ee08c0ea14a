package io.github.aezoo.data.image;

import io.github.aezoo.data.ImageFit;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import java.awt.image.ColorModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads one image file (PNG, JPEG, BMP, TIFF, WebP or the first frame of a GIF, told by content and
 * not by name) into bytes of a given shape.
 *
 * <p>The size in the header is checked before pixels are decoded.
 */
final class ImageFile {
  /** The most pixels that are decoded. */
  static final int MAX_PIXELS = 200_000_000;

  /** The most bytes that are read. */
  static final long MAX_BYTES = 100_000_000;

  /** Where the frame of nearly every JPEG file is. */
  private static final int JPEG_HEAD = 1 << 16;

  /** A file that is not a good image; the message is one line that names it. */
  static final class Bad extends ZooException {
    private static final long serialVersionUID = 1L;

    private final String problem;

    Bad(Path file, String problem, Throwable cause) {
      super(file + ": " + problem, cause);
      this.problem = problem;
    }

    /** The message without the file's name. */
    String problem() {
      return problem;
    }
  }

  /**
   * The pixels of a file.
   *
   * @param pixels one byte a pixel and channel, channel by channel, 255 is white
   * @param notes what is wrong with the file, but did not prevent reading
   */
  record Read(byte[] pixels, List<String> notes) {}

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }

  private ImageFile() {}

  /**
   * What the header tells; cheaper than {@link #read} and enough to tell text from images.
   *
   * @throws Bad when the file is no image, or too large
   */
  static ImageHeader header(Path file) {
    return guarded(
        file,
        () -> {
          checkBytes(file);
          byte[] head = head(file, ImageFormat.HEAD);
          ImageFormat format = format(file, head);
          ImageHeader header =
              format == ImageFormat.JPEG ? jpegHeader(file) : header(file, format, head);
          checkSize(file, header);
          return header;
        });
  }

  /**
   * Decodes a file and brings it upright to a shape.
   *
   * @throws Bad when the file is no whole image, or too large
   */
  static Read read(Path file, Shape shape, ImageFit fit) {
    ImageHeader header = header(file);
    return guarded(
        file,
        () -> {
          Decoding.Decoded decoded = Decoding.of(header.format(), Files.readAllBytes(file));
          return new Read(
              ImagePixels.resample(decoded.image(), shape, fit, header.orientation()),
              decoded.notes());
        });
  }

  private static <T> T guarded(Path file, Reading<T> reading) {
    try {
      return reading.read();
    } catch (Bad e) {
      throw e;
    } catch (java.nio.file.FileSystemException e) {
      throw new Bad(file, "cannot be read: " + SafeFiles.reason(e), e);
    } catch (IOException | RuntimeException e) {
      // ImageIO answers damage with whatever its parsers run into, unchecked exceptions included.
      throw damaged(file, e);
    } catch (OutOfMemoryError e) {
      throw new Bad(file, "its pixels do not fit into Java's heap; make it smaller", e);
    }
  }

  private static byte[] head(Path file, int bytes) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(bytes);
    }
  }

  private static void checkBytes(Path file) throws IOException {
    long bytes = Files.size(file);
    if (bytes > MAX_BYTES) {
      throw new Bad(
          file,
          "expected an image file of at most %d bytes, got %d; make it smaller or remove it"
              .formatted(MAX_BYTES, bytes),
          null);
    }
  }

  private static ImageFormat format(Path file, byte[] head) {
    return ImageFormat.of(head)
        .orElseThrow(
            () ->
                new Bad(
                    file,
                    "expected a %s image, got %s; convert, repair or remove it"
                        .formatted(ImageFormat.NAMES, ImageFormat.other(head)),
                    null));
  }

  private static void checkSize(Path file, ImageHeader header) {
    if (header.width() < 1 || header.height() < 1 || header.pixels() > MAX_PIXELS) {
      throw new Bad(
          file,
          "expected an image of 1 to %d pixels, got %d x %d; make it smaller or remove it"
              .formatted(MAX_PIXELS, header.width(), header.height()),
          null);
    }
  }

  private static ImageHeader jpegHeader(Path file) throws IOException {
    Optional<JpegHeader> found = JpegHeader.of(head(file, JPEG_HEAD));
    JpegHeader header =
        found.isPresent()
            ? found.get()
            : JpegHeader.of(Files.readAllBytes(file))
                .orElseThrow(() -> new IOException("it ends in its header"));
    return ImageHeader.of(
        ImageFormat.JPEG,
        header.width(),
        header.height(),
        header.colours() == JpegHeader.Colours.GREY,
        false,
        header.orientation());
  }

  private static ImageHeader header(Path file, ImageFormat format, byte[] head) throws IOException {
    ImageReader reader = format.reader(head);
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      Orientation orientation = Orientation.of(format, in);
      in.seek(0);
      reader.setInput(in, true, format != ImageFormat.GIF);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      if (format == ImageFormat.GIF) {
        int[] screen = Decoding.screen(head, Decoding.frame(reader));
        width = screen[0];
        height = screen[1];
      }
      ImageTypeSpecifier type = reader.getRawImageType(0);
      ColorModel model = (type == null ? reader.getImageTypes(0).next() : type).getColorModel();
      if (!ImagePixels.isWhole(model)) {
        throw new Bad(
            file,
            "expected 8 or 16 bits a value, got numbers of a wider range; convert or remove it",
            null);
      }
      return ImageHeader.of(
          format, width, height, ImagePixels.isGrey(model), model.hasAlpha(), orientation);
    } finally {
      reader.dispose();
    }
  }

  private static Bad damaged(Path file, Exception e) {
    String reason =
        e.getMessage() == null
            ? e.getClass().getSimpleName()
            : e.getMessage().lines().findFirst().orElse("");
    return new Bad(
        file,
        "expected a whole %s image, got a damaged one (%s); repair or remove it"
            .formatted(ImageFormat.NAMES, reason),
        e);
  }
}
