package io.github.aezoo.eval;

import io.github.aezoo.data.ImageShape;
import io.github.aezoo.io.SafeFiles;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Pictures of pixels in [0, 1]; values outside are clipped. Needs no display. */
public final class Images {
  private static final int MARGIN = 8;
  private static final Color BACKGROUND = Color.WHITE;
  private static final Color INK = new Color(0x33, 0x33, 0x33);

  private Images() {}

  /**
   * A row of images under one name.
   *
   * @param label for example {@code original}; may be empty
   * @param images each {@code C * H * W} values, channel by channel and row by row
   */
  public record Row(String label, List<float[]> images) {
    /** Takes a copy of the list. */
    public Row {
      images = List.copyOf(images);
    }
  }

  /** One image at its own size, grey images with one channel. */
  public static BufferedImage of(float[] pixels, ImageShape shape) {
    boolean grey = shape.channels() == 1;
    BufferedImage image =
        new BufferedImage(
            shape.width(),
            shape.height(),
            grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        int rgb = rgb(pixels, shape, y, x);
        if (grey) {
          // Not setRGB, which would convert between two grey colour spaces.
          image.getRaster().setSample(x, y, 0, rgb & 0xff);
        } else {
          image.setRGB(x, y, rgb);
        }
      }
    }
    return image;
  }

  /** Images side by side, without a label, on a transparent ground; scale pixels apart. */
  public static BufferedImage strip(List<float[]> images, ImageShape shape, int scale) {
    int n = Math.max(1, images.size());
    BufferedImage strip =
        new BufferedImage(
            scale * (n * (shape.width() + 1) - 1),
            scale * shape.height(),
            BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < images.size(); i++) {
      draw(strip, images.get(i), shape, scale, scale * i * (shape.width() + 1), 0);
    }
    return strip;
  }

  /**
   * Rows of images with their labels at the left, on white.
   *
   * <p>Labels are left out on a machine without fonts.
   *
   * @param scale how many pixels of the picture a pixel of an image becomes, at least 1
   */
  public static BufferedImage grid(List<Row> rows, ImageShape shape, int scale) {
    int columns = rows.stream().mapToInt(r -> r.images().size()).max().orElse(0);
    Font font = font(Math.max(11, Math.min(20, scale * shape.height() / 5)));
    int left = MARGIN + labelWidth(rows, font);
    int stepX = scale * (shape.width() + 1);
    int stepY = scale * (shape.height() + 1);
    BufferedImage picture =
        new BufferedImage(
            left + columns * stepX - (columns > 0 ? scale : 0) + MARGIN,
            2 * MARGIN + rows.size() * stepY - (rows.isEmpty() ? 0 : scale),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(BACKGROUND);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    for (int r = 0; r < rows.size(); r++) {
      int top = MARGIN + r * stepY;
      if (font != null) {
        label(graphics, rows.get(r).label(), font, top + scale * shape.height() / 2);
      }
      for (int c = 0; c < rows.get(r).images().size(); c++) {
        draw(picture, rows.get(r).images().get(c), shape, scale, left + c * stepX, top);
      }
    }
    graphics.dispose();
    return picture;
  }

  /** Where {@link #grid} puts the upper left corner of an image: {@code x, y}. */
  static int[] corner(List<Row> rows, ImageShape shape, int scale, int row, int column) {
    Font font = font(Math.max(11, Math.min(20, scale * shape.height() / 5)));
    return new int[] {
      MARGIN + labelWidth(rows, font) + column * scale * (shape.width() + 1),
      MARGIN + row * scale * (shape.height() + 1)
    };
  }

  /** The picture as PNG, the same bytes for the same picture on one Java. */
  public static byte[] toPng(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      // Without a cache file on disk, which ImageIO would create by default.
      try (var stream = new javax.imageio.stream.MemoryCacheImageOutputStream(out)) {
        ImageIO.write(image, "png", stream);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return out.toByteArray();
  }

  /**
   * Saves a picture as PNG, atomically.
   *
   * @throws io.github.aezoo.io.ZooException when the file cannot be written
   */
  public static void save(Path file, BufferedImage image) {
    SafeFiles.writeBytes(file, toPng(image));
  }

  private static void draw(
      BufferedImage onto, float[] pixels, ImageShape shape, int scale, int left, int top) {
    int[] block = new int[scale * scale];
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        java.util.Arrays.fill(block, 0xff000000 | rgb(pixels, shape, y, x));
        onto.setRGB(left + x * scale, top + y * scale, scale, scale, block, 0, scale);
      }
    }
  }

  private static int rgb(float[] pixels, ImageShape shape, int y, int x) {
    int plane = shape.height() * shape.width();
    int at = y * shape.width() + x;
    if (shape.channels() == 1) {
      return level(pixels[at]) * 0x010101;
    }
    return level(pixels[at]) << 16 | level(pixels[plane + at]) << 8 | level(pixels[2 * plane + at]);
  }

  private static int level(float value) {
    return Math.round(255 * Math.min(1f, Math.max(0f, value)));
  }

  private static int labelWidth(List<Row> rows, Font font) {
    if (font == null || rows.stream().allMatch(r -> r.label().isEmpty())) {
      return 0;
    }
    FontRenderContext context = new FontRenderContext(null, true, true);
    double width =
        rows.stream()
            .mapToDouble(r -> font.getStringBounds(r.label(), context).getWidth())
            .max()
            .orElse(0);
    return (int) Math.ceil(width) + MARGIN;
  }

  private static void label(Graphics2D graphics, String text, Font font, int middle) {
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(INK);
    graphics.setFont(font);
    var metrics = graphics.getFontMetrics();
    graphics.drawString(text, MARGIN, middle + (metrics.getAscent() - metrics.getDescent()) / 2);
  }

  /** A plain font, or null where Java finds none, as in small containers. */
  private static Font font(int size) {
    try {
      Font font = new Font(Font.SANS_SERIF, Font.PLAIN, size);
      font.getStringBounds("x", new FontRenderContext(null, true, true));
      return font;
    } catch (RuntimeException | LinkageError | InternalError e) {
      return null;
    }
  }
}
