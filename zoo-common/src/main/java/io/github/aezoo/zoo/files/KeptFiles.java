package io.github.aezoo.zoo.files;

import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.Sha256;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A server's files, kept in a folder of this machine: what a stamp describes is asked for once,
 * under its SHA-256, and checked at every read; what has no stamp is asked for every time, and the
 * last answer that was good stands in for a server that cannot be reached.
 *
 * <p>Files are whole or not there ({@link SafeFiles}), so processes need not know of each other.
 *
 * @param server where files come from
 * @param folder where they are kept; made when needed
 * @param notice receives what a user should know, a line each
 */
public record KeptFiles(Location server, Path folder, Consumer<String> notice) implements Location {
  @Override
  public byte[] read(String file, long most) {
    return server.read(file, most);
  }

  @Override
  public byte[] read(FileStamp stamp) {
    Path kept = folder.resolve(stamp.sha256());
    Optional<byte[]> here = good(kept, stamp);
    if (here.isPresent()) {
      return here.get();
    }
    byte[] content = server.read(stamp);
    keep(kept, content);
    return content;
  }

  /** The kept file; empty when it is not there, or damaged: then it is asked for again. */
  private static Optional<byte[]> good(Path kept, FileStamp stamp) {
    try {
      if (!Files.isRegularFile(kept) || Files.size(kept) != stamp.bytes()) {
        return Optional.empty();
      }
      byte[] content = Files.readAllBytes(kept);
      return Sha256.of(content).equals(stamp.sha256()) ? Optional.of(content) : Optional.empty();
    } catch (IOException e) {
      // What cannot be read here may be there.
      return Optional.empty();
    }
  }

  /** A model is of use even where nothing can be kept. */
  private void keep(Path file, byte[] content) {
    try {
      SafeFiles.sweep(folder);
      SafeFiles.writeBytes(file, content);
    } catch (ZooException e) {
      notice.accept(e.getMessage() + "; it will be downloaded again");
    }
  }

  /**
   * The server's answer when it gives one, otherwise the last good one.
   *
   * @param read makes sense of the content, of which it also gets the name
   * @throws ZooException when the server cannot be reached and there is no last answer, or the
   *     answer makes no sense
   */
  public <T> T latest(String file, Reading<T> read) {
    String name = describe(file);
    Path kept = folder.resolve(Sha256.of(name.getBytes(StandardCharsets.UTF_8)) + "-" + file);
    byte[] content;
    try {
      content = server.read(file);
    } catch (Unreachable e) {
      if (!Files.isRegularFile(kept)) {
        throw e;
      }
      T last = read.of(Location.folder(folder).read(kept.getFileName().toString()), name);
      notice.accept(e.getMessage() + "; using the last downloaded copy");
      return last;
    }
    T value = read.of(content, name);
    keep(kept, content);
    return value;
  }

  /** Makes sense of a file's content. */
  @FunctionalInterface
  public interface Reading<T> {
    T of(byte[] content, String name);
  }

  @Override
  public String describe(String file) {
    return server.describe(file);
  }
}
