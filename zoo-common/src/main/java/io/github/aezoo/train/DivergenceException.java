package io.github.aezoo.train;

import io.github.aezoo.io.ZooException;

/** Training diverged; the best weights so far are unchanged. */
public final class DivergenceException extends ZooException {
  private static final long serialVersionUID = 1L;

  private final int epoch;
  private final long iteration;
  private final double learningRate;

  DivergenceException(String what, int epoch, long iteration, double learningRate) {
    super(
        "training diverged: %s in epoch %d, iteration %d, at learning rate %s; lower the learning rate or check the data"
            .formatted(what, epoch, iteration, learningRate));
    this.epoch = epoch;
    this.iteration = iteration;
    this.learningRate = learningRate;
  }

  /** The epoch, from 1. */
  public int epoch() {
    return epoch;
  }

  /** The step over the whole run, from 0. */
  public long iteration() {
    return iteration;
  }

  /** The learning rate of that step. */
  public double learningRate() {
    return learningRate;
  }
}
