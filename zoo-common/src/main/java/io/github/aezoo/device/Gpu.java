package io.github.aezoo.device;

import java.util.Optional;

/**
 * A card that the driver lists.
 *
 * @param index the driver's number, in the order of the PCI bus
 * @param uuid the driver's name that never changes, {@code GPU-...}
 * @param name as it is sold
 * @param capability empty when the driver does not tell
 * @param memoryBytes of the card; 0 when the driver does not tell
 */
public record Gpu(
    int index, String uuid, String name, Optional<ComputeCapability> capability, long memoryBytes) {
  @Override
  public String toString() {
    return "%s (compute capability %s)"
        .formatted(name, capability.map(ComputeCapability::toString).orElse("unknown"));
  }
}
