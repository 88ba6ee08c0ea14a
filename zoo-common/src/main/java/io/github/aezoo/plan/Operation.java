package io.github.aezoo.plan;

/** What a vertex of a network does in a pass. */
public interface Operation {
  /** Adds what computes the output's values, on the heap, from the input's. */
  void forward(Program program);

  /**
   * Adds what computes the input's gradients, and the parameters', from the output's; the latter
   * replace what was there before.
   */
  void backward(Program program);

  /** Whether the backward part needs the output's values: otherwise they may be replaced. */
  default boolean readsOutput() {
    return true;
  }

  /** Whether the end of the program needs the output's gradients. */
  default boolean readsGradientsAtEnd() {
    return false;
  }

  /** Multiplications of a row, about: whether threads are worth their waking. */
  default long work() {
    return 0;
  }

  /** What the operation adds to the loss of the last batch, a row, before {@link #weigh}. */
  default double penalty() {
    return 0;
  }

  /** Sets the share of the penalty that gradients hold from now on; 1 in a new pass. */
  default void weigh(double share) {}
}
