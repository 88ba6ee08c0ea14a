package io.github.aezoo.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import io.github.aezoo.probe.AlteredImages;
import io.github.aezoo.probe.ProbeArchitecture;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

@Tag("engine")
class ElboTest {
  private static final SyntheticDigits DIGITS = new SyntheticDigits(40, 10, 30, 5);
  private static final int Z = 2;

  /** No hidden layers, so that every number can be had in closed form. */
  private static Autoencoder model() {
    return Autoencoder.create(
        "vae", new DenseVaeArchitecture(Shape.MNIST, List.of(), Z, 1), Learning.NONE, 3);
  }

  private static void set(Autoencoder model, String name, float... values) {
    Map<String, Tensor> weights = model.weights();
    float[] all = new float[weights.get(name).values().length];
    for (int i = 0; i < all.length; i++) {
      all[i] = values[i % values.length];
    }
    weights.put(name, new Tensor(weights.get(name).shape(), all));
    model.setWeights(weights);
  }

  @Test
  void aModelThatIgnoresImagesHasTheKlOfItsConstantPosterior() {
    try (Autoencoder model = model()) {
      set(model, "posterior.W", 0);
      set(model, "posterior.b", 1, -2, 0.5f, -1);
      Map<String, Double> elbo = new Elbo().of(model, DIGITS, Split.TEST, 1);
      // (m^2 + v - 1 - ln v) / 2, twice.
      double kl = (1 + Math.exp(0.5) - 1 - 0.5) / 2 + (4 + Math.exp(-1) - 1 + 1) / 2;
      assertThat(elbo.get("klNats")).isCloseTo(kl, within(1e-5));
      assertThat(elbo.get("activeUnits")).isZero();
      assertThat(elbo.get("negativeElboNats"))
          .isCloseTo(elbo.get("klNats") + elbo.get("reconstructionNats"), within(1e-9));
      Set<String> keys = new HashSet<>(new Elbo().meanings().keySet());
      // Gaussian decoders alone have one.
      keys.remove("deviation");
      assertThat(elbo.keySet()).isEqualTo(keys);
    }
  }

  @Test
  void aDecoderThatIgnoresCodesGivesTheLikelihoodExactly() {
    try (Autoencoder model = model()) {
      set(model, "reconstruction.W", 0);
      set(model, "reconstruction.b", (float) Math.log(0.2 / 0.8));
      // Every pixel has probability 0.2 whatever the code is: log-likelihood in closed form.
      double expected = 0;
      for (int i = 0; i < DIGITS.size(Split.TEST); i++) {
        for (float x : DIGITS.image(Split.TEST, i)) {
          expected -= x * Math.log(0.2) + (1 - x) * Math.log(0.8);
        }
      }
      expected /= DIGITS.size(Split.TEST);
      Map<String, Double> elbo = new Elbo().of(model, DIGITS, Split.TEST, 1);
      assertThat(elbo.get("reconstructionNats")).isCloseTo(expected, within(1e-3));
      set(model, "posterior.W", 0);
      set(model, "posterior.b", 0.3f, -0.2f, 0.1f, -0.3f);
      // The weights p(z) / q(z) have mean 1: their sampling error is small at 20,000 samples.
      assertThat(Elbo.nll(model, DIGITS, Split.TEST, 1, 5, 20_000))
          .isCloseTo(mean(expectedOf(5)), within(0.02));
    }
  }

