package io.github.aezoo.vae;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.MemoryDataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Units whose posterior means have a known variance over the images. */
class ActiveUnitsTest {
  private static final Shape SHAPE = new Shape(1, 1, 2);

  /** Of every two images one is white and one is black. */
  private static Dataset blackAndWhite(int n) {
    float[][] pixels = new float[n][];
    for (int i = 0; i < n; i++) {
      pixels[i] = i % 2 == 0 ? new float[] {1, 1} : new float[] {0, 0};
    }
    INDArray all = Nd4j.createFromArray(pixels).reshape('c', SHAPE.batch(n));
    return new MemoryDataset.Builder("black and white", SHAPE, List.of())
        .batches(Split.TEST, new ExistingDataSetIterator(List.of(new DataSet(all, all))))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "0.012, 0.008, 1",
    "0.05, 0.02, 2",
    "0.009, 0, 0",
    "0.2, 0.0099, 1",
    "0.0101, 0.0101, 2"
  })
  void aUnitIsActiveWhenItsMeanVariesByMoreThanAHundredth(
      double first, double second, double active) {
    try (Autoencoder model =
        Autoencoder.create(
            "vae", new DenseVaeArchitecture(SHAPE, List.of(), 2, 1), Learning.NONE, 3)) {
      // A mean is w times the first pixel plus a constant: its variance is w^2 / 4.
      float[] w = {(float) Math.sqrt(4 * first), (float) Math.sqrt(4 * second), 0, 0, 0, 0, 0, 0};
      Map<String, Tensor> weights = model.weights();
      weights.put("posterior.W", new Tensor(new long[] {2, 4}, w));
      weights.put("posterior.b", new Tensor(weights.get("posterior.b").shape(), bias()));
      model.setWeights(weights);
      assertThat(new Elbo().of(model, blackAndWhite(20), Split.TEST, 1))
          .containsEntry("activeUnits", active);
    }
  }

  private static float[] bias() {
    return new float[] {0.5f, -0.3f, 0, 0};
  }
}
