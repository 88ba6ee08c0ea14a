package io.github.aezoo.zoo.files;

import io.github.aezoo.io.Sha256;
import io.github.aezoo.io.ZooException;
import java.util.regex.Pattern;

/**
 * What a file must be, byte for byte.
 *
 * @param file its name, relative to the file that names it
 * @param bytes its size
 * @param sha256 64 hexadecimal digits
 */
public record FileStamp(String file, long bytes, String sha256) {
  /** Nothing that a file system or a URL reads in another way: no {@code ..}, {@code :}, %2e. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

  /** Refuses names that lead out of the folder. */
  public FileStamp {
    if (file == null || !NAME.matcher(file).matches() || file.contains("..")) {
      throw new ZooException("key 'file': a relative name expected; got '" + file + "'");
    }
    if (sha256 == null || !sha256.matches("[0-9a-f]{64}") || bytes < 0) {
      throw new ZooException(
          "'%s' needs bytes and a SHA-256 of 64 hexadecimal digits; got %d and %s"
              .formatted(file, bytes, sha256));
    }
  }

  /** The stamp of content. */
  public static FileStamp of(String file, byte[] content) {
    return new FileStamp(file, content.length, Sha256.of(content));
  }

  /**
   * Gives the content back when it is what the stamp says.
   *
   * @throws ZooException when size or SHA-256 differ
   */
  byte[] checked(byte[] content, String where) {
    if (content.length != bytes) {
      throw new ZooException(
          "%s should have %,d bytes; it has %,d: it is damaged or was replaced, install it again"
              .formatted(where, bytes, content.length));
    }
    String came = Sha256.of(content);
    if (!came.equals(sha256)) {
      throw new ZooException(
          "%s should have the SHA-256 %s; it has %s: it is damaged or was replaced, install it again"
              .formatted(where, sha256, came));
    }
    return content;
  }
}
