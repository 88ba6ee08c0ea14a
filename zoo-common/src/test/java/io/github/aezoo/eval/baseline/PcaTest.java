package io.github.aezoo.eval.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.eval.ArrayDataset;
import io.github.aezoo.eval.Evaluator;
import io.github.aezoo.eval.Metrics;
import io.github.aezoo.eval.RealData;
import io.github.aezoo.io.ZooException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

@Tag("engine")
class PcaTest {
  private static final int[] CODES = {2, 10, 16, 20, 32, 64, 100, 128, 256};

  private static final ArrayDataset SMALL = ArrayDataset.factors(new Shape(1, 10, 10), 400, 50, 3);

  @Test
  void componentsOfACrossAreItsAxes() {
    // By hand: (0.5, 0.5) +- 0.4 along (1, 1), +- 0.1 along (1, -1); variances 4 * d^2 / (n - 1).
    float[][] cross = {{0.9f, 0.9f}, {0.1f, 0.1f}, {0.6f, 0.4f}, {0.4f, 0.6f}};
    Pca pca =
        Pca.fit(new ArrayDataset("cross", new Shape(1, 1, 2), List.of()).with(Split.TRAIN, cross));
    float half = (float) Math.sqrt(0.5);
    assertThat(pca.mean()).containsExactly(new float[] {0.5f, 0.5f}, within(1e-7f));
    assertThat(pca.component(0)).containsExactly(new float[] {half, half}, within(1e-6f));
    assertThat(Math.abs(pca.component(1)[0])).isEqualTo(half, within(1e-6f));
    assertThat(pca.variances()).containsExactly(new double[] {0.64 / 3, 0.04 / 3}, within(1e-7));
  }

