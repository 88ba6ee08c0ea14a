package io.github.aezoo.contractive;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.assertj.core.data.Percentage;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The way that one code goes which is all but linear, {@code tanh(b + w sum of pixels)} with a
 * small {@code w}: normal noise moves it by a known amount.
 */
class DisplacementTest {
  private static final Shape SHAPE = new Shape(1, 2, 3);
  private static final int PIXELS = 6;
  private static final double WEIGHT = 1e-3;
  private static final double BIAS = 0.5;
  private static final int N = 4000;

  /** Half the width of the pixels' uniform distribution: noise of 0.1 is hardly ever clipped. */
  private static final double HALF = 0.1;

  private static Dataset images() {
    double[] pixels = new Random(4).doubles((long) N * PIXELS, 0.5 - HALF, 0.5 + HALF).toArray();
    INDArray all = Nd4j.createFromArray(pixels).reshape('c', SHAPE.batch(N));
    return new MemoryDataset.Builder("even", SHAPE, List.of())
        .batches(Split.TEST, new ExistingDataSetIterator(List.of(new DataSet(all, all))))
        .build();
  }

  @Test
  void displacementIsMeasuredByHowFarCodesAreFromTheirMean() {
    try (Autoencoder model =
        Autoencoder.create(
            "contractive",
            new ContractiveArchitecture(SHAPE, List.of(), 1, Squashing.TANH, 1),
            Learning.NONE,
            1)) {
      float[] w = new float[PIXELS];
      Arrays.fill(w, (float) WEIGHT);
      Map<String, Tensor> weights = model.weights();
      weights.put("code.W", new Tensor(weights.get("code.W").shape(), w));
      weights.put("code.b", new Tensor(weights.get("code.b").shape(), new float[] {(float) BIAS}));
      model.setWeights(weights);
      Map<String, Double> values = new Contraction().of(model, images(), Split.TEST, 1);

      double code = Math.tanh(BIAS + WEIGHT * PIXELS / 2);
      double slope = WEIGHT * (1 - code * code);
      // The mean of |e| of a normal e is sqrt(2 / pi) times its deviation.
      double moved = slope * Math.sqrt(PIXELS) * 0.1 * Math.sqrt(2 / Math.PI);
      double spread = slope * Math.sqrt(PIXELS) * HALF / Math.sqrt(3);
      assertThat(values.get("displacement")).isCloseTo(moved, Percentage.withPercentage(4));
      assertThat(values.get("relativeDisplacement"))
          .isCloseTo(moved / spread, Percentage.withPercentage(6));
      assertThat(values.get("jacobianNorm"))
          .isCloseTo(slope * Math.sqrt(PIXELS), Percentage.withPercentage(0.1));
    }
  }
}
