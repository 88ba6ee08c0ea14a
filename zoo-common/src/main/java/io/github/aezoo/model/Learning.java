package io.github.aezoo.model;

import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * The training settings of a network besides its structure.
 *
 * @param loss what the output minimises
 * @param updater DL4J's updater with its learning rate or schedule
 * @param weightDecay decoupled weight decay (Loshchilov and Hutter 2019), 0 for none; biases are
 *     spared
 */
public record Learning(Loss loss, IUpdater updater, double weightDecay) {
  /**
   * For inference. Never to be trained with: DL4J's {@code NoOp} does nothing to the gradient, so
   * that all of it would be subtracted, as by a learning rate of 1.
   */
  public static final Learning NONE = new Learning(Loss.BCE, new NoOp(), 0);
}