  private static double[] expectedOf(int count) {
    double[] all = new double[count];
    int n = DIGITS.size(Split.TEST);
    for (int i = 0; i < count; i++) {
      for (float x : DIGITS.image(Split.TEST, (int) ((long) i * n / count))) {
        all[i] -= x * Math.log(0.2) + (1 - x) * Math.log(0.8);
      }
    }
    return all;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  @Test
  void theScoreOfAnImageIsItsPartOfTheMean() {
    try (Autoencoder model = model()) {
      // One more than are computed at a time.
      SyntheticDigits digits = new SyntheticDigits(10, 0, 501, 1);
      INDArray images = Batches.range(digits, Split.TEST, 0, 501);
      double[] scores = Elbo.negative(model, values(images), 1);
      assertThat(scores).hasSize(501);
      assertThat(mean(scores))
          .isCloseTo(
              new Elbo().of(model, digits, Split.TEST, 1).get("negativeElboNats"), within(1e-6));
      assertThat(scores[0]).isNotEqualTo(scores[1]);
      assertThatThrownBy(() -> Elbo.negative(model, values(images.mul(255)), 1))
          .isInstanceOf(ZooException.class)
          .hasMessageContaining("[0, 1]");
    }
  }

  @Test
  void theExcessLeavesOutTheEntropyOfGreyPixels() {
    try (Autoencoder model = model()) {
      INDArray grey = Batches.range(DIGITS, Split.TEST, 0, 30);
      double[] negative = Elbo.negative(model, values(grey), 1);
      double[] excess = Elbo.excess(model, values(grey), 1);
      for (int i = 0; i < 30; i++) {
        double entropy = 0;
        for (float x : DIGITS.image(Split.TEST, i)) {
          entropy -= x == 0 || x == 1 ? 0 : x * Math.log(x) + (1 - x) * Math.log(1 - x);
        }
        assertThat(entropy).isPositive();
        assertThat(negative[i] - excess[i]).isCloseTo(entropy, within(1e-3));
        assertThat(excess[i]).isPositive();
      }
      INDArray binary = grey.gt(0.5).castTo(grey.dataType());
      assertThat(Elbo.excess(model, values(binary), 1))
          .containsExactly(Elbo.negative(model, values(binary), 1), within(1e-3));
    }
  }

  @Test
  void theExcessIsMeasuredByTheRootOfTheInk() {
    try (Autoencoder model = model()) {
      INDArray images = Batches.range(DIGITS, Split.TEST, 0, 30);
      // An image without ink is not divided by nothing.
      images.tensorAlongDimension(0, 1, 2, 3).assign(0);
      double[] excess = Elbo.excess(model, values(images), 1);
      double[] scaled = Elbo.excessPerRootInk(model, values(images), 1);
      assertThat(scaled[0]).isEqualTo(excess[0]);
      for (int i = 1; i < 30; i++) {
        double ink = images.tensorAlongDimension(i, 1, 2, 3).sumNumber().doubleValue();
        assertThat(ink).isGreaterThan(4);
        assertThat(scaled[i]).isCloseTo(excess[i] / Math.sqrt(ink), within(1e-4));
      }
    }
  }

  @Test
  void theLikelihoodOfBinaryImagesIsThatOfAllAndOfGreyOnesOfAThousand() {
    SyntheticDigits digits = new SyntheticDigits(10, 0, 1100, 1);
    Dataset binary = new AlteredImages(digits, (split, i, p, x) -> x > 0.5f ? 1 : 0);
    assertThat(Elbo.likelihoodImages(binary, Split.TEST)).isEqualTo(1100);
    assertThat(Elbo.likelihoodImages(digits, Split.TEST)).isEqualTo(Elbo.GREY_IMAGES);
    assertThat(Elbo.likelihoodImages(digits, Split.TRAIN)).isEqualTo(10);
  }

  @Test
  void moreSamplesTightenTheBound() {
    try (Autoencoder model = model()) {
      double elbo = new Elbo().of(model, DIGITS, Split.TEST, 1).get("negativeElboNats");
      double few = Elbo.nll(model, DIGITS, Split.TEST, 1, 30, 10);
      double many = Elbo.nll(model, DIGITS, Split.TEST, 1, 30, 1000);
      assertThat(many).isLessThan(few);
      assertThat(few).isLessThan(elbo);
    }
  }

  @Test
  void theSeedDecidesTheSamples() {
    try (Autoencoder model = model()) {
      Map<String, Double> first = new Elbo().of(model, DIGITS, Split.TEST, 1);
      assertThat(new Elbo().of(model, DIGITS, Split.TEST, 1)).isEqualTo(first);
      assertThat(new Elbo().of(model, DIGITS, Split.TEST, 2)).isNotEqualTo(first);
    }
  }

  @Test
  void unitsThatFollowTheImageAreActive() {
    try (Autoencoder model = model()) {
      // The first mean sums bright pixels, the second stays 0.
      set(model, "posterior.W", 0);
      Map<String, Tensor> weights = model.weights();
      float[] w = weights.get("posterior.W").values().clone();
      for (int pixel = 0; pixel < 784; pixel++) {
        w[pixel * 2 * Z] = 0.05f;
      }
      weights.put("posterior.W", new Tensor(new long[] {784, 2 * Z}, w));
      model.setWeights(weights);
      assertThat(new Elbo().of(model, DIGITS, Split.TEST, 1)).containsEntry("activeUnits", 1.0);
    }
  }

  @Test
  void logMeanExpNeitherOverflowsNorUnderflows() {
    assertThat(Elbo.logMeanExp(-2000, -2000)).isEqualTo(-2000);
    assertThat(Elbo.logMeanExp(1000, 1000 + Math.log(3)))
        .isCloseTo(1000 + Math.log(2), within(1e-9));
  }

  @Test
  void aModelOfAnotherFamilyIsRefused() {
    try (Autoencoder other =
        Autoencoder.create(
            "probe", new ProbeArchitecture(Shape.MNIST, 2, 1, false), Learning.NONE, 1)) {
      assertThatThrownBy(() -> new Elbo().of(other, DIGITS, Split.TEST, 1))
          .isInstanceOf(ZooException.class)
          .hasMessageStartingWith(
              "a variational autoencoder expected; probe has another architecture: ");
    }
  }

  private static float[] values(INDArray images) {
    return images.dup('c').data().asFloat();
  }

  /** As a GPU computes them: the last group is smaller, and samples need several decodings. */
  @Test
  void theLikelihoodDoesNotDependOnHowManyImagesAreDecodedTogether() {
    try (Autoencoder model = model()) {
      double alone = Elbo.nll(model, DIGITS, Split.TEST, 1, 30, 501, 1);
      assertThat(Elbo.nll(model, DIGITS, Split.TEST, 1, 30, 501, 7)).isCloseTo(alone, within(1e-6));
      assertThat(Elbo.nll(model, DIGITS, Split.TEST, 1, 30, 501)).isCloseTo(alone, within(1e-6));
      assertThat(Elbo.nll(model, DIGITS, Split.TEST, 2, 30, 501, 7))
          .isNotCloseTo(alone, within(1e-6));
    }
  }
}
