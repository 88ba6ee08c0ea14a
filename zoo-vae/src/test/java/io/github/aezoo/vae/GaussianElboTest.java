package io.github.aezoo.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.MemoryDataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A decoder without hidden layers whose logits are small is linear, {@code x = 1/2 + slope z +
 * noise}, so that the images' distribution is a known normal one: N(1/2, s^2 I + slope slope').
 */
@Tag("engine")
class GaussianElboTest {
  private static final Shape SHAPE = new Shape(1, 2, 2);
  private static final double DEVIATION = 0.005;
  private static final double[] SLOPE = {0.00625, -0.005, 0.01, 0.0025};

  /** The inverse of the variance of a code, an image given. */
  private static final double PRECISION = 1 + dot(SLOPE, SLOPE) / (DEVIATION * DEVIATION);

  /** What taking the sigmoid for a line may cost, nats. */
  private static final double NEARLY_LINEAR = 0.005;

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  private static Dataset images(int n) {
    Random random = new Random(3);
    double[] pixels = new double[4 * n];
    for (int i = 0; i < n; i++) {
      double z = random.nextGaussian();
      for (int j = 0; j < 4; j++) {
        pixels[4 * i + j] = 0.5 + SLOPE[j] * z + DEVIATION * random.nextGaussian();
      }
    }
    INDArray all = Nd4j.createFromArray(pixels).reshape('c', SHAPE.batch(n));
    return new MemoryDataset.Builder("linear", SHAPE, List.of())
        .batches(Split.TEST, new ExistingDataSetIterator(List.of(new DataSet(all, all))))
        .build();
  }

  private static double exact(float[] pixels) {
    double[] r = IntStream.range(0, 4).mapToDouble(i -> pixels[i] - 0.5).toArray();
    double along = dot(r, SLOPE) / (DEVIATION * DEVIATION);
    double distance = dot(r, r) / (DEVIATION * DEVIATION) - along * along / PRECISION;
    double logDeterminant = 8 * Math.log(DEVIATION) + Math.log(PRECISION);
    return (distance + logDeterminant + 4 * Math.log(2 * Math.PI)) / 2;
  }

  private static double exact(Dataset images) {
    return IntStream.range(0, images.size(Split.TEST))
        .mapToDouble(i -> exact(images.image(Split.TEST, i)))
        .average()
        .orElseThrow();
  }

  private static Autoencoder model() {
    Autoencoder model =
        Autoencoder.create(
            "linear",
            new DenseVaeArchitecture(SHAPE, List.of(), 1, 1, new Likelihood.Gaussian(DEVIATION)),
            Learning.NONE,
            1);
    // The slope of the sigmoid at 0 is 1/4.
    set(model, "logits.W", Arrays.stream(SLOPE).map(s -> 4 * s).toArray());
    set(model, "logits.b", new double[4]);
    set(model, "posterior.W", new double[8]);
    set(model, "posterior.b", new double[2]);
    return model;
  }

  private static void set(Autoencoder model, String name, double... values) {
    Map<String, Tensor> weights = model.weights();
    float[] single = new float[values.length];
    for (int i = 0; i < single.length; i++) {
      single[i] = (float) values[i];
    }
    weights.put(name, new Tensor(weights.get(name).shape(), single));
    model.setWeights(weights);
  }

  @Test
  void withTheTruePosteriorEverySampleGivesTheLikelihood() {
    Dataset images = images(20);
    try (Autoencoder model = model()) {
      double[] w = new double[8];
      double scale = 1 / (DEVIATION * DEVIATION * PRECISION);
      for (int i = 0; i < 4; i++) {
        w[2 * i] = SLOPE[i] * scale;
      }
      set(model, "posterior.W", w);
      set(model, "posterior.b", -0.5 * Arrays.stream(SLOPE).sum() * scale, -Math.log(PRECISION));
      assertThat(Elbo.nll(model, images, Split.TEST, 1, 20, 2))
          .isCloseTo(exact(images), within(NEARLY_LINEAR));
      assertThat(exact(images)).isNegative();
    }
  }

