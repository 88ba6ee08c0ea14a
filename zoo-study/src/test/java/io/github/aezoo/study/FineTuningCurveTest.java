package io.github.aezoo.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.probe.Probe;
import io.github.aezoo.probe.WithProbe;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.Trainer;
import io.github.aezoo.train.TrainingListener;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.FineTuning;
import io.github.aezoo.zoo.TrainedProbe;
import io.github.aezoo.zoo.TrainingRun;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Both runs of a curve beside the same runs by the trainer alone. */
@ExtendWith(WithProbe.class)
class FineTuningCurveTest {
  private static final Dataset OLD = new SyntheticDigits(200, 20, 20, 3);
  private static final Dataset NEW = new SyntheticDigits(80, 20, 20, 8);
  private static final int EPOCHS = 2;
  private static final long SEED = 6;

  @TempDir private static Path folder;
  private static Checkpoint source;
  private static FineTuningCurve.Run run;

  @BeforeAll
  static void train() {
    Path trained = folder.resolve("trained");
    source =
        new TrainingRun(Probe.recipe("tiny", "none", 8), OLD, trained, 1, TrainingRun.Start.NEW)
            .run(TrainingListener.NONE, TrainedProbe.assessment(folder))
            .checkpoint()
            .orElseThrow();
    run =
        new FineTuningCurve(recipe(), NEW, new FineTuning.Origin(source, Optional.empty()), 1)
            .run(EPOCHS, SEED, TrainingListener.NONE);
  }

  private static Recipe recipe() {
    return FineTuning.recipe(folder.resolve("trained").toString(), source, NEW.name(), NEW);
  }

  private static Recipe ofRun() {
    return recipe().toBuilder().twin(false).patience(0).epochs(EPOCHS).seed(SEED).build();
  }

  /** The mean squared error a pixel of test images. */
  private static double error(Autoencoder model) {
    int n = NEW.size(Split.TEST);
    INDArray images = Batches.range(NEW, Split.TEST, 0, n);
    float[] x = images.dup('c').data().asFloat();
    float[] y = model.reconstruct(images).dup('c').data().asFloat();
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += ((double) x[i] - y[i]) * (x[i] - y[i]);
    }
    return sum / x.length;
  }

  private static double trained(Recipe recipe, Optional<Map<String, Tensor>> start) {
    try (Autoencoder model =
        new Trainer(recipe, NEW, 1, start).run(TrainingListener.NONE).model()) {
      return error(model);
    }
  }

  @Test
  void fromScratchIsTheSameRunWithoutTheModelsWeights() {
    assertThat(run.fromScratch())
        .isCloseTo(
            trained(ofRun().toBuilder().fromScratch().build(), Optional.empty()), within(1e-7));
    assertThat(run.fromScratch()).isGreaterThan(1.2 * run.tuned());
  }

  @Test
  void fineTunedIsTheRunFromTheModelsWeights() {
    try (Autoencoder old = source.load()) {
      assertThat(run.before()).isCloseTo(error(old), within(1e-7));
      assertThat(run.tuned()).isCloseTo(trained(ofRun(), Optional.of(old.weights())), within(1e-7));
    }
    assertThat(run.tuned()).isLessThan(run.before());
  }
}
