package io.github.aezoo.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * A network stream that ends with an {@link IOException} when nothing comes for a while, or when
 * the whole takes too long; the JDK's HTTP client limits neither once the header is there.
 */
final class WatchedStream extends FilterInputStream {
  private final long stallNanos;
  private final long totalNanos;
  private final long start = System.nanoTime();
  private final Thread watch;
  private volatile long last = start;
  private volatile String expired;

  WatchedStream(InputStream in, Duration stall, Duration total) {
    super(in);
    this.stallNanos = stall.toNanos();
    this.totalNanos = total.toNanos();
    this.watch = new Thread(this::watch, "download-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private void watch() {
    long tickMillis = Math.max(1, Math.min(250, Math.min(stallNanos, totalNanos) / 4_000_000));
    try {
      while (expired == null) {
        Thread.sleep(tickMillis);
        long now = System.nanoTime();
        if (now - last > stallNanos) {
          expired = "no data came for " + text(stallNanos);
        } else if (now - start > totalNanos) {
          expired = "it took longer than " + text(totalNanos);
        }
      }
      // Wakes the reader, which is blocked in read().
      in.close();
    } catch (InterruptedException e) {
      // The stream was closed: nothing is left to watch.
      return;
    } catch (IOException e) {
      // The reader learns of the time-out all the same, through expired.
      return;
    }
  }

  private static String text(long nanos) {
    return nanos < 1_000_000_000L ? nanos / 1_000_000 + " ms" : nanos / 1_000_000_000L + " s";
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int n = read(one, 0, 1);
    return n < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int n;
    try {
      n = in.read(into, offset, length);
    } catch (IOException e) {
      throw expired == null ? e : new IOException(expired, e);
    }
    if (expired != null) {
      throw new IOException(expired);
    }
    last = System.nanoTime();
    return n;
  }

  @Override
  public void close() throws IOException {
    watch.interrupt();
    in.close();
  }
}
