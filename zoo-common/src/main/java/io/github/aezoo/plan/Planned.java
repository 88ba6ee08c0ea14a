package io.github.aezoo.plan;

import java.util.Optional;

/**
 * Settings of a layer, or an activation function, that DL4J does not have: they say how a plan
 * computes it.
 */
public interface Planned {
  /** The operation in a pass; empty where DL4J's layer is to do the work. */
  Optional<Operation> operation(Wiring wiring);

  /**
   * A loss function for DL4J that is the binary cross-entropy of a sigmoid's arguments, summed over
   * values.
   */
  interface OfLogits {}
}
