package io.github.aezoo.device.fatbin;

import java.util.zip.DataFormatException;

/** The block format of LZ4, by which CUDA up to 12 compresses code. */
final class Lz4Block {
  private static final int SHORTEST_MATCH = 4;
  private static final int MORE = 15;
  private static final int BYTE = 0xFF;

  private final byte[] in;
  private final byte[] out;
  private int read;
  private int written;

  private Lz4Block(byte[] in, int size) {
    this.in = in;
    this.out = new byte[size];
  }

  /**
   * Decompresses a block.
   *
   * @param size of what comes out; bytes behind it are not read
   * @throws DataFormatException when the block gives less, or refers to what is not there
   */
  static byte[] decompress(byte[] block, int size) throws DataFormatException {
    return new Lz4Block(block, size).all();
  }

  private byte[] all() throws DataFormatException {
    while (written < out.length) {
      int token = next();
      literals(length(token >> 4));
      if (written < out.length) {
        int back = next() | next() << 8;
        match(back, length(token & MORE) + SHORTEST_MATCH);
      }
    }
    return out;
  }

  private int next() throws DataFormatException {
    if (read == in.length) {
      throw new DataFormatException("it ends at %d of %d bytes".formatted(written, out.length));
    }
    return in[read++] & BYTE;
  }

  private int length(int four) throws DataFormatException {
    long length = four;
    if (four == MORE) {
      int more;
      do {
        more = next();
        length += more;
      } while (more == BYTE);
    }
    // What is longer than all that is left is cut there, or refused, whatever it is.
    return (int) Math.min(length, Integer.MAX_VALUE - SHORTEST_MATCH);
  }

  private void literals(int length) throws DataFormatException {
    int n = Math.min(length, out.length - written);
    if (n > in.length - read) {
      throw new DataFormatException("it ends at %d of %d bytes".formatted(written, out.length));
    }
    System.arraycopy(in, read, out, written, n);
    read += n;
    written += n;
  }

  private void match(int back, int length) throws DataFormatException {
    if (back == 0 || back > written) {
      throw new DataFormatException("%d bytes before byte %d".formatted(back, written));
    }
    int end = written + Math.min(length, out.length - written);
    // One by one: what is copied may be what this match has just written.
    while (written < end) {
      out[written] = out[written - back];
      written++;
    }
  }
}
