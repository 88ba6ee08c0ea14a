package io.github.aezoo.model;

import io.github.aezoo.device.OutOfMemory;
import io.github.aezoo.plan.Pass;
import io.github.aezoo.plan.Plan;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * A plan in use by any number of callers at once, each with memory of its own for what flows
 * through it; parameters are shared and never copied.
 *
 * <p>How rows are cut into parts depends on their number alone, so what comes out does not depend
 * on how many threads there are.
 */
final class Passes {
  /** Rows that flow through the network together, at most: more do not make it faster. */
  private static final int MOST = 128;

  /** Rows of a part at least, where there are two. */
  private static final int LEAST = 16;

  /** Rows of those who come with few: their memory is small. */
  private static final int FEW = 8;

  /** Values that flow through a network together, at most: bounds memory. */
  private static final long VALUES = 1 << 21;

  private final Plan plan;
  private final int most;
  private final InputType outputType;
  private final Queue<Pass> few = new ArrayBlockingQueue<>(kept());
  private final Queue<Pass> many = new ArrayBlockingQueue<>(kept());

  Passes(Plan plan) {
    this.plan = plan;
    Pass first = plan.pass(1, Pass.Purpose.USE);
    outputType = first.outputType();
    most = (int) Math.max(1, Math.min(MOST, VALUES / Math.max(1, first.size())));
  }

  private static int kept() {
    return 2 * Runtime.getRuntime().availableProcessors();
  }

  /** Copies values {@code [C, H, W]} of neighbouring rows. */
  @FunctionalInterface
  interface Copy {
    /** Those of {@code count} rows, from a row on, to or from the beginning of an array. */
    void rows(int from, int count, float[] array);
  }

  /** What the plan gives for a row. */
  InputType outputType() {
    return outputType;
  }

  /**
   * Computes {@code n} rows, many of them on the threads of the common pool, or of the pool of
   * {@code ForkJoinPool}'s that the caller belongs to.
   *
   * @param size values of a row, for messages
   */
  void run(int n, int size, Copy read, Copy write) {
    OutOfMemory.named(
        n,
        size,
        "give Java more memory (-Xmx)",
        () -> {
          run(n, read, write);
          return null;
        });
  }

  private void run(int n, Copy read, Copy write) {
    int parts = (n + most - 1) / most;
    if (parts == 1) {
      Pass pass = taken(n);
      if (n < 2 * LEAST || pass.light(n)) {
        use(pass, 0, n, read, write);
        return;
      }
      giveBack(pass);
      parts = 2;
    }
    int all = parts;
    IntStream.range(0, all)
        .parallel()
        .forEach(
            i -> {
              int from = (int) ((long) n * i / all);
              int count = (int) ((long) n * (i + 1) / all) - from;
              use(taken(count), from, count, read, write);
            });
  }

  private void use(Pass pass, int from, int count, Copy read, Copy write) {
    try {
      pass.use(
          count, into -> read.rows(from, count, into), array -> write.rows(from, count, array));
    } finally {
      giveBack(pass);
    }
  }

  private Pass taken(int count) {
    int rows = Math.min(count <= FEW ? FEW : most, most);
    Pass pass = pool(rows).poll();
    return pass == null ? plan.pass(rows, Pass.Purpose.USE) : pass;
  }

  /** More than are kept go to the garbage collector. */
  private void giveBack(Pass pass) {
    pool(pass.rows()).offer(pass);
  }

  private Queue<Pass> pool(int rows) {
    return rows <= FEW ? few : many;
  }
}
