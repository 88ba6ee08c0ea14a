package io.github.aezoo.data.image;

import io.github.aezoo.data.ImageFit;
import io.github.aezoo.data.Shape;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.stream.IntStream;

/**
 * Brings a decoded image to a shape: its values by {@link PixelRows}, its size by the means of
 * blocks of pixels, as long as twice the wanted size remains, and then by {@link Resampling}.
 */
final class ImagePixels {
  /** Larger values have no white that is known. */
  private static final int MAX_BITS = 16;

  private ImagePixels() {}

  /** Whether every value has a known range: of 1 to 16 bits. */
  static boolean isWhole(ColorModel model) {
    int type = model.getTransferType();
    boolean fraction = type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE;
    return !fraction && IntStream.of(model.getComponentSize()).allMatch(bits -> bits <= MAX_BITS);
  }

  /** Whether images of this model have grey pixels alone. */
  static boolean isGrey(ColorModel model) {
    if (model instanceof IndexColorModel palette) {
      for (int i = 0; i < palette.getMapSize(); i++) {
        if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
          return false;
        }
      }
      return true;
    }
    return model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
  }

  /** Bytes as values in [0, 1]. */
  static float[] values(byte... bytes) {
    float[] values = new float[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (bytes[i] & 0xff) / 255f;
    }
    return values;
  }

  /**
   * A shape full of an image.
   *
   * @param orientation how the image becomes upright
   * @return {@code shape.size()} bytes, channel by channel, 255 is white
   */
  static byte[] resample(BufferedImage image, Shape shape, ImageFit fit, Orientation orientation) {
    boolean turned = orientation.transposes();
    int wide = turned ? shape.height() : shape.width();
    int high = turned ? shape.width() : shape.height();
    int width = image.getWidth();
    int height = image.getHeight();
    if (fit == ImageFit.PAD) {
      double scale = Math.min((double) wide / width, (double) high / height);
      int innerWide = (int) Math.max(1, Math.min(wide, Math.round(width * scale)));
      int innerHigh = (int) Math.max(1, Math.min(high, Math.round(height * scale)));
      Region whole = new Region(0, 0, width, height);
      byte[] inner =
          orientation.upright(
              region(image, whole, shape.channels(), innerHigh, innerWide),
              shape.channels(),
              innerHigh,
              innerWide);
      return padded(inner, shape, turned ? innerWide : innerHigh, turned ? innerHigh : innerWide);
    }
    if (fit == ImageFit.CROP) {
      // The largest part with the target's proportions, at least one pixel wide and high.
      long w = Math.round((double) height * wide / high);
      long h = Math.round((double) width * high / wide);
      width = (int) Math.max(1, Math.min(width, w));
      height = (int) Math.max(1, Math.min(height, h));
    }
    int left = middle(image.getWidth() - width, orientation.mirrorsColumns());
    int top = middle(image.getHeight() - height, orientation.mirrorsRows());
    Region part = new Region(left, top, width, height);
    return orientation.upright(
        region(image, part, shape.channels(), high, wide), shape.channels(), high, wide);
  }

  /** Half of what is left over, the smaller part first in the upright image. */
  private static int middle(int rest, boolean mirrored) {
    return mirrored ? rest - rest / 2 : rest / 2;
  }

  private static byte[] padded(byte[] inner, Shape shape, int height, int width) {
    byte[] pixels = new byte[shape.size()];
    int top = (shape.height() - height) / 2;
    int left = (shape.width() - width) / 2;
    for (int row = 0; row < shape.channels() * height; row++) {
      int c = row / height;
      int y = row % height + top;
      System.arraycopy(
          inner, row * width, pixels, (c * shape.height() + y) * shape.width() + left, width);
    }
    return pixels;
  }

  /** A part of an image. */
  private record Region(int left, int top, int width, int height) {}

  /**
   * Row by row, so that besides the image itself only one row of floats is held at a time; the
   * order of additions is fixed.
   */
  private static byte[] region(BufferedImage image, Region part, int channels, int high, int wide) {
    int step = Math.max(1, Math.min(part.width() / (2 * wide), part.height() / (2 * high)));
    int cells = (part.width() + step - 1) / step;
    int lines = (part.height() + step - 1) / step;
    Resampling across = new Resampling(cells, (double) part.width() / step, wide);
    Resampling down = new Resampling(lines, (double) part.height() / step, high);
    PixelRows rows = new PixelRows(image, step, cells);
    int plane = high * wide;
    float[] sum = new float[channels * plane];
    float[][] row = new float[channels][cells];
    float[] narrow = new float[wide];
    int start = 0;
    for (int y = 0; y < lines; y++) {
      int from = part.top() + y * step;
      int count = Math.min(step, part.top() + part.height() - from);
      rows.read(part.left(), from, count, part.width(), row);
      start = down.firstReached(y, start);
      for (int c = 0; c < channels; c++) {
        across.row(row[c], narrow);
        for (int i = start; down.begun(i, y); i++) {
          float weight = down.weight(i, y);
          int at = c * plane + i * wide;
          for (int x = 0; x < narrow.length; x++) {
            sum[at + x] += weight * narrow[x];
          }
        }
      }
    }
    byte[] pixels = new byte[sum.length];
    for (int i = 0; i < sum.length; i++) {
      // The cubic kernel may overshoot at edges.
      pixels[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, sum[i])));
    }
    return pixels;
  }
}
