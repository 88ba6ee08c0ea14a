package io.github.aezoo.data.image;

import io.github.aezoo.io.Gzip;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.Sha256;
import io.github.aezoo.io.ZooException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of images or labels in the IDX format of LeCun, Cortes and Burges (unsigned bytes, big
 * endian header), gzip or not; gzip is recognised by its first two bytes, not by the name.
 *
 * <p>The header is checked when the file is opened. The content is read when it is first asked for,
 * once, and checked as a whole before any of it is given. The images of an uncompressed file that
 * is larger than a quarter of Java's heap are read one by one instead.
 *
 * @see <a href="https://yann.lecun.com/exdb/mnist/">THE MNIST DATABASE, "file formats"</a>
 */
public final class IdxFile {
  /** The most bytes of content of a compressed file, which is held whole: 1 GiB. */
  public static final long MAX_BYTES = 1L << 30;

  /** The most bytes of content of any file: 1 TiB. */
  private static final long MAX_PLAIN_BYTES = 1L << 40;

  /** Deflate cannot make anything smaller than this part (zlib's technical details). */
  private static final long MAX_GZIP_RATIO = 1032;

  /** What a file holds. */
  public enum Kind {
    /** Magic number 0x803: count, rows, columns, then one byte a pixel. */
    IMAGES(0x803, 3),
    /** Magic number 0x801: count, then one byte a label. */
    LABELS(0x801, 1);

    private final int magic;
    private final int dimensions;

    Kind(int magic, int dimensions) {
      this.magic = magic;
      this.dimensions = dimensions;
    }

    private int headerBytes() {
      return 4 + 4 * dimensions;
    }
  }

  private final Path file;
  private final Kind kind;
  private final Optional<String> expectedSha256;
  private final boolean gzip;
  private final int count;
  private final int rows;
  private final int columns;
  private final long length;
  private byte[] content;
  private MappedBytes mapped;
  private String sha256;

