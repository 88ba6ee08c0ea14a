package io.github.aezoo.data.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * The rows of a decoded image as values in [0, 1], means of blocks of pixels: transparency on
 * black, grey by the luma of ITU-R BT.601 (0.299 R + 0.587 G + 0.114 B), grey as colour by
 * repeating it.
 *
 * <p>Sample values are taken as they are stored: colour profiles are not applied (Java would take
 * grey images for linear light and brighten them).
 */
final class PixelRows {
  private final BufferedImage image;
  private final boolean stored;
  private final boolean grey;

  /** Whether colours are still to be multiplied by their opacity. */
  private final boolean alpha;

  private final int bands;
  private final double white;
  private final int step;
  private double[] samples = new double[0];
  private final double[][] sums;

  /**
   * Rows of an image.
   *
   * @param step pixels of a block, across and down
   * @param cells blocks of a row at most
   */
  PixelRows(BufferedImage image, int step, int cells) {
    this.image = image;
    this.step = step;
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
    this.sums = new double[grey ? 1 : 3][cells];
  }

  /**
   * One row of blocks.
   *
   * @param top the first row of pixels, of which there are {@code rows}
   * @param width pixels from {@code left} on; the last block may have fewer than the others
   * @param row one or three channels
   */
  void read(int left, int top, int rows, int width, float[][] row) {
    for (double[] sum : sums) {
      Arrays.fill(sum, 0);
    }
    for (int y = top; y < top + rows; y++) {
      if (!addBytes(left, y, width)) {
        add(left, y, width);
      }
    }
    int cells = (width + step - 1) / step;
    for (int i = 0; i < cells; i++) {
      double pixels = (double) rows * Math.min(step, width - i * step) * white;
      float r = (float) (sums[0][i] / pixels);
      float g = grey ? r : (float) (sums[1][i] / pixels);
      float b = grey ? r : (float) (sums[2][i] / pixels);
      if (row.length == 1) {
        row[0][i] = r == g && g == b ? r : 0.299f * r + 0.587f * g + 0.114f * b;
      } else {
        row[0][i] = r;
        row[1][i] = g;
        row[2][i] = b;
      }
    }
  }

  /** Adds a row of whole bytes, as photographs have them; others are left to {@link #add}. */
  private boolean addBytes(int left, int y, int width) {
    Raster raster = image.getRaster();
    if (!stored
        || alpha
        || !(raster.getDataBuffer() instanceof DataBufferByte buffer)
        || !(raster.getSampleModel() instanceof PixelInterleavedSampleModel model)
        || raster.getParent() != null
        || buffer.getNumBanks() != 1) {
      return false;
    }
    byte[] bytes = buffer.getData();
    int pixel = model.getPixelStride();
    int start = buffer.getOffset() + y * model.getScanlineStride() + left * pixel;
    for (int c = 0; c < sums.length; c++) {
      double[] sum = sums[c];
      int at = start + model.getBandOffsets()[c];
      for (int x = 0, cell = 0; x < width; x += step, cell++) {
        int block = 0;
        for (int end = Math.min(width, x + step), i = x; i < end; i++) {
          block += bytes[at] & 0xff;
          at += pixel;
        }
        sum[cell] += block;
      }
    }
    return true;
  }

  private void add(int left, int y, int width) {
    if (stored) {
      samples =
          image.getRaster().getPixels(left, y, width, 1, samples.length == 0 ? null : samples);
    } else {
      argb(left, y, width);
    }
    for (int x = 0; x < width; x++) {
      int at = x * bands;
      double opacity = alpha ? samples[at + bands - 1] / white : 1;
      for (int c = 0; c < sums.length; c++) {
        sums[c][x / step] += samples[at + c] * opacity;
      }
    }
  }

  /** Palettes and packed pixels, which Java turns into 8-bit sRGB exactly. */
  private void argb(int x, int y, int width) {
    int[] packed = image.getRGB(x, y, width, 1, null, 0, width);
    if (samples.length == 0) {
      samples = new double[width * bands];
    }
    for (int i = 0; i < width; i++) {
      samples[i * 4] = (packed[i] >> 16) & 0xff;
      samples[i * 4 + 1] = (packed[i] >> 8) & 0xff;
      samples[i * 4 + 2] = packed[i] & 0xff;
      samples[i * 4 + 3] = packed[i] >>> 24;
    }
  }
}
