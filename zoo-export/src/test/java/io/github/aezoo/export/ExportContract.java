package io.github.aezoo.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnxruntime.OrtException;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.FamilyContract;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Loss;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/**
 * What every family keeps to, also where its networks leave the zoo; a family's test extends it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ExportContract extends FamilyContract {
  /**
   * Networks above it leave the zoo in {@code mvn -Peval verify} alone: more of the same layers.
   */
  private static final long LARGE = 1_000_000;

  private boolean exported(Case c) {
    return Boolean.getBoolean("zoo.eval") || parameters().get(c.variant()).of(c.shape()) <= LARGE;
  }

  Stream<Case> exportedCases() {
    return cases().filter(this::exported);
  }

  private List<String> exportedVariants() {
    return family().variants().keySet().stream()
        .filter(v -> exported(new Case(v, Shape.MNIST)))
        .toList();
  }

  /** Weights as no initialisation has them: biases, running means and deviations count, too. */
  private static void disturb(Autoencoder model) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    Random random = new Random(11);
    model
        .weights()
        .forEach(
            (name, tensor) -> {
              float[] values = tensor.values().clone();
              for (int i = 0; i < values.length; i++) {
                values[i] += (float) (0.02 * random.nextGaussian());
              }
              weights.put(name, new Tensor(tensor.shape(), values));
            });
    model.setWeights(weights);
  }

  @ParameterizedTest
  @MethodSource("exportedCases")
  void aVariantIsTheSameInOnnxRuntime(Case c) throws Exception {
    assumeThat(parameters().get(c.variant()).of(c.shape())).isPositive();
    try (Autoencoder model = create(c.variant(), c.shape(), 1)) {
      disturb(model);
      Map<OnnxPart, byte[]> files = OnnxRun.files(model);
      for (int n : new int[] {1, 3}) {
        var differences = OnnxRun.differences(files, model, noise(c.shape(), n));
        assertThat(differences.reconstruction()).isLessThanOrEqualTo(1e-5);
        assertThat(differences.code())
            .isLessThanOrEqualTo(1e-5 * Math.max(1, differences.largestCode()));
      }
    }
  }

  /** The control of the test above: another value of any tensor is found out. */
  @Tag("engine")
  @Test
  void everyTensorThatIsUsedCountsInOnnx() throws Exception {
    INDArray images = noise(Shape.MNIST, 3);
    try (Autoencoder model = create(TINY, Shape.MNIST, 1)) {
      disturb(model);
      Map<OnnxPart, byte[]> files = OnnxRun.files(model);
      Map<String, Tensor> weights = model.weights();
      INDArray before = model.reconstruct(images);
      weights.forEach(
          (name, tensor) -> {
            float[] values = tensor.values().clone();
            for (int i = 0; i < values.length; i++) {
              values[i] += 0.05f;
            }
            Map<String, Tensor> others = new LinkedHashMap<>(weights);
            others.put(name, new Tensor(tensor.shape(), values));
            model.setWeights(others);
            try {
              double moved = difference(model.reconstruct(images), before);
              var differences = OnnxRun.differences(files, model, images);
              assertThat(differences.reconstruction()).as(name).isCloseTo(moved, within(2e-6));
              assertThat(moved).as(name).isGreaterThan(1e-5);
            } catch (OrtException e) {
              throw new AssertionError(e);
            }
          });
    }
  }

  /** Usually ExportedModelsTest does this for every shipped architecture, in one process. */
  @Tag("eval")
  @Test
  void everyVariantIsRestoredByDl4jInAnotherProcess(@TempDir Path folder) throws Exception {
    INDArray images = noise(Shape.MNIST, 3);
    for (String variant : exportedVariants()) {
      try (Autoencoder model = disturbed(variant, 1)) {
        ModelSerializer.writeModel(
            model.network(), folder.resolve(variant + ".zip").toFile(), false);
        Elsewhere.give(folder, variant, model, images);
      }
    }
    Elsewhere.run(folder);
    for (String variant : exportedVariants()) {
      try (Autoencoder model = disturbed(variant, 1);
          Autoencoder other = disturbed(variant, 2)) {
        assertThat(Elsewhere.agrees(folder, variant, model, images)).as(variant).isTrue();
        assertThat(Elsewhere.agrees(folder, variant, other, images)).as(variant).isFalse();
      }
    }
  }

  private Autoencoder disturbed(String variant, long seed) {
    Loss loss = Loss.SQUARED_ERROR;
    Autoencoder model =
        Autoencoder.create(
            variant, build(variant, Shape.MNIST), new Learning(loss, new Adam(1e-3), 0), seed);
    disturb(model);
    return model;
  }
}
