package io.github.aezoo.device;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Computes for some seconds with arrays that are garbage while native code reads them, and collects
 * all the while. Without fences the process dies in the first minute, most often in the first
 * seconds; {@link GarbageOperandsTest} knows the options of the JVM.
 */
final class GarbageOperands {
  /** Large enough that its memory is unmapped when it is freed. */
  private static final int COLUMNS = 300_000;

  private static final int SIDE = 400;

  private static final AtomicReference<byte[]> GARBAGE = new AtomicReference<>();

  private GarbageOperands() {}

  private static INDArray ones(long... shape) {
    return Nd4j.createUninitialized(DataType.FLOAT, shape).assign(1f);
  }

  // Each in a method of its own: in compiled code nothing holds the operands.
  private static double broadcast() {
    INDArray sum = Nd4j.createUninitialized(DataType.FLOAT, 4, COLUMNS);
    Nd4j.getExecutioner().exec(new BroadcastAddOp(ones(4, COLUMNS), ones(COLUMNS), sum, 1));
    return sum.getDouble(0, COLUMNS - 1) - 2;
  }

  private static double vector() {
    return ones(4 * SIDE, SIDE).mmul(ones(SIDE, 1)).getDouble(0) - SIDE;
  }

  private static double product() {
    return ones(SIDE, SIDE).transpose().mmul(ones(SIDE, SIDE)).getDouble(0) - SIDE;
  }

  private static double elements() {
    return ones(4, COLUMNS).add(ones(4, COLUMNS)).muli(2).meanNumber().doubleValue() - 4;
  }

  private static double copies() {
    float[] values = ones(4, COLUMNS).dup('f').data().asFloat();
    return values[0] + values[values.length - 1] - 2;
  }

  /**
   * Runs, and exits with 0 when every result was right.
   *
   * @param args the seconds
   */
  public static void main(String[] args) throws InterruptedException {
    long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000_000L;
    Thread collections = new Thread(GarbageOperands::litter);
    collections.setDaemon(true);
    collections.start();
    AtomicLong rounds = new AtomicLong();
    AtomicLong wrong = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Thread thread = new Thread(() -> compute(end, rounds, wrong));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println(
        "%s: %d rounds, %d wrong"
            .formatted(
                Nd4j.getExecutioner().getClass().getSimpleName(), rounds.get(), wrong.get()));
    System.exit(wrong.get() == 0 ? 0 : 2);
  }

  private static void compute(long end, AtomicLong rounds, AtomicLong wrong) {
    List<DoubleSupplier> all =
        List.of(
            GarbageOperands::broadcast,
            GarbageOperands::vector,
            GarbageOperands::broadcast,
            GarbageOperands::product,
            GarbageOperands::broadcast,
            GarbageOperands::elements,
            GarbageOperands::broadcast,
            GarbageOperands::copies);
    while (System.nanoTime() < end) {
      for (DoubleSupplier one : all) {
        if (one.getAsDouble() != 0) {
          wrong.incrementAndGet();
        }
      }
      rounds.incrementAndGet();
    }
  }

  /** A collection of the young generation every millisecond: whole ones take too long. */
  private static void litter() {
    try {
      while (true) {
        for (int i = 0; i < 4; i++) {
          GARBAGE.set(new byte[1 << 20]);
        }
        Thread.sleep(1);
      }
    } catch (InterruptedException e) {
      GARBAGE.set(null);
    }
  }
}
