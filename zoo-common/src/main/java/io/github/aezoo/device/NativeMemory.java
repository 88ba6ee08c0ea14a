package io.github.aezoo.device;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How much memory outside of the Java heap arrays may take on a CPU.
 *
 * <p>JavaCPP would read the size of the process from the system at every allocation. ND4J's native
 * code counts what its arrays take; the count is looked at once in {@link #STEP} bytes. Collecting
 * garbage is part of the bound: the Java heap does not fill with arrays whose values lie elsewhere.
 */
public final class NativeMemory {
  /** The user's own bound of it; JavaCPP accepts both spellings. */
  private static final String MOST = "org.bytedeco.javacpp.maxbytes";

  private static final String MOST_TOO = "org.bytedeco.javacpp.maxBytes";
  private static final String PROCESS = "org.bytedeco.javacpp.maxphysicalbytes";
  private static final String PROCESS_TOO = "org.bytedeco.javacpp.maxPhysicalBytes";

  /** The system and the JVM itself need the rest. */
  private static final double SHARE = 0.9;

  private static final double LEAST_SHARE = 0.25;

  /** Bytes that are allocated between two looks. */
  private static final long STEP = 16L << 20;

  /** What a small array costs besides its values. */
  private static final long EXTRA = 128;

  /** A collection before the bound is reached pays off from here on. */
  private static final long CALM = 1L << 30;

  private static final int TRIES = 10;
  private static final long PAUSE_MILLIS = 50;

  private static final AtomicLong SINCE = new AtomicLong();
  private static final AtomicLong NEXT = new AtomicLong(CALM);

  private NativeMemory() {}

  /** Read once: it is asked for at every look. */
  private static final class Bound {
    static final long BYTES = found();

    private static long found() {
      if (System.getProperty(MOST) != null || System.getProperty(MOST_TOO) != null) {
        return Pointer.maxBytes();
      }
      return share(physicalBytes(), Runtime.getRuntime().maxMemory());
    }
  }

  /**
   * Spares JavaCPP a look at the size of the process at every allocation, unless the user wants it.
   * Has no effect once JavaCPP has started.
   */
  static void prepare() {
    if (System.getProperty(PROCESS) == null && System.getProperty(PROCESS_TOO) == null) {
      System.setProperty(PROCESS, "0");
    }
  }

  /** The bound in bytes; 0 when there is none. */
  public static long maxBytes() {
    return Bound.BYTES;
  }

  /** What a machine or container has for arrays beside a Java heap; 0 when nobody knows. */
  static long share(long physical, long heap) {
    return Math.max((long) (SHARE * physical) - heap, (long) (LEAST_SHARE * physical));
  }

  /** Of the machine, or of the container that the process runs in. */
  private static long physicalBytes() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }

  /**
   * Is told before an array is made.
   *
   * @throws OutOfMemoryError when there is no room for it
   */
  static void taking(long bytes) {
    long since = SINCE.addAndGet(bytes + EXTRA);
    if (since >= STEP) {
      SINCE.addAndGet(-since);
      look(bytes);
    }
  }

  private static void look(long bytes) {
    long most = Bound.BYTES;
    if (most <= 0) {
      return;
    }
    for (int i = 0; taken() + bytes > Math.min(most, NEXT.get()); i++) {
      if (i > 0 && taken() + bytes <= most) {
        // Alive: the next collection comes when it has doubled.
        NEXT.set(Math.max(CALM, 2 * (taken() + bytes)));
        return;
      }
      if (i == TRIES) {
        throw new OutOfMemoryError(
            "Failed to allocate %d bytes: arrays take %d bytes of at most %d"
                .formatted(bytes, taken(), most));
      }
      collect();
    }
  }

  /** By ND4J's own count. */
  private static long taken() {
    return Nd4j.getEnvironment().getDeviceCouner(0);
  }

  private static void collect() {
    System.gc();
    try {
      // ND4J frees on a thread of its own.
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
