package io.github.aezoo.eval.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.ArrayDataset;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import io.github.aezoo.probe.ProbeArchitecture;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearProbeTest {
  private static final Shape SHAPE = new Shape(1, 4, 4);
  private static final int CLASSES = 4;
  private static final int TRAIN = 500;
  private static final int TEST = 1000;

  private final LinearProbe probe = new LinearProbe();

  /** Noise of 0 to 0.1, and a column of the class that is at least 0.9 bright. */
  private static float[][] stripes(int[] labels, Random random) {
    float[][] images = new float[labels.length][SHAPE.size()];
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < SHAPE.size(); j++) {
        images[i][j] = 0.1f * random.nextFloat() + (j % 4 == labels[i] ? 0.9f : 0);
      }
    }
    return images;
  }

  private static int[] labels(int n, Random random) {
    return random.ints(n, 0, CLASSES).toArray();
  }

  private static ArrayDataset data(boolean shuffled) {
    Random random = new Random(2);
    List<String> names = List.of("a", "b", "c", "d");
    ArrayDataset data = new ArrayDataset("stripes", SHAPE, names);
    for (Split split : List.of(Split.TRAIN, Split.TEST)) {
      int[] labels = labels(split == Split.TRAIN ? TRAIN : TEST, random);
      float[][] images = stripes(labels, random);
      data.with(split, images, shuffled ? labels(labels.length, random) : labels);
    }
    return data;
  }

  private static Autoencoder model() {
    return Autoencoder.create("m", new ProbeArchitecture(SHAPE, 8, 1, false), Learning.NONE, 3);
  }

  @Test
  void separableCodesAndPixelsAreReadWithoutAnError() {
    try (Autoencoder model = model()) {
      for (Map<String, Double> values :
          List.of(
              probe.of(model, data(false), Split.TEST, 1),
              probe.ofPixels(data(false), Split.TEST, 1))) {
        assertThat(values)
            .containsExactly(Map.entry("probeAccuracy", 1.0), Map.entry("probeDeviation", 0.0));
      }
    }
  }

  @Test
  void shuffledLabelsAreReadByChance() {
    try (Autoencoder model = model()) {
      for (Map<String, Double> values :
          List.of(
              probe.of(model, data(true), Split.TEST, 1),
              probe.ofPixels(data(true), Split.TEST, 1))) {
        // Six standard errors of 1000 guesses at 1 in 4.
        assertThat(values.get("probeAccuracy")).isCloseTo(0.25, within(0.08));
        assertThat(values.get("probeDeviation")).isBetween(1e-6, 0.05);
      }
    }
  }

  @Test
  void theSeedDecidesTheNumbersAndEveryKeyHasAMeaning() {
    Map<String, Double> once = probe.ofPixels(data(true), Split.TEST, 1);
    assertThat(probe.ofPixels(data(true), Split.TEST, 1)).isEqualTo(once);
    assertThat(probe.ofPixels(data(true), Split.TEST, 2)).isNotEqualTo(once);
    assertThat(once.keySet()).isEqualTo(probe.meanings().keySet());
  }

  @Test
  void theScaleOfAFeatureDoesNotMatter() {
    ArrayDataset dim = new ArrayDataset("dim", SHAPE, data(false).classes());
    for (Split split : List.of(Split.TRAIN, Split.TEST)) {
      float[][] images = new float[data(false).size(split)][];
      int[] labels = new int[images.length];
      for (int i = 0; i < images.length; i++) {
        images[i] = data(false).image(split, i);
        for (int j = 0; j < images[i].length; j++) {
          images[i][j] *= 0.001f;
        }
        labels[i] = data(false).label(split, i).orElseThrow();
      }
      dim.with(split, images, labels);
    }
    assertThat(probe.ofPixels(dim, Split.TEST, 1)).containsEntry("probeAccuracy", 1.0);
  }

  @Test
  void codesThatAreAllAlikeSayNothing() {
    ArrayDataset grey = new ArrayDataset("grey", SHAPE, List.of("a", "b"));
    for (Split split : List.of(Split.TRAIN, Split.TEST)) {
      int[] labels = new int[100];
      Arrays.fill(labels, 0, 50, 1);
      grey.with(split, new float[100][SHAPE.size()], labels);
    }
    assertThat(probe.ofPixels(grey, Split.TEST, 1)).containsEntry("probeAccuracy", 0.5);
  }

  @Test
  void dataWithoutLabelsHasNoAnswer() {
    ArrayDataset unlabelled = ArrayDataset.factors(SHAPE, 20, 10, 1);
    try (Autoencoder model = model()) {
      assertThat(probe.of(model, unlabelled, Split.TEST, 1)).isEmpty();
    }
    assertThat(probe.ofPixels(unlabelled, Split.TEST, 1)).isEmpty();
  }
}