  private IdxFile(
      Path file, Kind kind, Optional<String> expectedSha256, boolean gzip, int[] header) {
    this.file = file;
    this.kind = kind;
    this.expectedSha256 = expectedSha256;
    this.gzip = gzip;
    this.count = header[1];
    this.rows = kind == Kind.IMAGES ? header[2] : 1;
    this.columns = kind == Kind.IMAGES ? header[3] : 1;
    this.length = contentLength();
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws IdxFormatException when it is not a file of this kind
   * @throws ZooException when it cannot be read
   */
  public static IdxFile open(Path file, Kind kind) {
    return open(file, kind, Optional.empty());
  }

  /**
   * Opens a file whose unpacked bytes have a known SHA-256, which is checked when the content is
   * read.
   */
  public static IdxFile open(Path file, Kind kind, Optional<String> sha256) {
    if (!Files.isRegularFile(file)) {
      throw new ZooException(
          file
              + (Files.exists(file) ? " is not a plain file" : ": no such file")
              + "; expected an IDX file of "
              + (kind == Kind.IMAGES ? "images" : "labels"));
    }
    try {
      boolean gzip = Gzip.is(file);
      try (InputStream in = stream(file, gzip)) {
        IdxFile opened = new IdxFile(file, kind, sha256, gzip, header(file, kind, in));
        opened.checkLength(Files.size(file));
        return opened;
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** How many images or labels the file has, at least 1. */
  public int count() {
    return count;
  }

  /** Pixels from top to bottom; 1 for labels. */
  public int rows() {
    return rows;
  }

  /** Pixels from left to right; 1 for labels. */
  public int columns() {
    return columns;
  }

  /** The file's place. */
  public Path file() {
    return file;
  }

  /** SHA-256 of the unpacked file, header included; reads the file when that has not been done. */
  public synchronized String sha256() {
    if (sha256 == null) {
      if (held()) {
        content();
      } else {
        sha256 = Sha256.of(file);
      }
    }
    return sha256;
  }

  /** Whether the content is held in Java's heap. */
  private boolean held() {
    return gzip || kind == Kind.LABELS || length <= Runtime.getRuntime().maxMemory() / 4;
  }

  /**
   * Copies an image.
   *
   * @param into receives its {@code rows * columns} bytes
   */
  void image(int index, byte[] into) {
    if (held()) {
      int size = rows * columns;
      System.arraycopy(content(), index * size, into, 0, size);
    } else {
      mapped().copy(index, into);
    }
  }

  private synchronized MappedBytes mapped() {
    if (mapped == null) {
      if (expectedSha256.isPresent()) {
        requirePublished(sha256());
      }
      try {
        mapped = new MappedBytes(file, kind.headerBytes(), length, rows * columns);
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }
    return mapped;
  }

  /** The largest byte of the images, or the first that is not below a number. */
  int largest(int enough) {
    byte[] image = new byte[rows * columns];
    int largest = 0;
    for (int i = 0; i < count && largest < enough; i++) {
      image(i, image);
      for (byte value : image) {
        largest = Math.max(largest, value & 0xff);
      }
    }
    return largest;
  }

  /** All pixels or labels, as they are in the file; shared, so not to be changed. */
  byte[] bytes() {
    return content();
  }

  private static InputStream stream(Path file, boolean gzip) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      return gzip ? new GZIPInputStream(in, 1 << 16) : new BufferedInputStream(in, 1 << 16);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static int[] header(Path file, Kind kind, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(kind.headerBytes());
    if (bytes.length >= 4) {
      int magic = ByteBuffer.wrap(bytes).getInt();
      if (magic != kind.magic) {
        throw new IdxFormatException(
            file,
            "expected an IDX file of %s (magic number 0x%08x), got 0x%08x; name another file"
                .formatted(kind == Kind.IMAGES ? "images" : "labels", kind.magic, magic));
      }
    }
    if (bytes.length < kind.headerBytes()) {
      throw new IdxFormatException(
          file,
          "expected an IDX header of %d bytes, got %d; get the file again"
              .formatted(kind.headerBytes(), bytes.length));
    }
    int[] header = new int[1 + kind.dimensions];
    ByteBuffer.wrap(bytes).asIntBuffer().get(header);
    for (int i = 1; i < header.length; i++) {
      if (header[i] < 1) {
        throw new IdxFormatException(
            file,
            "expected sizes of at least 1 in the IDX header, got %d; get the file again"
                .formatted(header[i]));
      }
    }
    return header;
  }

  private long contentLength() {
    long bytes;
    try {
      bytes = Math.multiplyExact((long) count, (long) rows * columns);
    } catch (ArithmeticException e) {
      bytes = Long.MAX_VALUE;
    }
    long most = gzip || kind == Kind.LABELS ? MAX_BYTES : MAX_PLAIN_BYTES;
    if (bytes > most) {
      throw new IdxFormatException(
          file,
          "expected at most %d bytes of content, got a header of %d x %d x %d; %s"
              .formatted(
                  most, count, rows, columns, gzip ? "uncompress the file" : "split the file"));
    }
    return bytes;
  }

  private void checkLength(long onDisk) {
    long expected = kind.headerBytes() + length;
    if (gzip ? expected > (onDisk + 1) * MAX_GZIP_RATIO : expected > onDisk) {
      throw shortFile(gzip ? "a gzip file of " + onDisk : onDisk + "");
    }
    if (!gzip && expected < onDisk) {
      throw longFile(onDisk + "");
    }
  }

  private IdxFormatException shortFile(String came) {
    return new IdxFormatException(
        file,
        "the file is cut short: expected %d bytes, got %s; get the file again"
            .formatted(kind.headerBytes() + length, came));
  }

  private IdxFormatException longFile(String came) {
    return new IdxFormatException(
        file,
        "the file is longer than its header says: expected %d bytes, got %s; get the file again"
            .formatted(kind.headerBytes() + length, came));
  }

  private synchronized byte[] content() {
    if (content == null) {
      content = read();
    }
    return content;
  }

  private byte[] read() {
    if (length > Runtime.getRuntime().maxMemory() / 4 * 3) {
      throw new ZooException(
          "%s: its %d bytes do not fit into Java's heap of %d; start Java with a larger -Xmx"
              .formatted(file, length, Runtime.getRuntime().maxMemory()));
    }
    MessageDigest digest = Sha256.digest();
    byte[] bytes = new byte[(int) length];
    try (InputStream in = new DigestInputStream(stream(file, gzip), digest)) {
      long read = in.readNBytes(kind.headerBytes()).length;
      read += in.readNBytes(bytes, 0, bytes.length);
      if (read < kind.headerBytes() + length) {
        throw shortFile(String.valueOf(read));
      }
      if (in.read() >= 0) {
        throw longFile("more");
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    String came = Sha256.hex(digest.digest());
    requirePublished(came);
    sha256 = came;
    return bytes;
  }

  private void requirePublished(String came) {
    if (expectedSha256.isPresent() && !expectedSha256.get().equals(came)) {
      throw new IdxFormatException(
          file,
          "it is not the published file: expected SHA-256 %s of the unpacked bytes, got %s;"
                  .formatted(expectedSha256.get(), came)
              + " delete it and get it again");
    }
  }

  private static ZooException unreadable(Path file, IOException e) {
    if (e instanceof ZipException || e instanceof EOFException) {
      return new IdxFormatException(
          file, "expected a whole gzip file, got a damaged one; get the file again", e);
    }
    return new ZooException("cannot read " + file + ": " + SafeFiles.reason(e), e);
  }
}