  @Test
  void samplesOfThePriorGiveTheLikelihoodWithinTheirError() {
    Dataset images = images(10);
    try (Autoencoder model = model()) {
      double[] runs =
          IntStream.range(0, 5)
              .mapToDouble(seed -> Elbo.nll(model, images, Split.TEST, seed, 10, 4000))
              .toArray();
      double mean = Arrays.stream(runs).average().orElseThrow();
      double variance = Arrays.stream(runs).map(r -> (r - mean) * (r - mean)).sum() / 4;
      double standardError = Math.sqrt(variance / 5);
      assertThat(standardError).isLessThan(0.02);
      assertThat(mean).isCloseTo(exact(images), within(3 * standardError + NEARLY_LINEAR));
    }
  }

  @Test
  void thePartsAreTheirClosedForms() {
    Dataset images = images(20);
    try (Autoencoder model = model()) {
      // Codes do not matter, so reconstruction is the same whatever sample is drawn.
      set(model, "logits.W", new double[4]);
      set(model, "posterior.b", 0.3, -1);
      double nats = 0;
      for (int i = 0; i < 20; i++) {
        for (float x : images.image(Split.TEST, i)) {
          double e = (x - 0.5) / DEVIATION;
          nats += e * e / 2 + Math.log(DEVIATION) + Math.log(2 * Math.PI) / 2;
        }
      }
      Map<String, Double> elbo = new Elbo().of(model, images, Split.TEST, 1);
      assertThat(elbo.keySet()).isEqualTo(new Elbo().meanings().keySet());
      assertThat(elbo.get("reconstructionNats")).isCloseTo(nats / 20, within(1e-3));
      double kl = (0.09 + Math.exp(-1) - 1 + 1) / 2;
      assertThat(elbo.get("klNats")).isCloseTo(kl, within(1e-6));
      assertThat(elbo.get("negativeElboNats")).isCloseTo(nats / 20 + kl, within(1e-3));
      assertThat(elbo.get("deviation")).isCloseTo(DEVIATION, within(1e-12));
    }
  }

  @Test
  void reconstructionIsThatOfASampleOfThePosteriorNotOfItsMean() {
    int n = 2000;
    INDArray grey = Nd4j.valueArrayOf(SHAPE.batch(n), 0.5, DataType.FLOAT);
    Dataset images =
        new MemoryDataset.Builder("grey", SHAPE, List.of())
            .batches(Split.TEST, new ExistingDataSetIterator(List.of(new DataSet(grey, grey))))
            .build();
    try (Autoencoder model = model()) {
      double deviation = 0.8;
      set(model, "posterior.b", 0, 2 * Math.log(deviation));
      // The mean code gives the image back; a code that is off by e misses by slope e.
      double atTheMean = 4 * (Math.log(DEVIATION) + Math.log(2 * Math.PI) / 2);
      double missed = deviation * deviation * dot(SLOPE, SLOPE) / (2 * DEVIATION * DEVIATION);
      assertThat(missed).isGreaterThan(2);
      // The squares of standard normal numbers have variance 2.
      double standardError = missed * Math.sqrt(2.0 / n);
      double expected = atTheMean + missed;
      Map<String, Double> elbo = new Elbo().of(model, images, Split.TEST, 1);
      assertThat(elbo.get("reconstructionNats"))
          .isCloseTo(expected, within(4 * standardError + NEARLY_LINEAR));
      double kl = (deviation * deviation - 1 - 2 * Math.log(deviation)) / 2;
      double[] scores = Elbo.negative(model, values(grey), 1);
      assertThat(Arrays.stream(scores).average().orElseThrow())
          .isCloseTo(expected + kl, within(4 * standardError + NEARLY_LINEAR));
    }
  }

  private static float[] values(INDArray images) {
    return images.dup('c').data().asFloat();
  }
}
