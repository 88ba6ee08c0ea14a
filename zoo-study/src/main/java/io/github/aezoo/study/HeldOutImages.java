package io.github.aezoo.study;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.SeedUse;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Split;

/** Data as settings are chosen on: training images stand for the test split. */
final class HeldOutImages {
  /** Of the training images one in so many. */
  private static final int SHARE = 6;

  /** No run's seed: settings that are compared are compared on the same images. */
  private static final long SEED = Seeds.derive(0, SeedUse.TEST_OF_TRAINING);

  private HeldOutImages() {}

  /**
   * With a sixth of the training images as the test split.
   *
   * @param most at most so many of them
   */
  static Dataset of(Dataset data, int most) {
    int count = Math.max(1, Math.min(most, data.size(Split.TRAIN) / SHARE));
    return data.withTestOfTraining(count, SEED);
  }
}
