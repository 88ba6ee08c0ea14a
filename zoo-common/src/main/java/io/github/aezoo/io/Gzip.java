package io.github.aezoo.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are compressed by gzip (RFC 1952), told by their first bytes. */
public final class Gzip {
  private Gzip() {}

  /** Whether a file begins as gzip does, whatever its name. */
  public static boolean is(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return is(in.readNBytes(2));
    }
  }

  /** Whether two bytes are those that gzip begins with. */
  static boolean is(byte... start) {
    return start.length == 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
  }
}
