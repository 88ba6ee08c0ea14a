package io.github.aezoo.contractive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.train.Optimizer;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.Trainer;
import io.github.aezoo.train.TrainingListener;
import io.github.aezoo.train.TrainingResult;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The validation loss of weights that stand still, by sums over images. */
class ValidationPenaltyTest {
  private static final double PENALTY = 3;

  /** More than are computed at a time, and no multiple of it. */
  private static final int HELD = 300;

  private static final SyntheticDigits DIGITS = new SyntheticDigits(16, HELD, 0, 1);

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "1, 5"})
  void validationIsTheLossAndThePenaltyOfAllImages(int workers, int warmup) {
    Recipe recipe =
        Recipe.open("contractive-tiny.synthetic-digits").toBuilder()
            .architecture(
                new ContractiveArchitecture(Shape.MNIST, List.of(), 8, Squashing.TANH, PENALTY))
            .optimizer(new Optimizer(Optimizer.Type.SGD, 1e-9, null, null))
            .epochs(1)
            .penaltyWarmup(warmup)
            .build();
    TrainingResult result = new Trainer(recipe, DIGITS, workers).run(TrainingListener.NONE);
    try (Autoencoder model = result.model()) {
      INDArray images = Batches.range(DIGITS, Split.VALIDATION, 0, HELD);
      float[] x = images.dup('c').data().asFloat();
      float[] y = model.reconstruct(images).dup('c').data().asFloat();
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum -= x[i] * Math.log(y[i]) + (1 - x[i]) * Math.log(1 - (double) y[i]);
      }
      double penalties =
          Arrays.stream(Contraction.jacobianNorm(model, images)).map(n -> PENALTY * n * n).sum();
      // Whoever leaves it out is far off.
      assertThat(penalties).isGreaterThan(0.001 * sum);
      // During warm-up, too, the whole penalty counts.
      assertThat(result.bestValidation())
          .isCloseTo((sum + penalties) / x.length, Percentage.withPercentage(1e-3));
    }
  }
}
