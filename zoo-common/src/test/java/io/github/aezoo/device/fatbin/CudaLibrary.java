package io.github.aezoo.device.fatbin;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes what a CUDA library has of fat binaries. */
final class CudaLibrary {
  static final int HEADER = 16;
  static final int ENTRY_HEADER = 64;

  private static final int ALIGNMENT = 8;
  private static final int LZ4 = 0x2000;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  byte[] bytes() {
    return bytes.toByteArray();
  }

  int size() {
    return bytes.size();
  }

  /** Bytes that are no fat binary, up to the next place for one. */
  CudaLibrary other(byte... values) {
    bytes.writeBytes(values);
    bytes.writeBytes(new byte[Math.floorMod(-bytes.size(), ALIGNMENT)]);
    return this;
  }

  CudaLibrary fatBinary(byte[]... entries) {
    byte[] all = joined(entries);
    bytes.writeBytes(
        little(HEADER)
            .putInt(0xBA55ED50)
            .putShort((short) 1)
            .putShort((short) HEADER)
            .putLong(all.length)
            .array());
    bytes.writeBytes(all);
    return this;
  }

  static byte[] code(int architecture, int size) {
    byte[] code = new byte[size];
    java.util.Arrays.fill(code, (byte) 0x7F);
    return entry(2, architecture, code, 0, 0, 0);
  }

  static byte[] ptx(int architecture, String text) {
    return entry(1, architecture, text.getBytes(StandardCharsets.UTF_8), 0, 0, 0);
  }

  static byte[] compressed(int architecture, byte[] block, long plainSize) {
    return entry(1, architecture, block, block.length, plainSize, LZ4);
  }

  static byte[] entry(
      int kind, int architecture, byte[] content, int packed, long plain, long flags) {
    int padded = content.length + Math.floorMod(-content.length, ALIGNMENT);
    return little(ENTRY_HEADER + padded)
        .putShort((short) kind)
        .putShort((short) 0x101)
        .putInt(ENTRY_HEADER)
        .putLong(padded)
        .putInt(packed)
        .putInt(0)
        .putInt(0)
        .putInt(architecture)
        .putLong(0)
        .putLong(flags)
        .putLong(0)
        .putLong(plain)
        .put(content)
        .array();
  }

  /**
   * A sequence of an LZ4 block.
   *
   * @param length of the match; 0 for the last sequence, which has none
   */
  static byte[] sequence(String literals, int back, int length) {
    byte[] text = literals.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int match = length == 0 ? 0 : length - 4;
    out.write(Math.min(15, text.length) << 4 | Math.min(15, match));
    more(out, text.length);
    out.writeBytes(text);
    if (length > 0) {
      out.write(back & 0xFF);
      out.write(back >> 8);
      more(out, match);
    }
    return out.toByteArray();
  }

  private static void more(ByteArrayOutputStream out, int length) {
    if (length >= 15) {
      int rest = length - 15;
      for (; rest >= 255; rest -= 255) {
        out.write(255);
      }
      out.write(rest);
    }
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
