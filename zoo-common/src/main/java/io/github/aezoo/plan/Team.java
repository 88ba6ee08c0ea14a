package io.github.aezoo.plan;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Threads that share pieces of work, the calling one among them.
 *
 * <p>A step of a small network has several stages of less than a millisecond, so threads look for
 * work for a while before they sleep: waking one takes as long as a stage.
 */
public final class Team implements AutoCloseable {
  /** How often a thread looks before it sleeps: about 50 microseconds. */
  private static final int LOOKS = 2_000;

  /** Nanoseconds that the caller sleeps while helpers work for longer. */
  private static final long NAP = 20_000;

  /** Work in pieces. */
  private static final class Job {
    private final int count;
    private final IntConsumer work;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Job(int count, IntConsumer work) {
      this.count = count;
      this.work = work;
    }

    /** Does pieces until there are none left. */
    void help() {
      int finished = 0;
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        try {
          if (failure.get() == null) {
            work.accept(i);
          }
        } catch (Throwable e) {
          // Whatever it is, the caller must not wait for this piece.
          failure.compareAndSet(null, e);
        }
        finished++;
      }
      if (finished > 0) {
        done.addAndGet(finished);
      }
    }
  }

  /** The calling thread alone; any number of callers. */
  static final Team ALONE = new Team(1);

  private final Thread[] helpers;
  private volatile Job job;
  private volatile boolean closed;

  /** Starts {@code threads - 1} threads. */
  public Team(int threads) {
    helpers = new Thread[Math.max(0, threads - 1)];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Thread(this::help, "zoo-worker");
      helpers[i].setDaemon(true);
      helpers[i].start();
    }
  }

  /**
   * Does pieces {@code 0 .. count - 1}, each once and in any order, and returns when all are done.
   * One caller at a time.
   *
   * @throws RuntimeException what a piece threw
   */
  public void run(int count, IntConsumer work) {
    onThisThreadAlone(() -> runHere(count, work));
  }

  private void runHere(int count, IntConsumer work) {
    if (helpers.length == 0 || count <= 1) {
      for (int i = 0; i < count; i++) {
        work.accept(i);
      }
      return;
    }
    Job mine = new Job(count, work);
    job = mine;
    for (int i = 0; i < Math.min(helpers.length, count - 1); i++) {
      LockSupport.unpark(helpers[i]);
    }
    mine.help();
    for (int looks = 0; mine.done.get() < count; looks++) {
      if (looks < LOOKS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(NAP);
      }
    }
    Throwable failure = mine.failure.get();
    if (failure instanceof Error e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  private static NativeOps operations() {
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }

  /**
   * Does something, and operations with it, on the calling thread alone, whatever {@code
   * OMP_NUM_THREADS} says. OpenMP keeps that number for each thread.
   */
  static void onThisThreadAlone(Runnable work) {
    int before = operations().ompGetMaxThreads();
    if (before == 1) {
      work.run();
      return;
    }
    operations().setOmpNumThreads(1);
    try {
      work.run();
    } finally {
      operations().setOmpNumThreads(before);
    }
  }

  private void help() {
    operations().setOmpNumThreads(1);
    Job seen = null;
    int looks = 0;
    while (!closed) {
      Job now = job;
      if (now != seen) {
        seen = now;
        now.help();
        looks = 0;
      } else if (looks++ < LOOKS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
  }
}
