package io.github.aezoo.train;

import io.github.aezoo.io.Tensor;
import java.util.Map;

/** Receives the progress of a training run, on the thread of the run. */
public interface TrainingListener {
  /** Listens to nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /** What is told of steps alone. */
  @FunctionalInterface
  interface Steps {
    /** So many steps of all are done. */
    void at(long done, long total);
  }

  /** Listens to steps alone. */
  static TrainingListener steps(Steps steps) {
    return new TrainingListener() {
      @Override
      public void onStep(long step, long total) {
        steps.at(step, total);
      }
    };
  }

  /**
   * A step is done.
   *
   * @param step steps done since the run began
   * @param total steps of the whole run
   */
  default void onStep(long step, long total) {}

  /** An epoch is done. */
  default void onEpoch(EpochLog epoch) {}

  /** An epoch is the best so far; its weights must outlive a crash. */
  default void onBest(EpochLog epoch, Map<String, Tensor> weights) {}

  /** A good moment to save: after every epoch, and when the run was asked to stop. */
  default void onSnapshot(Snapshot snapshot) {}
}
