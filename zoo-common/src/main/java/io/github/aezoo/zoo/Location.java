package io.github.aezoo.zoo;

import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;

/** A place with files: a folder on disk, inside a jar or on a server. */
interface Location {
  /** How long a server may say nothing. */
  int TIMEOUT_MILLIS = 30_000;

  /** No file of a model is larger; more is not read. */
  long MAX_BYTES = 1L << 30;

  /**
   * A file's content.
   *
   * @throws ZooException when it is not there or cannot be read
   */
  byte[] read(String file);

  /**
   * The content that a stamp describes.
   *
   * @throws ZooException when it is not there, or not byte for byte what the stamp says
   */
  default byte[] read(FileStamp stamp) {
    return stamp.checked(read(stamp.file()), describe(stamp.file()));
  }

  /** A folder in this place. */
  default Location inside(String folder) {
    Location whole = this;
    return new Location() {
      @Override
      public byte[] read(String file) {
        return whole.read(folder + "/" + file);
      }

      @Override
      public String describe(String file) {
        return whole.describe(folder + "/" + file);
      }
    };
  }

  /** How messages name a file. */
  String describe(String file);

  /** A folder on disk. */
  static Location folder(Path folder) {
    return new Location() {
      @Override
      public byte[] read(String file) {
        Path path = folder.resolve(file);
        try {
          long size = Files.size(path);
          if (size > MAX_BYTES) {
            throw new ZooException(
                "%s has %,d bytes; at most %,d expected".formatted(path, size, MAX_BYTES));
          }
          return Files.readAllBytes(path);
        } catch (IOException e) {
          throw new ZooException("cannot read " + path + ": " + SafeFiles.reason(e), e);
        }
      }

      @Override
      public String describe(String file) {
        return folder.resolve(file).toString();
      }
    };
  }

  /** The files beside a file that is named by a URL: in a jar, on disk, on a server. */
  static Location beside(URL url) {
    return new Location() {
      @Override
      public byte[] read(String file) {
        try (InputStream in = open(file)) {
          byte[] content = in.readNBytes((int) MAX_BYTES);
          if (content.length == MAX_BYTES) {
            throw new ZooException(describe(file) + " is larger than " + MAX_BYTES + " bytes");
          }
          return content;
        } catch (IOException e) {
          throw new ZooException("cannot read " + describe(file) + ": " + SafeFiles.reason(e), e);
        }
      }

      private InputStream open(String file) throws IOException {
        URLConnection connection = URI.create(describe(file)).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        return connection.getInputStream();
      }

      @Override
      public String describe(String file) {
        String all = url.toString();
        return all.substring(0, all.lastIndexOf('/') + 1) + file;
      }
    };
  }
}
