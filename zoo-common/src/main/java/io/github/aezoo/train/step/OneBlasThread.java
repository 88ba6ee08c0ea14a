package io.github.aezoo.train.step;

import org.nd4j.linalg.factory.Nd4j;

/** One thread a product, as products run on several threads: of the whole process. */
final class OneBlasThread {
  private static int runs;
  private static int before;

  private OneBlasThread() {}

  /** Holds until as many calls of {@link #end}. */
  static synchronized void begin() {
    if (runs++ == 0) {
      before = Nd4j.factory().blas().getMaxThreads();
      Nd4j.factory().blas().setMaxThreads(1);
    }
  }

  static synchronized void end() {
    if (--runs == 0) {
      Nd4j.factory().blas().setMaxThreads(before);
    }
  }
}
