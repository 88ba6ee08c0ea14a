package io.github.aezoo.eval.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TsneTest {
  /** Three heaps in five dimensions, the images of a heap one after the other. */
  private static float[][] heaps(int each) {
    Random random = new Random(5);
    float[][] codes = new float[3 * each][5];
    for (int i = 0; i < codes.length; i++) {
      for (int j = 0; j < 5; j++) {
        codes[i][j] = (float) (0.5 * random.nextGaussian() + (j == i / each ? 6 : 0));
      }
    }
    return codes;
  }

  @Test
  void everyCodeHasTheWantedPerplexity() {
    float[][] codes = heaps(20);
    for (double wanted : new double[] {2, 5, 19.6}) {
      for (int i = 0; i < codes.length; i++) {
        double[] squares = new double[codes.length];
        for (int k = 0; k < codes.length; k++) {
          for (int j = 0; j < 5; j++) {
            squares[k] += Math.pow((double) codes[i][j] - codes[k][j], 2);
          }
        }
        double[] p = Tsne.conditional(squares, i, wanted);
        double entropy = Arrays.stream(p).filter(v -> v > 0).map(v -> -v * Math.log(v)).sum();
        assertThat(Math.exp(entropy)).isCloseTo(wanted, within(1e-5));
        assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
        assertThat(p[i]).isZero();
      }
    }
  }

  @Test
  void affinitiesAreSymmetricAndSumToOne() {
    double[][] p = Tsne.affinities(heaps(8), 4);
    assertThat(Arrays.stream(p).flatMapToDouble(Arrays::stream).sum()).isCloseTo(1, within(1e-9));
    assertThat(p[3][17]).isEqualTo(p[17][3]);
    assertThat(p[3][4]).isGreaterThan(100 * p[3][17]);
  }

  @Test
  void theGradientIsThatOfTheDivergenceAndAnotherScaleIsNot() {
    assertThat(mismatch(1)).isLessThan(1e-6);
    assertThat(mismatch(1.05)).isGreaterThan(0.01);
  }

  /** Largest relative difference between finite differences and the gradient times a factor. */
  private static double mismatch(double factor) {
    double[][] p = Tsne.affinities(heaps(6), 5);
    Random random = new Random(2);
    double[][] y = new double[p.length][2];
    for (double[] point : y) {
      point[0] = random.nextGaussian();
      point[1] = random.nextGaussian();
    }
    double[][] gradient = Tsne.gradient(p, y, 1);
    double worst = 0;
    double step = 1e-5;
    for (int i = 0; i < y.length; i++) {
      for (int axis = 0; axis < 2; axis++) {
        double at = y[i][axis];
        y[i][axis] = at + step;
        double above = Tsne.divergence(p, y);
        y[i][axis] = at - step;
        double below = Tsne.divergence(p, y);
        y[i][axis] = at;
        double measured = (above - below) / (2 * step);
        double given = factor * gradient[i][axis];
        worst = Math.max(worst, Math.abs(measured - given) / Math.max(1e-3, Math.abs(measured)));
      }
    }
    return worst;
  }

  @Test
  void theDivergenceFallsAndHeapsStayApart() {
    float[][] codes = heaps(20);
    Tsne.Result map = Tsne.of(codes, 1);
    assertThat(map.perplexity()).isCloseTo(59 / 3.0, within(1e-9));
    assertThat(map.divergence()).isLessThan(0.25 * map.atStart()).isPositive();
    float[][] points =
        map.points().stream()
            .map(point -> new float[] {(float) point[0], (float) point[1]})
            .toArray(float[][]::new);
    int[] labels = IntStream.range(0, 60).map(i -> i / 20).toArray();
    assertThat(new Neighbours(points).vote(points, 15, labels)).containsExactly(labels);
  }

  @Test
  void theSeedDecidesTheMap() {
    float[][] codes = heaps(8);
    double[][] once = Tsne.of(codes, 1).points().toArray(double[][]::new);
    assertThat(Tsne.of(codes, 1).points().toArray(double[][]::new)).isDeepEqualTo(once);
    assertThat(Arrays.deepEquals(Tsne.of(codes, 2).points().toArray(double[][]::new), once))
        .isFalse();
  }

  @Test
  void codesThatAreAllAlikeAreSpreadOut() {
    Tsne.Result map = Tsne.of(new float[12][4], 3);
    assertThat(map.points()).allSatisfy(p -> assertThat(p[0] + p[1]).isFinite());
    assertThat(map.points().stream().mapToDouble(p -> p[0]).distinct().count()).isEqualTo(12);
  }
}