  @Test
  void allComponentsReconstructExactly() {
    Pca pca = Pca.fit(SMALL);
    INDArray images = Batches.range(SMALL, Split.TEST, 0, 50);
    float[] values = Batches.values(SMALL, Split.TEST, 0, 50);
    assertThat(pca.reconstructor(100).reconstruct(values)).containsExactly(values, within(1e-5f));
    INDArray out = pca.decode(pca.encode(images, 100));
    assertThat(out.shape()).containsExactly(50, 1, 10, 10);
    assertThat(out.sub(images).amaxNumber().doubleValue()).isLessThan(1e-5);
    assertThat(pca.encode(images, 7).shape()).containsExactly(50, 7);
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "10, 2", "60, 3", "150, 3", "150, 4"})
  void fewerImagesThanValuesLeaveVarianceZeroWhereTheySpanNothing(int n, long seed) {
    Dataset digits = new SyntheticDigits(n, 0, 10, seed);
    Pca pca = Pca.fit(digits);
    assertThat(pca.variances()[n - 2]).isGreaterThan(1e-6);
    assertThat(pca.variances()[n - 1]).isLessThan(1e-9);
    float[] images = Batches.values(digits, Split.TRAIN, 0, n);
    assertThat(pca.reconstructor(n - 1).reconstruct(images)).containsExactly(images, within(1e-5f));
  }

  @Test
  void fewImagesGiveTheSameByTheirProductsAsByTheCovariance() {
    Dataset digits = new SyntheticDigits(60, 0, 10, 3);
    Pca few = PcaFit.ofFew(digits, 59).orElseThrow();
    Pca all = PcaFit.ofCovariance(digits, 59);
    assertThat(few.variances()).containsExactly(all.variances(), within(1e-6));
    assertThat(few.mean()).containsExactly(all.mean(), within(1e-6f));
    float[] images = Batches.values(digits, Split.TEST, 0, 10);
    for (int count : new int[] {1, 8, 30}) {
      assertThat(few.reconstructor(count).reconstruct(images))
          .containsExactly(all.reconstructor(count).reconstruct(images), within(1e-5f));
    }
    // Images that are there twice span less than their number says.
    float[][] twice = new float[8][100];
    for (int i = 0; i < 8; i++) {
      twice[i][i / 2] = 1;
    }
    Dataset pairs =
        new ArrayDataset("pairs", new Shape(1, 10, 10), List.of()).with(Split.TRAIN, twice);
    assertThat(PcaFit.ofFew(pairs, 7)).isEmpty();
    assertThat(PcaFit.ofFew(pairs, 3)).isPresent();
    assertThat(Pca.fit(pairs, 7).variances()).hasSize(7);
  }

  @Test
  void imagesThatAreAllTheSameHaveNoVariance() {
    float[][] same = new float[5][100];
    for (float[] image : same) {
      java.util.Arrays.fill(image, 0.5f);
    }
    Pca pca =
        Pca.fit(new ArrayDataset("same", new Shape(1, 10, 10), List.of()).with(Split.TRAIN, same));
    assertThat(pca.variances()).containsOnly(0.0);
  }

  @Test
  void componentsAreOrthonormalAndTheirLargestEntryIsPositive() {
    Pca pca = Pca.fit(SMALL);
    for (int i = 0; i < 100; i++) {
      float[] a = pca.component(i);
      float largest = 0;
      for (float v : a) {
        largest = Math.abs(v) > Math.abs(largest) ? v : largest;
      }
      assertThat(largest).isPositive();
      for (int j = 0; j <= i; j++) {
        float[] b = pca.component(j);
        double dot = 0;
        for (int t = 0; t < 100; t++) {
          dot += (double) a[t] * b[t];
        }
        assertThat(dot).isEqualTo(i == j ? 1 : 0, within(1e-5));
      }
    }
    assertThat(pca.variances()).isSortedAccordingTo((x, y) -> Double.compare(y, x));
  }

  @Test
  void randomisedFitFindsTheExactSubspace() {
    Pca exact = PcaFit.exact(SMALL, 4);
    Pca randomised = PcaFit.randomised(SMALL, 4);
    for (int k = 0; k < 4; k++) {
      assertThat(randomised.component(k)).containsExactly(exact.component(k), within(1e-3f));
      assertThat(randomised.variances()[k] / exact.variances()[k]).isEqualTo(1, within(1e-4));
    }
    // More directions than the images span: the rest is arbitrary, but orthonormal and finite.
    ArrayDataset few = ArrayDataset.factors(new Shape(1, 10, 10), 5, 1, 4);
    Pca rank = PcaFit.randomised(few, 20);
    assertThat(rank.variances()[4]).isLessThan(1e-9);
    assertThat(rank.component(19)).doesNotContain(Float.NaN);
  }

  @Test
  void fittingTwiceGivesTheSameBits() {
    assertThat(Pca.fit(SMALL).componentValues()).isEqualTo(Pca.fit(SMALL).componentValues());
    assertThat(PcaFit.randomised(SMALL, 6).componentValues())
        .isEqualTo(PcaFit.randomised(SMALL, 6).componentValues());
  }

  @Test
  void clippingKeepsPixelsInRange() {
    Pca pca = Pca.fit(SMALL, 2);
    float[] black = Batches.values(SMALL, Split.TEST, 0, 1);
    for (int i = 0; i < black.length; i++) {
      black[i] *= -20;
    }
    float[] plain = pca.reconstructor(2).reconstruct(black);
    float[] clipped = pca.clipped(2).reconstruct(black);
    int outside = 0;
    for (int i = 0; i < plain.length; i++) {
      outside += plain[i] < 0 || plain[i] > 1 ? 1 : 0;
      assertThat(clipped[i]).isEqualTo(Math.min(1, Math.max(0, plain[i])));
    }
    assertThat(outside).isPositive();
  }

  @Test
  void wrongRequestsSayWhatIsThere() {
    Pca pca = Pca.fit(SMALL, 3);
    assertThatThrownBy(() -> pca.reconstructor(4))
        .hasMessage("this PCA holds 3 components; 4 were asked for, fit with more");
    assertThatThrownBy(() -> Pca.fit(new ArrayDataset("x", Shape.MNIST, List.of())))
        .isInstanceOf(ZooException.class)
        .hasMessage("a baseline is fitted on training images; x has no train split");
  }

  /** Oracle: NumPy, covariance of the 60,000 training images and {@code eigh}, in double. */
  @Test
  void mnistAgreesWithTheReferenceTable() {
    table(
        "mnist",
        new double[] {
          .055669, .034074, .026860, .023538, .016828, .009047, .005616, .004205, .001384
        },
        new double[] {
          .055474, .032892, .025380, .021973, .015207, .007751, .004637, .003402, .001068
        },
        .06747);
  }

  @Test
  void fashionMnistAgreesWithTheReferenceTable() {
    table(
        "fashion-mnist",
        new double[] {
          .046096, .024352, .020446, .018705, .015142, .010368, .007659, .006312, .002986
        },
        new double[] {
          .045645, .023717, .019822, .018063, .014494, .009836, .007211, .005909, .002739
        },
        .08664);
  }

  private static void table(String name, double[] plain, double[] clipped, double meanImage) {
    Dataset data = RealData.load(name);
    Evaluator mse = new Evaluator().withMetrics(List.of(Metrics.MSE));
    Pca pca = Pca.fit(data, 256);
    for (int i = 0; i < CODES.length; i++) {
      int k = CODES[i];
      double got = mse.evaluate(pca.reconstructor(k), data, Split.TEST).metric("mse");
      assertThat(got).as("%s, %d codes", name, k).isEqualTo(plain[i], within(6e-7));
      got = mse.evaluate(pca.clipped(k), data, Split.TEST).metric("mse");
      assertThat(got).as("%s, %d codes, clipped", name, k).isEqualTo(clipped[i], within(6e-7));
    }
    double mean = mse.evaluate(MeanImage.fit(data), data, Split.TEST).metric("mse");
    assertThat(mean).isEqualTo(meanImage, within(5.5e-6));
  }
}
