package io.github.aezoo.model.nn;

import org.nd4j.linalg.activations.IActivation;

/** Something that every runtime for networks can do to a batch {@code [N, ..]}. */
public sealed interface StandardOperation {
  /** What DL4J's own layer does that a layer extends. */
  record Inherited() implements StandardOperation {}

  /**
   * A function of every value.
   *
   * @param function one of DL4J's
   */
  record Activation(IActivation function) implements StandardOperation {}

  /**
   * Every value, or the nearest in a range.
   *
   * @param low the least
   * @param high the greatest
   */
  record Clip(double low, double high) implements StandardOperation {}

  /** {@code log(x / (1 - x))} of every value. */
  record Logit() implements StandardOperation {}

  /**
   * The first values of every row of {@code [N, z]}.
   *
   * @param count how many
   */
  record First(long count) implements StandardOperation {}

  /**
   * Every row of {@code [N, z]} with its largest values as they are, 0 in place of the others; of
   * equal values those of lower index stay.
   *
   * @param count how many stay, at most z
   */
  record Largest(long count) implements StandardOperation {}
}
