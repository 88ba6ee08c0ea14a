package io.github.aezoo.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.IntFunction;

/**
 * Makes the things that numbers stand for (batches of an epoch) ahead of their use, in order, on
 * one daemon thread, so that the network does not wait for pixels.
 *
 * <p>The result is the same as calling the function in a loop. For one consuming thread; what was
 * made and not taken when it is closed is left to the garbage collector.
 */
public final class Prefetch<T> implements Iterator<T>, AutoCloseable {
  private record Made<T>(T value, Throwable failure) {}

  private final BlockingQueue<Made<T>> queue;
  private final Thread maker;
  private int left;
  private volatile boolean closed;

  /**
   * Starts making the things numbered {@code from .. to - 1}.
   *
   * @param ahead how many may wait to be taken, at least 1; one more is being made
   */
  public Prefetch(IntFunction<T> make, int from, int to, int ahead) {
    this.queue = new ArrayBlockingQueue<>(ahead);
    this.left = Math.max(0, to - from);
    this.maker = new Thread(() -> run(make, from, to), "prefetch");
    maker.setDaemon(true);
    maker.start();
  }

  private void run(IntFunction<T> make, int from, int to) {
    try {
      for (int number = from; number < to && !closed; number++) {
        queue.put(make(make, number));
      }
    } catch (InterruptedException e) {
      // close() was called: nobody waits for the rest.
      return;
    }
  }

  private Made<T> make(IntFunction<T> make, int number) {
    try {
      return new Made<>(make.apply(number), null);
    } catch (RuntimeException | Error e) {
      return new Made<>(null, e);
    }
  }

  @Override
  public boolean hasNext() {
    return !closed && left > 0;
  }

  /**
   * Waits for the next thing.
   *
   * @throws RuntimeException what the function threw for this number; nothing follows it
   */
  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException(closed ? "it was closed" : "all were taken");
    }
    Made<T> made;
    try {
      made = queue.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new IllegalStateException("interrupted while waiting for the next batch", e);
    }
    left--;
    if (made.failure() instanceof RuntimeException e) {
      close();
      throw e;
    }
    if (made.failure() instanceof Error e) {
      close();
      throw e;
    }
    return made.value();
  }

  boolean isMaking() {
    return maker.isAlive();
  }

  /** Stops making; may be called more than once. */
  @Override
  public void close() {
    closed = true;
    maker.interrupt();
    queue.clear();
  }
}
