package io.github.aezoo.model.plan;

/** Settings of a layer that DL4J does not have, which say how a plan computes it. */
public interface Planned {
  /** The operation in a pass. */
  Operation operation(Wiring wiring);
}
