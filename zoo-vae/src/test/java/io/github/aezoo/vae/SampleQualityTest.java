package io.github.aezoo.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.MemoryDataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.data.source.Datasets;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Families;
import io.github.aezoo.model.Learning;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class SampleQualityTest {
  private static final SyntheticDigits DIGITS = new SyntheticDigits(2000, 100, 1000, 1);

  @Test
  void realImagesAreCloserAndMoreEvenThanNoise() {
    Map<String, Map<String, Double>> rows = new SampleQuality().beside(DIGITS, Split.TEST, 1);
    Map<String, Double> real = rows.get(SampleQuality.REAL);
    Map<String, Double> noise = rows.get(SampleQuality.NOISE);
    assertThat(real.get("classifierAccuracy")).isGreaterThan(0.9);
    assertThat(real.get("classBalance")).isBetween(0.98, 1.0);
    assertThat(real.get("classifierConfidence")).isBetween(0.9, 1.0);
    assertThat(noise.get("classBalance")).isLessThan(0.7);
    assertThat(noise.get("classifierDistance")).isGreaterThan(20 * real.get("classifierDistance"));
  }

  @Test
  void samplesOfAnUntrainedModelAreFarFromTheDataAndEveryNumberIsExplained() {
    SampleQuality quality = new SampleQuality();
    try (Autoencoder model =
        Autoencoder.create(
            "untrained", Families.variant("vae", "tiny", Shape.MNIST), Learning.NONE, 1)) {
      Map<String, Double> samples = quality.of(model, DIGITS, Split.TEST, 1);
      Map<String, Map<String, Double>> rows = quality.beside(DIGITS, Split.TEST, 1);
      assertThat(samples.get("classifierDistance"))
          .isGreaterThan(10 * rows.get(SampleQuality.REAL).get("classifierDistance"));
      Set<String> keys = new HashSet<>(samples.keySet());
      rows.values().forEach(row -> keys.addAll(row.keySet()));
      assertThat(keys).isEqualTo(quality.meanings().keySet());
      assertThat(new SampleQuality().of(model, DIGITS, Split.TEST, 1)).isEqualTo(samples);
    }
  }

  /** They have no classes: the classifier of the grey digits judges them, and drawn pixels. */
  @Test
  void samplesOfBinaryDigitsAreBinaryAndJudged() {
    Dataset binary = binary("binarized-mnist");
    SampleQuality quality = new SampleQuality();
    Map<String, Map<String, Double>> rows = quality.beside(binary, Split.TEST, 1);
    assertThat(rows.get(SampleQuality.REAL)).doesNotContainKey("classifierAccuracy");
    assertThat(rows.get(SampleQuality.NOISE).get("classifierDistance"))
        .isGreaterThan(5 * rows.get(SampleQuality.REAL).get("classifierDistance"));
    try (Autoencoder model =
        Autoencoder.create(
            "untrained", Families.variant("vae", "tiny", Shape.MNIST), Learning.NONE, 1)) {
      assertThat(quality.of(model, binary, Split.TEST, 1))
          .containsOnlyKeys("classifierConfidence", "classBalance", "classifierDistance");
      assertThat(new SampleQuality().of(model, binary("other"), Split.TEST, 1)).isEmpty();
    }
    INDArray pixels =
        SampleQuality.drawn(Nd4j.valueArrayOf(new long[] {1, 1, 100, 100}, 0.25), 1, 0);
    assertThat(pixels.data().asFloat()).containsOnly(0, 1);
    assertThat(pixels.meanNumber().doubleValue()).isCloseTo(0.25, within(0.02));
  }

  private static Dataset binary(String name) {
    MemoryDataset.Builder builder = new MemoryDataset.Builder(name, Shape.MNIST, List.of());
    for (Split split : List.of(Split.TRAIN, Split.TEST)) {
      INDArray pixels = Batches.range(DIGITS, split, 0, 300).gt(0.5).castTo(DataType.FLOAT);
      builder.batches(split, new ExistingDataSetIterator(List.of(new DataSet(pixels, pixels))));
    }
    return builder.build();
  }

  @Tag("eval")
  @Test
  void theShippedClassifierOfDrawnDigitsIsWhatTrainingGives() {
    shippedIsWhatTrainingGives(new SyntheticDigits(), 0.99);
  }

  /** Trains them again, which also leaves them where a maintainer can take them from. */
  @Tag("eval")
  @ParameterizedTest
  @CsvSource({"mnist, 0.975", "fashion-mnist, 0.87"})
  void theShippedClassifierIsWhatTrainingGives(String name, double least) {
    String folder = System.getenv("ZOO_DATA");
    assumeThat(folder).as("ZOO_DATA, the folder of the real data").isNotNull();
    shippedIsWhatTrainingGives(
        Datasets.open(name, Optional.empty(), List.of(Path.of(folder))), least);
  }

  private static void shippedIsWhatTrainingGives(Dataset data, double least) {
    SampleClassifier trained = SampleClassifier.train(data, 1);
    SafeFiles.writeBytes(
        Path.of("target", "classifiers", data.name() + ".safetensors"),
        trained.stored().toBytes(Safetensors.Precision.F16));
    double accuracy = trained.accuracy(data, Split.TEST);
    assertThat(accuracy).isGreaterThan(least);
    assertThat(SampleClassifier.shipped(data).orElseThrow().accuracy(data, Split.TEST))
        .isCloseTo(accuracy, within(0.005));
  }
}
