package io.github.aezoo.eval.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class CodeMapTest {
  /** Codes that vary much along one axis, less along another, and hardly elsewhere. */
  private static INDArray codes(int n, int width) {
    Random random = new Random(3);
    float[] values = new float[n * width];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < width; j++) {
        double scale = j == width / 2 ? 9 : j == 1 ? 4 : 0.05;
        values[i * width + j] = (float) (2 + scale * random.nextGaussian());
      }
    }
    return Nd4j.createFromArray(values).reshape('c', n, width);
  }

  @Test
  void theMapHasTheTwoAxesOfLargestVariance() {
    for (int width : new int[] {4, 40, 3000}) {
      INDArray codes = codes(200, width);
      List<double[]> points = CodeMap.of(codes);
      // Not 1: of 200 draws, the two axes are a little correlated.
      assertThat(correlation(points, 0, codes, width / 2))
          .as("%d codes", width)
          .isGreaterThan(0.98);
      assertThat(correlation(points, 1, codes, 1)).as("%d codes", width).isGreaterThan(0.95);
    }
  }

  private static double correlation(List<double[]> points, int axis, INDArray codes, int column) {
    double[] a = points.stream().mapToDouble(p -> p[axis]).toArray();
    double[] b = codes.getColumn(column).toDoubleVector();
    return Math.abs(new PearsonsCorrelation().correlation(a, b));
  }

  @Test
  void oneCodeHasNoSecondAxis() {
    List<double[]> points = CodeMap.of(Nd4j.createFromArray(new float[][] {{1}, {3}}));
    assertThat(Math.abs(points.get(0)[0])).isCloseTo(1, within(1e-9));
    assertThat(points).allSatisfy(p -> assertThat(p[1]).isZero());
  }
}
