package io.github.aezoo.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.probe.Probe;
import io.github.aezoo.probe.WithProbe;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the log says of weights that stand still, beside sums over pixels. */
@ExtendWith(WithProbe.class)
class LossValueTest {
  private static final int TRAIN = 7;

  /** More than are computed at a time, and no multiple of it. */
  private static final int HELD = 300;

  private static final Dataset DIGITS = new SyntheticDigits(TRAIN, HELD, 0, 3);

  private static double crossEntropy(Autoencoder model, Split split, int n) {
    INDArray images = Batches.range(DIGITS, split, 0, n);
    float[] x = images.dup('c').data().asFloat();
    float[] y = model.reconstruct(images).dup('c').data().asFloat();
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum -= x[i] * Math.log(y[i]) + (1 - x[i]) * Math.log(1 - (double) y[i]);
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void trainingLossIsAMeanOverImagesAndValidationOverTheirPixels(int workers) {
    Recipe recipe = Probe.recipe("tiny", "none", 1, Optimizer.Type.SGD, 1e-30, 0);
    TrainingResult result = new Trainer(recipe, DIGITS, workers).run(TrainingListener.NONE);
    try (Autoencoder model = result.model()) {
      EpochLog log = result.log().get(0);
      assertThat(log.trainLoss())
          .isCloseTo(
              crossEntropy(model, Split.TRAIN, TRAIN) / TRAIN, Percentage.withPercentage(1e-3));
      assertThat(log.validation())
          .isCloseTo(
              crossEntropy(model, Split.VALIDATION, HELD) / (HELD * 784),
              Percentage.withPercentage(1e-4));
    }
  }
}
