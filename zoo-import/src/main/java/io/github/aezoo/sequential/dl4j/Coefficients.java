package io.github.aezoo.sequential.dl4j;

import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * All parameters in a row, as {@code Nd4j.write} stores an array: a buffer with the shape ({@code
 * rank, sizes, strides, extras, 1, order}) and one with the values, each as allocation mode, length
 * and data type, big-endian.
 *
 * <p>Checked before a value is read: the data types (LONG, then FLOAT or DOUBLE, as the extras
 * say), rank 1 or {@code [1, n]}, canonical strides, lengths against each other and against the
 * bytes that are there, to the last one.
 */
final class Coefficients {
  private static final long FLOAT_FLAG = 8192;
  private static final long DOUBLE_FLAG = 16_384;
  private static final int MAX_SHAPE = 8;

  private final float[] values;
  private int at;

  private Coefficients(float[] values) {
    this.values = values;
  }

  static Coefficients of(byte[] content) {
    try {
      return read(ByteBuffer.wrap(content));
    } catch (BufferUnderflowException e) {
      throw bad("it ends too early");
    }
  }

  private static ZooException bad(String what) {
    return new ZooException("coefficients.bin: " + what);
  }

  private static String word(ByteBuffer in) {
    byte[] text = new byte[Short.toUnsignedInt(in.getShort())];
    if (text.length > 32) {
      throw bad("a data type expected");
    }
    in.get(text);
    return new String(text, StandardCharsets.US_ASCII);
  }

  private static Coefficients read(ByteBuffer in) {
    requireMode(in);
    long n = in.getLong();
    if (!word(in).equals("LONG") || (n != 6 && n != MAX_SHAPE)) {
      throw bad("a row of numbers expected, saved by Deeplearning4j 1.0.0-beta4 or later");
    }
    long[] shape = new long[(int) n];
    for (int i = 0; i < n; i++) {
      shape[i] = in.getLong();
    }
    requireMode(in);
    long length = in.getLong();
    String type = word(in);
    boolean single = type.equals("FLOAT");
    if (!single && !type.equals("DOUBLE")) {
      throw bad("FLOAT or DOUBLE expected; got " + type.replaceAll("[^A-Z0-9]", "?"));
    }
    requireCanonical(shape, length, single ? FLOAT_FLAG : DOUBLE_FLAG);
    int bytes = single ? Float.BYTES : Double.BYTES;
    if (length < 1 || in.remaining() % bytes != 0 || length != in.remaining() / bytes) {
      throw bad("%,d values expected; %,d bytes follow".formatted(length, in.remaining()));
    }
    float[] values = new float[(int) length];
    for (int i = 0; i < values.length; i++) {
      values[i] = single ? in.getFloat() : (float) in.getDouble();
      if (!Float.isFinite(values[i])) {
        throw bad("finite values expected; value %d is %s".formatted(i, values[i]));
      }
    }
    return new Coefficients(values);
  }

  private static void requireMode(ByteBuffer in) {
    String mode = word(in);
    if (!mode.matches("[A-Z_]+")) {
      throw bad("an allocation mode expected");
    }
  }

  private static void requireCanonical(long[] shape, long length, long flag) {
    int rank = (int) shape[0];
    boolean row = shape.length == 6 && rank == 1 && shape[1] == length && shape[2] == 1;
    boolean matrix =
        shape.length == MAX_SHAPE
            && rank == 2
            && shape[1] == 1
            && shape[2] == length
            && (shape[3] == length || shape[3] == 1)
            && shape[4] == 1;
    long order = shape[shape.length - 1];
    boolean right =
        (row || matrix)
            && shape[shape.length - 3] == flag
            && shape[shape.length - 2] == 1
            && (order == 'c' || order == 'f');
    if (!right) {
      throw bad(
          "a row of %,d contiguous values expected; got shape and strides %s"
              .formatted(length, Arrays.toString(shape)));
    }
  }

  /** The next values. */
  float[] next(long n) {
    if (n > values.length - at) {
      throw bad(
          "the file has %,d values; the layers up to this one need %,d"
              .formatted(values.length, at + n));
    }
    at += (int) n;
    return Arrays.copyOfRange(values, at - (int) n, at);
  }

  /** The next values as a vector. */
  Tensor vector(int n) {
    return new Tensor(new long[] {n}, next(n));
  }

  /** All must have been taken. */
  void requireEnd() {
    if (at != values.length) {
      throw bad("the layers need %,d values; the file has %,d".formatted(at, values.length));
    }
  }
}
