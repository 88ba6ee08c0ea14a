package io.github.aezoo.data.table;

import io.github.aezoo.io.Gzip;
import io.github.aezoo.io.ZooException;
import java.io.BufferedInputStream;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Opens a text file, plain or gzip, in its encoding: the one of its byte order mark, or that is
 * said, or UTF-8. Bytes that are not of the encoding are an error.
 */
final class TextFile implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Reader reader;
  private final Charset encoding;

  private TextFile(Reader reader, Charset encoding) {
    this.reader = reader;
    this.encoding = encoding;
  }

  /** Opens a file. */
  static TextFile open(Path file, Optional<Charset> said) throws IOException {
    boolean gzip = Gzip.is(file);
    InputStream raw = Files.newInputStream(file);
    try {
      BufferedInputStream in =
          new BufferedInputStream(gzip ? new GZIPInputStream(raw, BUFFER) : raw, BUFFER);
      Charset encoding = marked(in).or(() -> said).orElse(StandardCharsets.UTF_8);
      PushbackReader text = new PushbackReader(new InputStreamReader(in, encoding.newDecoder()), 1);
      int first = text.read();
      if (first >= 0 && first != BYTE_ORDER_MARK) {
        text.unread(first);
      }
      return new TextFile(new Checked(text, file), encoding);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** The encoding of a byte order mark. */
  private static Optional<Charset> marked(InputStream in) throws IOException {
    in.mark(3);
    byte[] start = in.readNBytes(3);
    in.reset();
    if (start.length >= 2 && start[0] == (byte) 0xFE && start[1] == (byte) 0xFF) {
      return Optional.of(StandardCharsets.UTF_16BE);
    }
    if (start.length >= 2 && start[0] == (byte) 0xFF && start[1] == (byte) 0xFE) {
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    boolean utf8 =
        start.length == 3
            && start[0] == (byte) 0xEF
            && start[1] == (byte) 0xBB
            && start[2] == (byte) 0xBF;
    return utf8 ? Optional.of(StandardCharsets.UTF_8) : Optional.empty();
  }

  Reader reader() {
    return reader;
  }

  Charset encoding() {
    return encoding;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /**
   * No text has the character NUL: such a file is of another kind, or UTF-16 without a mark. Nor is
   * a line longer than {@link RowReader#MAX_LINE}: it would fill the memory.
   */
  private static final class Checked extends FilterReader {
    private final Path file;
    private long line = 1;
    private int length;

    Checked(Reader in, Path file) {
      super(in);
      this.file = file;
    }

    @Override
    public int read(char[] into, int offset, int count) throws IOException {
      int n = in.read(into, offset, count);
      for (int i = offset; i < offset + n; i++) {
        if (into[i] == 0) {
          throw new ZooException(
              file
                  + ": text expected; got the character NUL: save the table as UTF-8, or set encoding=utf-16le if it is UTF-16");
        }
        boolean ends = into[i] == '\n' || into[i] == '\r';
        line += into[i] == '\n' ? 1 : 0;
        length = ends ? 0 : length + 1;
        if (length > RowReader.MAX_LINE) {
          throw RowReader.tooLong(file.toString(), line);
        }
      }
      return n;
    }
  }
}
