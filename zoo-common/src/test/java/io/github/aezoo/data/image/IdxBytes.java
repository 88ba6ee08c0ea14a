package io.github.aezoo.data.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** Makes IDX files, right ones and wrong ones. */
public final class IdxBytes {
  static final int IMAGES = 0x803;
  static final int LABELS = 0x801;

  private IdxBytes() {}

  public static byte[] images(int count, int rows, int columns, int... pixels) {
    return file(new int[] {IMAGES, count, rows, columns}, pixels);
  }

  static byte[] labels(int count, int... labels) {
    return file(new int[] {LABELS, count}, labels);
  }

  static byte[] file(int[] header, int... content) {
    ByteBuffer file = ByteBuffer.allocate(4 * header.length + content.length);
    for (int number : header) {
      file.putInt(number);
    }
    for (int value : content) {
      file.put((byte) value);
    }
    return file.array();
  }

  public static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
