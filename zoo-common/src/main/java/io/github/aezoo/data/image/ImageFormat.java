package io.github.aezoo.data.image;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.BigTIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;

/**
 * The formats of image files, told by their first bytes.
 *
 * <p>Which reader reads a format is chosen here and not by ImageIO's registry, whose order depends
 * on the class path and on other plug-ins of a program.
 */
enum ImageFormat {
  PNG("PNG"),
  JPEG("JPEG"),
  BMP("BMP"),
  GIF("GIF"),
  TIFF("TIFF"),
  WEBP("WebP");

  /** How many first bytes tell. */
  static final int HEAD = 12;

  /** All of them, in words. */
  static final String NAMES = "PNG, JPEG, BMP, GIF, TIFF or WebP";

  private final String title;

  ImageFormat(String title) {
    this.title = title;
  }

  /** What a person calls it. */
  String title() {
    return title;
  }

  /** The format of a file that begins so; empty when it is none of these. */
  static Optional<ImageFormat> of(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
      return Optional.of(PNG);
    }
    if (text.startsWith("\u00ff\u00d8\u00ff")) {
      return Optional.of(JPEG);
    }
    if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
      return Optional.of(GIF);
    }
    if (text.startsWith("II*\0") || text.startsWith("MM\0*") || isBigTiff(head)) {
      return Optional.of(TIFF);
    }
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return Optional.of(WEBP);
    }
    return text.startsWith("BM") ? Optional.of(BMP) : Optional.empty();
  }

  /** What a file is that is no image of these, where its first bytes tell. */
  static String other(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("ftyp", 4)) {
      return "a HEIC, AVIF or video file";
    }
    return head.length == 0 ? "an empty file" : "something else";
  }

  private static boolean isBigTiff(byte[] head) {
    String text = new String(Arrays.copyOf(head, 4), StandardCharsets.ISO_8859_1);
    return text.equals("II+\0") || text.equals("MM\0+");
  }

  /** A new reader of files that begin so. */
  ImageReader reader(byte[] head) throws IOException {
    return switch (this) {
      case TIFF ->
          isBigTiff(head)
              ? new BigTIFFImageReaderSpi().createReaderInstance(null)
              : new TIFFImageReaderSpi().createReaderInstance(null);
      case WEBP -> new WebPImageReaderSpi().createReaderInstance(null);
      case PNG, JPEG, BMP, GIF -> ofJava();
    };
  }

  /** Java's own reader. */
  private ImageReader ofJava() {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(title);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.sun.")) {
        return reader;
      }
      reader.dispose();
    }
    throw new IllegalStateException("this Java has no reader of " + title);
  }

  /** A reader of lossless JPEG files, which Java's own does not read. */
  static ImageReader losslessJpeg() throws IOException {
    IIORegistry registry = IIORegistry.getDefaultInstance();
    JPEGImageReaderSpi plugin = registry.getServiceProviderByClass(JPEGImageReaderSpi.class);
    if (plugin == null) {
      // The registry looks for plug-ins with the class loader of the thread that asks first.
      plugin = new JPEGImageReaderSpi();
      registry.registerServiceProvider(plugin);
    }
    return plugin.createReaderInstance(null);
  }
}
