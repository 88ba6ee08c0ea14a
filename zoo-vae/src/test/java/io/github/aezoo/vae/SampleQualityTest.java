package io.github.aezoo.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.aezoo.data.Datasets;
import io.github.aezoo.data.ImageDataset;
import io.github.aezoo.data.ImageShape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.SyntheticDigits;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
            "untrained", Families.variant("vae", "tiny", ImageShape.MNIST), Learning.NONE, 1)) {
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

  /** Trains them again, which also leaves them where a maintainer can take them from. */
  @ParameterizedTest
  @CsvSource({"synthetic-digits, 0.99", "mnist, 0.975", "fashion-mnist, 0.87"})
  void theShippedClassifierIsWhatTrainingGives(String name, double least) {
    String folder = System.getenv("ZOO_DATA");
    boolean drawn = name.equals(SyntheticDigits.NAME);
    assumeThat(drawn || folder != null).as("ZOO_DATA, the folder of the real data").isTrue();
    ImageDataset data =
        Datasets.open(name, Optional.empty(), drawn ? List.of() : List.of(Path.of(folder)));
    SampleClassifier trained = SampleClassifier.train(data, 1);
    SafeFiles.writeBytes(
        Path.of("target", "classifiers", name + ".safetensors"),
        trained.stored().toBytes(Safetensors.Precision.F16));
    double accuracy = trained.accuracy(data, Split.TEST);
    assertThat(accuracy).isGreaterThan(least);
    assertThat(SampleClassifier.shipped(data).orElseThrow().accuracy(data, Split.TEST))
        .isCloseTo(accuracy, within(0.005));
  }
}
