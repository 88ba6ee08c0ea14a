package io.github.aezoo.zoo;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.probe.Probe;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.TrainingListener;
import java.nio.file.Path;

/** A short run of the probe family with its twin beside it. */
final class TrainedTwin {
  static final Dataset DATA = new SyntheticDigits(60, 20, 20, 3);

  /** 2 epochs of 4 steps: the twin's are 1 to 8 of the run, the network's own 9 to 16. */
  static final Recipe RECIPE =
      Probe.withTwin(
          Probe.recipe("dropout", "half|masking:0.2", 2), true, Safetensors.Precision.F32);

  private TrainedTwin() {}

  static Checkpoint into(Path folder, Path cache) {
    return of(RECIPE, folder, cache);
  }

  static Checkpoint of(Recipe recipe, Path folder, Path cache) {
    return new TrainingRun(recipe, DATA, folder, 1, TrainingRun.Start.NEW)
        .run(TrainingListener.NONE, TrainedProbe.assessment(cache))
        .checkpoint()
        .orElseThrow();
  }
}
