package io.github.aezoo.zoo;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.probe.Probe;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.TrainingListener;
import java.nio.file.Path;

/** A run of the probe family that takes half a second. */
public final class TrainedProbe {
  public static final Recipe RECIPE = Probe.recipe("tiny", "none", 1);
  public static final Dataset DATA = new SyntheticDigits(150, 20, 20, 3);

  private TrainedProbe() {}

  public static Assessment assessment(Path folder) {
    return new Assessment(folder.resolve("cache"), (images, total) -> {});
  }

  public static Checkpoint into(Path folder, Path cache) {
    return new TrainingRun(RECIPE, DATA, folder, 1, TrainingRun.Start.NEW)
        .run(TrainingListener.NONE, assessment(cache))
        .checkpoint()
        .orElseThrow();
  }
}
