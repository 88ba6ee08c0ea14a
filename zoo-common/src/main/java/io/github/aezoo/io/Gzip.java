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
      byte[] magic = in.readNBytes(2);
      return magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
    }
  }
}
