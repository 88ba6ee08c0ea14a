package io.github.aezoo.data.image;

import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a file as the operating system maps it into memory, outside of Java's heap: for files
 * that are larger than it.
 */
final class MappedBytes {
  /** Bytes mapped at a time; Java maps at most 2 GiB. */
  private static final int MOST = 1 << 30;

  private final Path file;
  private final int unit;
  private final int unitsInPart;
  private final List<MappedByteBuffer> parts = new ArrayList<>();

  /**
   * Maps a part of a file, which has to stay as it is.
   *
   * @param start bytes before it
   * @param length bytes, a multiple of the unit
   * @param unit bytes that are read together
   * @throws IOException when it cannot be mapped
   */
  MappedBytes(Path file, long start, long length, int unit) throws IOException {
    this.file = file;
    this.unit = unit;
    this.unitsInPart = Math.max(1, MOST / unit);
    long part = (long) unitsInPart * unit;
    for (long at = 0; at < length; at += part) {
      parts.add(SafeFiles.mapped(file, start + at, Math.min(part, length - at)));
    }
  }

  /** Copies a unit. */
  void copy(int index, byte[] into) {
    MappedByteBuffer part = parts.get(index / unitsInPart);
    try {
      part.get(index % unitsInPart * unit, into, 0, unit);
    } catch (InternalError e) {
      // So Java says that the file became shorter.
      throw new ZooException("cannot read " + file + ": it changed while it was read", e);
    }
  }
}
