package io.github.aezoo.data.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The segments of a JPEG file up to its first scan, read as libjpeg reads them: bytes between
 * segments that belong to none are passed over.
 *
 * <p>{@link #decodable} gives the file to a decoder without what the decoder does not need (colour
 * profiles, EXIF), and with one marker that says what its components are. Java's reader refuses
 * files for errors in segments that it does not use, and guesses components in other ways.
 */
final class JpegHeader {
  private static final int APP0 = 0xe0;
  private static final int EXIF = 0xe1;
  private static final int PROFILE = 0xe2;
  private static final int ADOBE = 0xee;
  private static final int SCAN = 0xda;
  private static final int END = 0xd9;
  private static final int COMMENT = 0xfe;

  /** How the components of a file are to be understood. */
  enum Colours {
    GREY,
    YCC,
    RGB,
    CMYK,
    YCCK,
    OTHER
  }

  private final byte[] bytes;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final List<String> repairs = new ArrayList<>();
  private Orientation orientation = Orientation.UPRIGHT;
  private int frame;
  private int precision;
  private int width;
  private int height;
  private byte[] components = new byte[0];
  private boolean jfif;
  private int adobe = -1;
  private int scan = -1;

  private JpegHeader(byte... bytes) {
    this.bytes = bytes;
  }

  /** The header of a file; empty when its bytes end before the first scan. */
  static Optional<JpegHeader> of(byte[] bytes) {
    JpegHeader header = new JpegHeader(bytes);
    header.read();
    return header.scan > 0 && header.frame > 0 ? Optional.of(header) : Optional.empty();
  }

  private void read() {
    int at = 2;
    while (scan < 0) {
      int marker = marker(at);
      if (marker < 0 || marker + 3 >= bytes.length) {
        return;
      }
      int type = bytes[marker] & 0xff;
      int length = unsigned(marker + 1);
      int end = marker + 1 + length;
      if (type == END || end > bytes.length) {
        return;
      }
      if (length < 2) {
        repairs.add("a header segment without a length");
        at = marker + 1;
        continue;
      }
      segment(type, marker + 3, end);
      if (type == SCAN) {
        scan = marker - 1;
      }
      at = end;
    }
  }

  /** Where the type of the next segment is; -1 at the end of the bytes. */
  private int marker(int from) {
    int at = from;
    int stray = 0;
    while (at + 1 < bytes.length) {
      int type = bytes[at + 1] & 0xff;
      if (bytes[at] == (byte) 0xff && type == 0xff) {
        // Bytes of filling, which are allowed.
        at++;
      } else if (bytes[at] == (byte) 0xff && type >= 0xc0 && (type < 0xd0 || type > 0xd8)) {
        if (stray > 0) {
          repairs.add("%d stray bytes before a header marker".formatted(stray));
        }
        return at + 1;
      } else {
        stray++;
        at++;
      }
    }
    return -1;
  }

  private int unsigned(int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }

  private boolean begins(int at, int end, String text) {
    byte[] word = text.getBytes(StandardCharsets.ISO_8859_1);
    return end - at >= word.length
        && Arrays.equals(bytes, at, at + word.length, word, 0, word.length);
  }

  private void segment(int type, int from, int end) {
    if (type == APP0) {
      jfif |= begins(from, end, "JFIF\0");
    } else if (type == EXIF && begins(from, end, "Exif\0\0")) {
      orientation = exif(from + 6, end);
    } else if (type == ADOBE && begins(from, end, "Adobe") && end - from >= 12) {
      adobe = bytes[from + 11] & 0xff;
    } else if (type == PROFILE && frame > 0 && begins(from, end, "ICC_PROFILE\0")) {
      repairs.add("a colour profile after the frame header");
    } else if (isFrame(type) && end - from >= 6 && frame == 0) {
      frame = type;
      precision = bytes[from] & 0xff;
      height = unsigned(from + 1);
      width = unsigned(from + 3);
      components = new byte[bytes[from + 5] & 0xff];
      for (int i = 0; i < components.length && from + 6 + 3 * i < end; i++) {
        components[i] = bytes[from + 6 + 3 * i];
      }
    }
    if ((type < APP0 || type > 0xef) && type != COMMENT && type != SCAN) {
      kept.write(bytes, from - 4, end - from + 4);
    }
  }

  private static boolean isFrame(int type) {
    return type >= 0xc0 && type <= 0xcf && type != 0xc4 && type != 0xc8 && type != 0xcc;
  }

  private Orientation exif(int from, int end) {
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes, from, end - from))) {
      return Orientation.ofTags(in, 0);
    } catch (IOException e) {
      return Orientation.UPRIGHT;
    }
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  Orientation orientation() {
    return orientation;
  }

  /** What was passed over. */
  List<String> repairs() {
    return repairs;
  }

  boolean lossless() {
    return frame == 0xc3;
  }

  /** Why no reader takes it; empty when one does. */
  Optional<String> unreadable() {
    if (frame != 0xc3 && precision != 8) {
      return Optional.of(precision + " bits a value");
    }
    if (frame > 0xc3) {
      return Optional.of(frame < 0xc8 ? "hierarchical coding" : "arithmetic coding");
    }
    return Optional.empty();
  }

  /** As libjpeg has it. */
  Colours colours() {
    return switch (components.length) {
      case 1 -> Colours.GREY;
      case 3 -> three();
      case 4 -> adobe > 0 ? Colours.YCCK : Colours.CMYK;
      default -> Colours.OTHER;
    };
  }

  private Colours three() {
    if (jfif) {
      return Colours.YCC;
    }
    boolean named = Arrays.equals(components, new byte[] {'R', 'G', 'B'});
    return adobe == 0 || (adobe < 0 && named) ? Colours.RGB : Colours.YCC;
  }

  /** Whether four components are stored as 255 less their value, as Adobe's programs do. */
  boolean inverted() {
    return adobe >= 0;
  }

  /** Whether the first scan of a progressive file, a rough image of all of it, is there. */
  boolean hasWholeImage() {
    if (frame != 0xc2) {
      return false;
    }
    for (int i = scan + 2; i + 1 < bytes.length; i++) {
      if (bytes[i] == (byte) 0xff && (bytes[i + 1] & 0xff) == SCAN) {
        return true;
      }
    }
    return false;
  }

  /** The file as a decoder takes it; four components come out as they are stored. */
  byte[] decodable() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 32);
    out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd8});
    if (components.length > 2) {
      byte transform = (byte) (colours() == Colours.YCC ? 1 : 0);
      out.writeBytes(new byte[] {(byte) 0xff, (byte) ADOBE, 0, 14});
      out.writeBytes("Adobe".getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(new byte[] {0, 100, 0, 0, 0, 0, transform});
    }
    out.writeBytes(kept.toByteArray());
    out.write(bytes, scan, bytes.length - scan);
    return out.toByteArray();
  }
}
