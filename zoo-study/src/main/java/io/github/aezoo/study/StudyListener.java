package io.github.aezoo.study;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.train.TrainingListener;

/** Hears of the trainings of a study, one after the other. */
public interface StudyListener {
  /** Hears nothing. */
  StudyListener NONE =
      new StudyListener() {
        @Override
        public TrainingListener begins(String task, long steps) {
          return TrainingListener.NONE;
        }
      };

  /**
   * A training begins.
   *
   * @param task which of how many, in words
   * @param steps of it
   * @return who hears of its steps and epochs
   */
  TrainingListener begins(String task, long steps);

  /** The data of the study is open. */
  default void opened(Dataset data) {}

  /** The training that began last has ended. */
  default void ended() {}
}
