package io.github.aezoo.zoo.files;

import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A place with files: a folder on disk, inside a jar or on a server. */
public interface Location {
  /** How long a server may say nothing. */
  int TIMEOUT_MILLIS = 30_000;

  /** From this status on the server has failed, not the question. */
  int SERVER_ERRORS = 500;

  /** No file of a model is larger; more is not read. */
  long MAX_BYTES = 1L << 30;

  /**
   * A file's content.
   *
   * @param most bytes that it may have
   * @throws ZooException when it is not there, cannot be read, or is larger
   */
  byte[] read(String file, long most);

  /** A file's content, when nothing is known of it. */
  default byte[] read(String file) {
    return read(file, MAX_BYTES);
  }

  /**
   * The content that a stamp describes.
   *
   * @throws ZooException when it is not there, or not byte for byte what the stamp says
   */
  default byte[] read(FileStamp stamp) {
    byte[] content = read(stamp.file(), Math.min(MAX_BYTES, stamp.bytes()));
    return stamp.checked(content, describe(stamp.file()));
  }

  /** A server that works does not give a file. */
  final class Refusal extends IOException {
    private static final long serialVersionUID = 1L;

    Refusal(String answer) {
      super(answer);
    }
  }

  /** A file may be there, but the place cannot be reached now. */
  final class Unreachable extends ZooException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message, IOException cause) {
      super(message, cause);
    }
  }

  /** A folder in this place. */
  default Location inside(String folder) {
    Location whole = this;
    return new Location() {
      @Override
      public byte[] read(String file, long most) {
        return whole.read(folder + "/" + file, most);
      }

      @Override
      public byte[] read(FileStamp stamp) {
        return whole.read(
            new FileStamp(folder + "/" + stamp.file(), stamp.bytes(), stamp.sha256()));
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
      public byte[] read(String file, long most) {
        Path path = folder.resolve(file);
        try {
          long size = Files.size(path);
          if (size > most) {
            throw tooLarge(path.toString(), most);
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
      public byte[] read(String file, long most) {
        try (InputStream in = open(file)) {
          byte[] content = in.readNBytes((int) most + 1);
          if (content.length > most) {
            throw tooLarge(describe(file), most);
          }
          return content;
        } catch (Refusal e) {
          throw new ZooException("cannot read " + describe(file) + ": " + e.getMessage(), e);
        } catch (IOException e) {
          throw new Unreachable("cannot read " + describe(file) + ": " + reason(e), e);
        }
      }

      private InputStream open(String file) throws IOException {
        URLConnection connection = URI.create(describe(file)).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        if (connection instanceof HttpURLConnection http
            && http.getResponseCode() != HttpURLConnection.HTTP_OK) {
          int status = http.getResponseCode();
          http.disconnect();
          String answer = "the server answered with HTTP status " + status;
          throw status < SERVER_ERRORS ? new Refusal(answer) : new IOException(answer);
        }
        return connection.getInputStream();
      }

      @Override
      public String describe(String file) {
        String all = url.toString();
        return all.substring(0, all.lastIndexOf('/') + 1) + file;
      }
    };
  }

  private static ZooException tooLarge(String file, long most) {
    return new ZooException(
        "%s has more than the %,d bytes that are expected: it is damaged or was replaced"
            .formatted(file, most));
  }

  /** Why a server's file did not come; the JDK's own messages are often a bare host. */
  private static String reason(IOException e) {
    if (e instanceof ConnectException || e instanceof UnknownHostException) {
      return "no connection; check the address and the network, or copy the folder here and name it";
    }
    if (e instanceof SocketTimeoutException) {
      return "no answer in %d s; try again later".formatted(TIMEOUT_MILLIS / 1000);
    }
    return SafeFiles.reason(e);
  }
}
