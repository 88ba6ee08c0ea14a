package io.github.aezoo.data.table;

import io.github.aezoo.io.ZooException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array of numbers, truth values or texts in NumPy's format (<a
 * href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">npy</a>), whose
 * values become cells of a table: NaN is a missing one.
 */
final class NumpyArray {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([<>|=])([fiubUS])(\\d+)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9, ]*)\\)");
  private static final long MAX_VALUES = CsvTable.MAX_CELLS;

  private final ByteBuffer values;
  private final char kind;
  private final int bytes;
  private final boolean columnsFirst;
  private final int[] shape;

  private NumpyArray(ByteBuffer values, char kind, int bytes, boolean columnsFirst, int[] shape) {
    this.values = values;
    this.kind = kind;
    this.bytes = bytes;
    this.columnsFirst = columnsFirst;
    this.shape = shape;
  }

  /**
   * Reads an array.
   *
   * @param name what errors name
   * @throws ZooException when these are not the bytes of such an array
   */
  static NumpyArray read(byte[] file, String name) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    boolean magic = file.length >= 12;
    for (int i = 0; magic && i < MAGIC.length; i++) {
      magic = in.get() == MAGIC[i];
    }
    if (!magic) {
      throw bad(name, "it does not begin like one");
    }
    int major = in.get();
    in.get();
    int length = major == 1 ? Short.toUnsignedInt(in.getShort()) : in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw bad(name, "its header is cut off");
    }
    byte[] text = new byte[length];
    in.get(text);
    String header = new String(text, StandardCharsets.ISO_8859_1);
    Matcher type = TYPE.matcher(header);
    Matcher order = ORDER.matcher(header);
    Matcher sizes = SHAPE.matcher(header);
    if (!type.find() || !order.find() || !sizes.find()) {
      throw bad(name, "numbers or texts expected; got " + header.strip());
    }
    char kind = type.group(2).charAt(0);
    int bytes = size(kind, Integer.parseInt(type.group(3)));
    boolean known =
        switch (kind) {
          case 'f' -> bytes == 4 || bytes == 8;
          case 'i', 'u' -> bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
          case 'b' -> bytes == 1;
          default -> bytes > 0;
        };
    if (!known) {
      throw bad(name, "float32, float64, integers or texts expected; got " + type.group());
    }
    int[] shape = shape(name, sizes.group(1));
    long n = 1;
    for (int side : shape) {
      n = Math.min(n * side, MAX_VALUES + 1);
    }
    if (n > MAX_VALUES || n * bytes != in.remaining()) {
      throw bad(name, "%d values expected; %d bytes follow".formatted(n, in.remaining()));
    }
    ByteBuffer values =
        in.slice()
            .order(type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    return new NumpyArray(values, kind, bytes, order.group(1).equals("True"), shape);
  }

  /** A text of NumPy has four bytes a character. */
  private static int size(char kind, int stated) {
    return kind == 'U' ? 4 * stated : stated;
  }

  private static int[] shape(String name, String sizes) {
    String[] sides = sizes.isBlank() ? new String[0] : sizes.strip().split(",\\s*");
    int[] shape = new int[sides.length];
    try {
      for (int i = 0; i < sides.length; i++) {
        shape[i] = Integer.parseInt(sides[i].strip());
      }
    } catch (NumberFormatException e) {
      throw bad(name, "its shape is " + sizes);
    }
    return shape;
  }

  int[] shape() {
    return shape.clone();
  }

  /** How many values there are. */
  int size() {
    int n = 1;
    for (int side : shape) {
      n *= side;
    }
    return n;
  }

  /** A value of a matrix. */
  String cell(int row, int column) {
    return cell(columnsFirst ? column * shape[0] + row : row * shape[1] + column);
  }

  /** A value in the order of the file. */
  String cell(int index) {
    int at = index * bytes;
    return switch (kind) {
      case 'f' -> bytes == 4 ? text(values.getFloat(at)) : text(values.getDouble(at));
      case 'b' -> values.get(at) == 0 ? "False" : "True";
      case 'i', 'u' -> integer(at);
      default -> letters(at);
    };
  }

  private static String text(float value) {
    return value == Math.rint(value) && Math.abs(value) < 1 << 24
        ? String.valueOf((int) value)
        : String.valueOf(value);
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1L << 53
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }

  private String integer(int at) {
    long value =
        switch (bytes) {
          case 1 -> values.get(at);
          case 2 -> values.getShort(at);
          case 4 -> values.getInt(at);
          default -> values.getLong(at);
        };
    if (kind == 'i') {
      return String.valueOf(value);
    }
    return bytes == 8
        ? Long.toUnsignedString(value)
        : String.valueOf(value & ((1L << (8 * bytes)) - 1));
  }

  private String letters(int at) {
    StringBuilder text = new StringBuilder();
    int step = kind == 'U' ? 4 : 1;
    for (int i = 0; i < bytes; i += step) {
      int c = kind == 'U' ? values.getInt(at + i) : values.get(at + i) & 0xff;
      if (c != 0 && Character.isValidCodePoint(c)) {
        text.appendCodePoint(c);
      }
    }
    return text.toString().strip();
  }

  private static ZooException bad(String name, String what) {
    return new ZooException(
        "%s is not a NumPy array of the expected kind: %s".formatted(name, what));
  }
}
