package io.github.aezoo.device.fatbin;

import io.github.aezoo.io.ZooException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;

/**
 * GPU code of one module inside a CUDA library: a header of 16 bytes (magic number, version, size
 * of the header, size of the rest), then entries of PTX or machine code, each with a header of its
 * own.
 *
 * @param start of the header in the file
 * @param end of the last entry
 * @param entries in the order of the file
 */
record FatBinary(int start, int end, List<Entry> entries) {
  private static final int MAGIC = 0xBA55ED50;
  private static final int HEADER = 16;
  private static final int ENTRY_HEADER = 64;

  /** CUDA's compilers align fat binaries so; what looks like one elsewhere is something else. */
  private static final int ALIGNMENT = 8;

  private static final int PTX = 1;
  private static final long LZ4 = 0x2000;
  private static final long ZSTANDARD = 0x8000;

  /** A byte of LZ4 stands for 255 at most. */
  private static final long LZ4_RATIO = 255;

  /**
   * PTX or machine code.
   *
   * @param ptx whether it is PTX
   * @param architecture 86 for sm_86
   * @param start of its bytes in the file
   * @param size of its bytes
   * @param plainSize after decompression
   * @param flags of the compression
   */
  record Entry(boolean ptx, int architecture, int start, int size, long plainSize, long flags) {}

  /**
   * All of a library.
   *
   * @throws ZooException when one is damaged
   */
  static List<FatBinary> in(ByteBuffer library) {
    ByteBuffer bytes = library.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    List<FatBinary> all = new ArrayList<>();
    int at = 0;
    while (at <= bytes.limit() - HEADER) {
      if (bytes.getInt(at) == MAGIC
          && bytes.getShort(at + 4) == 1
          && bytes.getShort(at + 6) == HEADER) {
        FatBinary found = read(bytes, at);
        all.add(found);
        at = found.end + Math.floorMod(-found.end, ALIGNMENT);
      } else {
        at += ALIGNMENT;
      }
    }
    return all;
  }

  private static FatBinary read(ByteBuffer bytes, int start) {
    int at = start + HEADER;
    int end = at + requireSize(start, "it", bytes.getLong(start + 8), bytes.limit() - at);
    List<Entry> entries = new ArrayList<>();
    while (at < end) {
      String name = "its entry " + (entries.size() + 1);
      requireSize(start, name, ENTRY_HEADER, end - at);
      long claimed = Integer.toUnsignedLong(bytes.getInt(at + 4));
      int header = requireSize(start, name, Math.max(claimed, ENTRY_HEADER), end - at);
      int padded = requireSize(start, name, bytes.getLong(at + 8), end - at - header);
      int packed = requireSize(start, name, Integer.toUnsignedLong(bytes.getInt(at + 16)), padded);
      entries.add(
          new Entry(
              bytes.getShort(at) == PTX,
              bytes.getInt(at + 28),
              at + header,
              packed == 0 ? padded : packed,
              bytes.getLong(at + 56),
              bytes.getLong(at + 40)));
      at += header + padded;
    }
    return new FatBinary(start, end, List.copyOf(entries));
  }

  /** A size as the file states it, unsigned. */
  private static int requireSize(int start, String what, long size, int room) {
    if (size < 0 || size > room) {
      throw new ZooException(
          "an undamaged library expected; the fat binary at byte %d is cut off: %s states %s bytes, and %d are left: get the library again"
              .formatted(start, what, Long.toUnsignedString(size), room));
    }
    return (int) size;
  }

  int size() {
    return end - start;
  }

  /** The last PTX, as drivers take it; empty when there is machine code only. */
  Optional<Entry> ptx() {
    return entries.stream().filter(Entry::ptx).reduce((first, second) -> second);
  }

  /**
   * The text of PTX.
   *
   * @throws ZooException when it is damaged or compressed in an unknown way
   */
  byte[] text(ByteBuffer library, Entry entry) {
    byte[] stored = new byte[entry.size];
    library.get(entry.start, stored);
    if ((entry.flags & ZSTANDARD) != 0) {
      throw new ZooException(
          "PTX without compression or with LZ4 expected; the fat binary at byte %d has Zstandard: take a library of CUDA 11"
              .formatted(start));
    }
    return withoutZeros((entry.flags & LZ4) == 0 ? stored : decompressed(stored, entry.plainSize));
  }

  private byte[] decompressed(byte[] stored, long size) {
    try {
      if (size < 0 || size > LZ4_RATIO * stored.length) {
        throw new DataFormatException(
            "%s bytes from %d".formatted(Long.toUnsignedString(size), stored.length));
      }
      return Lz4Block.decompress(stored, Math.toIntExact(size));
    } catch (DataFormatException | ArithmeticException e) {
      throw new ZooException(
          "an undamaged library expected; the PTX of the fat binary at byte %d cannot be decompressed (%s): get the library again"
              .formatted(start, e.getMessage()),
          e);
    }
  }

  /** ptxas takes a zero for a character of the text. */
  private static byte[] withoutZeros(byte[] text) {
    int end = text.length;
    while (end > 0 && text[end - 1] == 0) {
      end--;
    }
    return Arrays.copyOf(text, end);
  }
}
