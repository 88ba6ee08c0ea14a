package io.github.aezoo.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;

/**
 * Cyan, magenta, yellow and black as red, green and blue: {@code R = (255 - C) (255 - K) / 255},
 * and so on. Colour profiles are not applied.
 */
final class Ink {
  private static final int FULL = 255;

  private Ink() {}

  /**
   * An image of ink.
   *
   * @param stored 8 bits a value, four bands
   * @param colours {@code CMYK}, or {@code YCCK}: brightness and two colours instead of C, M and Y
   * @param inverted whether values are stored as 255 less the ink
   */
  static BufferedImage colours(Raster stored, JpegHeader.Colours colours, boolean inverted) {
    int width = stored.getWidth();
    int height = stored.getHeight();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    byte[] out = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    int[] row = null;
    int at = 0;
    for (int y = 0; y < height; y++) {
      row = stored.getPixels(stored.getMinX(), stored.getMinY() + y, width, 1, row);
      for (int i = 0; i < row.length; i += 4) {
        if (colours == JpegHeader.Colours.YCCK) {
          toInk(row, i);
        }
        int black = inverted ? row[i + 3] : FULL - row[i + 3];
        for (int band = 2; band >= 0; band--) {
          int paper = inverted ? row[i + band] : FULL - row[i + band];
          out[at++] = (byte) ((paper * black + FULL / 2) / FULL);
        }
      }
    }
    return image;
  }

  /** ITU-R BT.601 to RGB, of which the ink is what 255 lacks; as libjpeg has it. */
  private static void toInk(int[] row, int at) {
    double y = row[at];
    double blue = row[at + 1] - 128.0;
    double red = row[at + 2] - 128.0;
    row[at] = FULL - clip(y + 1.402 * red);
    row[at + 1] = FULL - clip(y - 0.344136 * blue - 0.714136 * red);
    row[at + 2] = FULL - clip(y + 1.772 * blue);
  }

  private static int clip(double value) {
    return (int) Math.max(0, Math.min(FULL, Math.round(value)));
  }
}
