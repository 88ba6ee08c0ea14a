package io.github.aezoo.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's array files, read: little-endian float32 or float64 in C order (<a
 * href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">format</a>).
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final long MAX_BYTES = 1L << 30;
  private static final int MAX_RANK = 8;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{\\s*'descr':\\s*'<f([48])',\\s*'fortran_order':\\s*False,\\s*"
              + "'shape':\\s*\\(([0-9, ]*)\\),?\\s*\\}\\s*");

  private static final int ALIGNMENT = 64;

  private Npy() {}

  /**
   * What a matrix of float32 begins with, before its values, little-endian and row by row: format
   * 1.0 has magic, version, header length, and a Python literal, padded to 64 bytes.
   */
  public static byte[] header(int rows, int columns) {
    String dict =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(rows, columns);
    int prefix = MAGIC.length + 4;
    int padding = ALIGNMENT - (prefix + dict.length() + 1) % ALIGNMENT;
    String header = dict + " ".repeat(padding) + "\n";
    ByteBuffer bytes = ByteBuffer.allocate(prefix + header.length()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length());
    bytes.put(header.getBytes(StandardCharsets.US_ASCII));
    return bytes.array();
  }

  /**
   * Reads a file.
   *
   * @throws ZooException when it cannot be read or is not such an array
   */
  public static Tensor read(Path file) {
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw bad(file, "at most %,d bytes expected; got %,d".formatted(MAX_BYTES, size));
      }
      return read(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN), file);
    } catch (IOException e) {
      throw new ZooException("cannot read " + file + ": " + SafeFiles.reason(e), e);
    }
  }

  private static Tensor read(ByteBuffer in, Path file) {
    if (in.remaining() < 12) {
      throw bad(file, "it is too short");
    }
    for (byte b : MAGIC) {
      if (in.get() != b) {
        throw bad(file, "it does not begin like one");
      }
    }
    int major = in.get();
    in.get();
    int length = major == 1 ? Short.toUnsignedInt(in.getShort()) : in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw bad(file, "its header is cut off");
    }
    byte[] text = new byte[length];
    in.get(text);
    String header = new String(text, StandardCharsets.ISO_8859_1);
    Matcher m = HEADER.matcher(header);
    if (!m.matches()) {
      throw bad(file, "float32 or float64 in C order expected; got " + header.strip());
    }
    int bytes = Integer.parseInt(m.group(1));
    String[] sizes = m.group(2).isBlank() ? new String[0] : m.group(2).strip().split(",\\s*");
    if (sizes.length > MAX_RANK) {
      throw bad(file, "at most " + MAX_RANK + " dimensions expected");
    }
    long[] shape = new long[sizes.length];
    long n = 1;
    try {
      for (int i = 0; i < sizes.length; i++) {
        shape[i] = Long.parseLong(sizes[i].strip());
        n = Math.multiplyExact(n, shape[i]);
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw bad(file, "its shape is " + m.group(2));
    }
    if (in.remaining() % bytes != 0 || n != in.remaining() / bytes) {
      throw bad(file, "%d values expected; %d bytes follow".formatted(n, in.remaining()));
    }
    float[] values = new float[(int) n];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes == 4 ? in.getFloat() : (float) in.getDouble();
      if (!Float.isFinite(values[i])) {
        throw bad(file, "finite values expected; value %d is %s".formatted(i, values[i]));
      }
    }
    return new Tensor(shape, values);
  }

  private static ZooException bad(Path file, String what) {
    return new ZooException(
        "%s is not a NumPy array of the expected kind: %s".formatted(file, what));
  }
}
