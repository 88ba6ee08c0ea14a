package io.github.aezoo.device;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.factory.Environment;

/** How much memory outside of the Java heap arrays may take on a CPU. */
public final class NativeMemory {
  /** The user's own bound of it; JavaCPP accepts both spellings. */
  private static final String MOST = "org.bytedeco.javacpp.maxbytes";

  private static final String MOST_TOO = "org.bytedeco.javacpp.maxBytes";
  private static final String PROCESS = "org.bytedeco.javacpp.maxphysicalbytes";
  private static final String PROCESS_TOO = "org.bytedeco.javacpp.maxPhysicalBytes";

  /** The system and the JVM itself need the rest. */
  private static final double SHARE = 0.9;

  private static final double LEAST_SHARE = 0.25;

  private NativeMemory() {}

  /**
   * Spares JavaCPP a look at the size of the process at every allocation, unless the user wants it.
   * Has no effect once JavaCPP has started.
   */
  static void prepare() {
    if (System.getProperty(PROCESS) == null && System.getProperty(PROCESS_TOO) == null) {
      System.setProperty(PROCESS, "0");
    }
  }

  /** ND4J's native code counts what it allocates for arrays: a limit there costs nothing. */
  static void bound(Environment engine) {
    long most = maxBytes();
    if (most > 0) {
      engine.setMaxPrimaryMemory(most);
    }
  }

  /** The bound in bytes; 0 when there is none. */
  public static long maxBytes() {
    if (System.getProperty(MOST) != null || System.getProperty(MOST_TOO) != null) {
      return Pointer.maxBytes();
    }
    return share(physicalBytes(), Runtime.getRuntime().maxMemory());
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
}
