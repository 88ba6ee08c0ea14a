package io.github.aezoo.data.image;

import io.github.aezoo.data.Shape;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.IndexColorModel;

/**
 * Brings a decoded image to a shape: transparency on black, grey by the luma of ITU-R BT.601 (0.299
 * R + 0.587 G + 0.114 B), grey as colour by repeating it, the size by {@link Resampling}.
 *
 * <p>Sample values are taken as they are stored: colour profiles are not applied (Java would take
 * grey images for linear light and brighten them).
 */
final class ImagePixels {
  private final BufferedImage image;
  private final boolean stored;
  private final boolean grey;

  /** Whether colours are still to be multiplied by their opacity. */
  private final boolean alpha;

  private final int bands;
  private final float white;
  private int[] samples = new int[0];

  private ImagePixels(BufferedImage image) {
    this.image = image;
    ColorModel model = image.getColorModel();
    int space = model.getColorSpace().getType();
    this.stored =
        model instanceof ComponentColorModel
            && (space == ColorSpace.TYPE_GRAY || space == ColorSpace.TYPE_RGB);
    this.grey = stored && space == ColorSpace.TYPE_GRAY;
    // getRGB gives colours that are not multiplied.
    this.alpha = model.hasAlpha() && !(stored && model.isAlphaPremultiplied());
    this.bands = stored ? model.getNumComponents() : 4;
    this.white = stored ? (1 << model.getComponentSize(0)) - 1 : 255;
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

  /** See {@link ImageFile#pixels}. */
  static byte[] resample(BufferedImage image, Shape shape, boolean crop) {
    int width = image.getWidth();
    int height = image.getHeight();
    if (crop) {
      // The largest part with the target's proportions, at least one pixel wide and high.
      long w = Math.round((double) height * shape.width() / shape.height());
      long h = Math.round((double) width * shape.height() / shape.width());
      width = (int) Math.max(1, Math.min(width, w));
      height = (int) Math.max(1, Math.min(height, h));
    }
    int left = (image.getWidth() - width) / 2;
    int top = (image.getHeight() - height) / 2;
    return new ImagePixels(image).region(left, top, width, height, shape);
  }

  /**
   * Row by row, so that besides the image itself only one row of floats is held at a time; the
   * order of additions is fixed.
   */
  private byte[] region(int left, int top, int width, int height, Shape shape) {
    Resampling across = new Resampling(width, shape.width());
    Resampling down = new Resampling(height, shape.height());
    int plane = shape.height() * shape.width();
    float[] sum = new float[shape.size()];
    float[][] row = new float[shape.channels()][width];
    float[] narrow = new float[shape.width()];
    int start = 0;
    for (int y = 0; y < height; y++) {
      read(left, top + y, width, row);
      start = down.firstReached(y, start);
      for (int c = 0; c < row.length; c++) {
        across.row(row[c], narrow);
        for (int i = start; down.begun(i, y); i++) {
          float weight = down.weight(i, y);
          int at = c * plane + i * shape.width();
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

  private void read(int x, int y, int width, float[][] row) {
    if (stored) {
      samples = image.getRaster().getPixels(x, y, width, 1, samples.length == 0 ? null : samples);
    } else {
      argb(x, y, width);
    }
    for (int i = 0; i < width; i++) {
      int at = i * bands;
      float opacity = alpha ? samples[at + bands - 1] / white : 1;
      float r = samples[at] / white * opacity;
      float g = grey ? r : samples[at + 1] / white * opacity;
      float b = grey ? r : samples[at + 2] / white * opacity;
      if (row.length == 1) {
        row[0][i] = r == g && g == b ? r : 0.299f * r + 0.587f * g + 0.114f * b;
      } else {
        row[0][i] = r;
        row[1][i] = g;
        row[2][i] = b;
      }
    }
  }

  /** Palettes and packed pixels, which Java turns into 8-bit sRGB exactly. */
  private void argb(int x, int y, int width) {
    int[] packed = image.getRGB(x, y, width, 1, null, 0, width);
    if (samples.length == 0) {
      samples = new int[width * bands];
    }
    for (int i = 0; i < width; i++) {
      samples[i * 4] = packed[i] >> 16 & 0xff;
      samples[i * 4 + 1] = packed[i] >> 8 & 0xff;
      samples[i * 4 + 2] = packed[i] & 0xff;
      samples[i * 4 + 3] = packed[i] >>> 24;
    }
  }
}
