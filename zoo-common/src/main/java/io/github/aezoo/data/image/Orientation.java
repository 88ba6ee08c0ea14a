package io.github.aezoo.data.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/**
 * How a stored image is turned to be upright: the orientation that EXIF and TIFF define (tag 274).
 *
 * @param tag 1 (as stored) to 8
 */
record Orientation(int tag) {
  /** As stored. */
  static final Orientation UPRIGHT = new Orientation(1);

  private static final int TAG = 0x112;
  private static final int SHORT = 3;

  /** Longer than any list of tags that cameras write. */
  private static final int MAX_TAGS = 4096;

  /** Whether rows become columns. */
  boolean transposes() {
    return tag >= 5;
  }

  /** Whether stored columns run from right to left. */
  boolean mirrorsColumns() {
    return tag == 2 || tag == 3 || tag == 7 || tag == 8;
  }

  /** Whether stored rows run from bottom to top. */
  boolean mirrorsRows() {
    return tag == 3 || tag == 4 || tag == 6 || tag == 7;
  }

  /**
   * Turns pixels.
   *
   * @param stored {@code channels * height * width} pixels, channel by channel
   * @param height of the stored image
   * @param width of the stored image
   */
  byte[] upright(byte[] stored, int channels, int height, int width) {
    if (tag == 1) {
      return stored;
    }
    int w = transposes() ? height : width;
    int h = transposes() ? width : height;
    byte[] turned = new byte[stored.length];
    for (int c = 0; c < channels; c++) {
      int plane = c * height * width;
      for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
          int across = transposes() ? y : x;
          int down = transposes() ? x : y;
          int column = mirrorsColumns() ? width - 1 - across : across;
          int row = mirrorsRows() ? height - 1 - down : down;
          turned[plane + y * w + x] = stored[plane + row * width + column];
        }
      }
    }
    return turned;
  }

  /** What a file says outside of its pixels; upright where it says nothing that can be read. */
  static Orientation of(ImageFormat format, ImageInputStream in) throws IOException {
    try {
      return switch (format) {
        case PNG -> ofPng(in);
        case WEBP -> ofWebP(in);
        case TIFF -> ofTags(in, 0);
        // JpegHeader finds that of JPEG files; the others have none.
        case JPEG, BMP, GIF -> UPRIGHT;
      };
    } catch (EOFException e) {
      return UPRIGHT;
    }
  }

  private static Orientation ofPng(ImageInputStream in) throws IOException {
    in.setByteOrder(ByteOrder.BIG_ENDIAN);
    long at = 8;
    while (true) {
      in.seek(at);
      long length = in.readUnsignedInt();
      int type = in.readInt();
      if (type == chunk("eXIf")) {
        return ofTags(in, at + 8);
      }
      if (type == chunk("IEND")) {
        return UPRIGHT;
      }
      at += 12 + length;
    }
  }

  private static Orientation ofWebP(ImageInputStream in) throws IOException {
    long at = ImageFormat.HEAD;
    while (true) {
      in.setByteOrder(ByteOrder.BIG_ENDIAN);
      in.seek(at);
      int type = in.readInt();
      in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
      long length = in.readUnsignedInt();
      if (type == chunk("EXIF")) {
        in.setByteOrder(ByteOrder.BIG_ENDIAN);
        // Some programs write JPEG's prefix here, too.
        boolean prefix = in.readInt() == chunk("Exif");
        return ofTags(in, at + 8 + (prefix ? 6 : 0));
      }
      at += 8 + length + length % 2;
    }
  }

  private static int chunk(String name) {
    return (name.charAt(0) << 24) | (name.charAt(1) << 16) | (name.charAt(2) << 8) | name.charAt(3);
  }

  /** The tag in a TIFF structure that begins at a position. */
  static Orientation ofTags(ImageInputStream in, long start) throws IOException {
    try {
      in.seek(start);
      in.setByteOrder(ByteOrder.BIG_ENDIAN);
      int order = in.readUnsignedShort();
      in.setByteOrder(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      if (in.readUnsignedShort() != 42) {
        return UPRIGHT;
      }
      in.seek(start + in.readUnsignedInt());
      int tags = Math.min(MAX_TAGS, in.readUnsignedShort());
      for (int i = 0; i < tags; i++) {
        int tag = in.readUnsignedShort();
        int type = in.readUnsignedShort();
        in.readInt();
        int value = type == SHORT ? in.readUnsignedShort() : in.readInt();
        if (tag == TAG) {
          return value >= 1 && value <= 8 ? new Orientation(value) : UPRIGHT;
        }
        if (type == SHORT) {
          in.readUnsignedShort();
        }
      }
      return UPRIGHT;
    } catch (EOFException | IndexOutOfBoundsException e) {
      return UPRIGHT;
    }
  }
}
