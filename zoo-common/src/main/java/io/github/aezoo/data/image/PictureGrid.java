package io.github.aezoo.data.image;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.SafeFiles;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pictures of pixels in [0, 1]; values outside are clipped. Needs no display. */
public final class PictureGrid {
  /** Small images are enlarged to about so many pixels. */
  private static final int TARGET_SIDE = 84;

  private static final Color BACKGROUND = Color.WHITE;

  private PictureGrid() {}

  /**
   * A row of images under one name.
   *
   * @param label for example {@code original}; may be empty
   * @param images each {@code C * H * W} values, channel by channel and row by row
   * @param captions what stands below each image, for example {@code 17.2 dB}; none, or as many as
   *     images
   */
  public record Row(String label, List<float[]> images, List<String> captions) {
    /** Takes copies of the lists. */
    public Row {
      images = List.copyOf(images);
      captions = List.copyOf(captions);
      if (!captions.isEmpty() && captions.size() != images.size()) {
        throw new IllegalArgumentException(
            "row %s: %d captions of %d images".formatted(label, captions.size(), images.size()));
      }
    }

    /** A row without captions. */
    public Row(String label, List<float[]> images) {
      this(label, images, List.of());
    }
  }

  /** One image at its own size, grey images with one channel. */
  public static BufferedImage of(float[] pixels, Shape shape) {
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
  public static BufferedImage strip(List<float[]> images, Shape shape, int scale) {
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
   * Rows of images with their labels at the left and their captions below, on white.
   *
   * <p>Labels and captions are left out on a machine without fonts.
   *
   * @param scale how many pixels of the picture a pixel of an image becomes, at least 1
   */
  public static BufferedImage grid(List<Row> rows, Shape shape, int scale) {
    GridLayout layout = GridLayout.of(rows, shape, scale);
    BufferedImage picture =
        new BufferedImage(layout.width(), layout.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(BACKGROUND);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    for (int r = 0; r < rows.size(); r++) {
      Row row = rows.get(r);
      layout.drawLabel(graphics, row.label(), r);
      for (int c = 0; c < row.images().size(); c++) {
        draw(picture, row.images().get(c), shape, scale, layout.left(c), layout.top(r));
        if (!row.captions().isEmpty()) {
          layout.drawCaption(graphics, row.captions().get(c), r, c);
        }
      }
    }
    graphics.dispose();
    return picture;
  }

  /** Where {@link #grid} puts the upper left corner of an image: {@code x, y}. */
  static int[] corner(List<Row> rows, Shape shape, int scale, int row, int column) {
    GridLayout layout = GridLayout.of(rows, shape, scale);
    return new int[] {layout.left(column), layout.top(row)};
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
      BufferedImage onto, float[] pixels, Shape shape, int scale, int left, int top) {
    int[] block = new int[scale * scale];
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        java.util.Arrays.fill(block, 0xff000000 | rgb(pixels, shape, y, x));
        onto.setRGB(left + x * scale, top + y * scale, scale, scale, block, 0, scale);
      }
    }
  }

  private static int rgb(float[] pixels, Shape shape, int y, int x) {
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

  /** Saves rows of images into a file; small ones are enlarged by a whole factor. */
  public static void save(Path file, List<Row> rows, Shape shape) {
    save(file, grid(rows, shape, Math.max(1, TARGET_SIDE / shape.height())));
  }

  /** Images {@code [N, C, H, W]} as rows of at most so many. */
  public static List<Row> rows(INDArray images, int columns) {
    int n = (int) images.size(0);
    float[] pixels = images.dup('c').data().asFloat();
    int size = pixels.length / n;
    List<Row> rows = new ArrayList<>();
    for (int from = 0; from < n; from += columns) {
      List<float[]> row = new ArrayList<>();
      for (int i = from; i < Math.min(n, from + columns); i++) {
        row.add(Arrays.copyOfRange(pixels, i * size, (i + 1) * size));
      }
      rows.add(new Row("", row));
    }
    return rows;
  }
}
