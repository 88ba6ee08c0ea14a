package io.github.aezoo.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The one way in which the zoo writes files: a temporary sibling is written, forced to disk and
 * then renamed over the target, so that a reader sees the old file or the new one and never a part.
 */
public final class SafeFiles {
  private static final String MARK = ".zoo-tmp-";
  private static final Duration STALE = Duration.ofHours(1);

  private SafeFiles() {}

  /** Fills the stream of a file that is being written. */
  @FunctionalInterface
  public interface Writer {
    /**
     * Writes the whole content.
     *
     * @param out buffered; closed by the caller
     * @throws IOException passed on as a {@link ZooException} that names the target
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file atomically, creating its folder when needed.
   *
   * @throws ZooException when the target cannot be written; the old content is then still there
   */
  public static void write(Path target, Writer content) {
    Path folder = target.toAbsolutePath().getParent();
    Path temporary = null;
    try {
      Files.createDirectories(folder);
      // Not createTempFile, whose files are for the owner alone: this one gets the usual rights.
      temporary = folder.resolve(target.getFileName() + MARK + UUID.randomUUID());
      // Ctrl-C leaves nothing behind. Not a hook of our own: the JVM deletes these after all hooks,
      // in one of which a stopped run still saves.
      temporary.toFile().deleteOnExit();
      try (FileChannel channel =
              FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      move(temporary, target);
      forceFolder(folder);
    } catch (IOException e) {
      discard(temporary);
      throw new ZooException(
          "cannot write "
              + target
              + ": "
              + reason(e)
              + "; free space or choose another place that you may write to",
          e);
    } catch (RuntimeException e) {
      discard(temporary);
      throw e;
    }
  }

  /** A text as part of a file's name or an id: small letters, digits and hyphens between them. */
  public static String word(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }

  /** Writes bytes atomically; see {@link #write}. */
  public static void writeBytes(Path target, byte[] content) {
    write(target, out -> out.write(content));
  }

  /** Writes UTF-8 text atomically; see {@link #write}. */
  public static void writeString(Path target, String content) {
    writeBytes(target, content.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A file's bytes without reading them into the heap; they stay valid when the file is replaced.
   *
   * @throws ZooException when the file cannot be read or has 2 GiB or more
   */
  public static ByteBuffer mapped(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new ZooException(
            "a file below 2 GiB expected; %s has %,d bytes".formatted(file, channel.size()));
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    } catch (IOException e) {
      throw new ZooException("cannot read " + file + ": " + reason(e), e);
    }
  }

  /**
   * Gives a file another name in the same folder, atomically, replacing what has that name.
   *
   * @throws ZooException when the file system refuses
   */
  public static void rename(Path from, Path to) {
    try {
      move(from, to);
      forceFolder(to.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new ZooException("cannot rename " + from + " to " + to + ": " + reason(e), e);
    }
  }

  /**
   * Removes a file when it is there.
   *
   * @throws ZooException when the file system refuses
   */
  public static void delete(Path file) {
    if (!Files.exists(file)) {
      return;
    }
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new ZooException("cannot remove " + file + ": " + reason(e), e);
    }
  }

  /**
   * Removes temporaries that a killed process left in a folder more than an hour ago.
   *
   * @return how many were removed
   */
  public static int sweep(Path folder) {
    int removed = 0;
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (DirectoryStream<Path> stale = Files.newDirectoryStream(folder, "*" + MARK + "*")) {
      Instant limit = Instant.now().minus(STALE);
      for (Path file : stale) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)
            && Files.deleteIfExists(file)) {
          removed++;
        }
      }
    } catch (IOException e) {
      // A folder that cannot be swept does no harm: the next write says what is wrong with it.
      return removed;
    }
    return removed;
  }

  /**
   * A part of a file as the operating system maps it into memory, for reading.
   *
   * @param start bytes before it
   * @param length bytes, at most 2 GiB
   * @throws IOException when it cannot be mapped
   */
  public static MappedByteBuffer mapped(Path file, long start, long length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, start, length);
    }
  }

  /** A path, unless this system takes no such name: a wildcard on Windows, for example. */
  public static Optional<Path> path(String name) {
    try {
      return Optional.of(Path.of(name));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * A short, human reason for an input/output failure: the JDK's messages are often a bare path.
   */
  public static String reason(IOException e) {
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof java.nio.file.NoSuchFileException) {
      return "no such file or folder";
    }
    if (e instanceof java.nio.file.FileAlreadyExistsException) {
      return "a file is in the way of a folder";
    }
    if (e instanceof java.nio.file.NotDirectoryException) {
      return "it is a file";
    }
    String message = e.getMessage();
    if (e instanceof java.nio.file.FileSystemException f && f.getReason() != null) {
      message = f.getReason();
    }
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open folders; the rename is durable there without it.
      return;
    }
  }

  private static void discard(Path temporary) {
    if (temporary != null) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        // The original failure is the one to report; sweep removes what is left.
        return;
      }
    }
  }

  /**
   * Refuses to lose a file; also finds a place that cannot be written to before the work is done
   * that would go there.
   *
   * @throws ZooException when the file is there and may not be replaced, or cannot be written
   */
  public static void requireFree(Path file, boolean overwrite) {
    if (Files.isDirectory(file)) {
      throw new ZooException(file + " is a folder: a file's name expected, choose another");
    }
    if (!overwrite && Files.exists(file)) {
      throw new SettingException(
          "overwrite", file + " exists already: choose another name, or overwrite it");
    }
    Path folder = file.toAbsolutePath().getParent();
    while (folder != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    if (folder != null && !(Files.isDirectory(folder) && Files.isWritable(folder))) {
      throw new ZooException(
          "cannot write %s: a folder that you may write to expected; %s is %s: choose another place"
              .formatted(file, folder, Files.isDirectory(folder) ? "write-protected" : "a file"));
    }
  }
}
