package io.github.aezoo.device;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory of the GPU that ND4J computes on.
 *
 * @param totalBytes of the card
 * @param freeBytes now, for all programs
 * @param maxBytes that ND4J may take
 */
public record DeviceMemory(long totalBytes, long freeBytes, long maxBytes) {
  /** The display and CUDA's own kernels need the rest. */
  private static final double SHARE = 0.9;

  /** Of the GPU in use; starts ND4J. */
  public static DeviceMemory here() {
    Object devices =
        Nd4j.getExecutioner()
            .getEnvironmentInformation()
            .get(Nd4jEnvironment.CUDA_DEVICE_INFORMATION_KEY);
    long total = 0;
    long free = 0;
    if (devices instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map<?, ?> m) {
      total = bytes(m.get(Nd4jEnvironment.CUDA_TOTAL_MEMORY_KEY));
      free = bytes(m.get(Nd4jEnvironment.CUDA_FREE_MEMORY_KEY));
    }
    return new DeviceMemory(total, free, (long) (SHARE * total));
  }

  /** Free bytes of the GPU that ND4J computes on; empty when it computes on the CPU. */
  public static OptionalLong free() {
    return Devices.onGpu() ? OptionalLong.of(here().freeBytes) : OptionalLong.empty();
  }

  private static long bytes(Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  /** Lets ND4J take {@link #maxBytes} and no more: a clear failure before the driver's. */
  static void bound() {
    long most = here().maxBytes;
    if (most > 0) {
      Nd4j.getEnvironment().setMaxDeviceMemory(most);
    }
  }
}
