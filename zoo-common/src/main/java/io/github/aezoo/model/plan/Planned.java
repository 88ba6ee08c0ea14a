package io.github.aezoo.model.plan;

/**
 * Settings of a layer, or an activation function, that DL4J does not have: they say how a plan
 * computes it.
 */
public interface Planned {
  /** The operation in a pass. */
  Operation operation(Wiring wiring);
}
