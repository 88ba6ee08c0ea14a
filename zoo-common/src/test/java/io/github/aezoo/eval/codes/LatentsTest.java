package io.github.aezoo.eval.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class LatentsTest {
  private static double length(float[] code) {
    double sum = 0;
    for (float v : code) {
      sum += (double) v * v;
    }
    return Math.sqrt(sum);
  }

  @Test
  void drawsAreStandardNormalAndDoNotDependOnTheirNumber() {
    INDArray draws = Latents.prior(20_000, 3, 7);
    // Standard errors: 1 / sqrt(20,000) = 0.007, and 0.005.
    assertThat(draws.mean(0).toDoubleVector())
        .containsExactly(new double[] {0, 0, 0}, within(0.03));
    assertThat(draws.std(0).toDoubleVector()).containsExactly(new double[] {1, 1, 1}, within(0.03));
    assertThat(Latents.prior(5, 3, 7)).isEqualTo(draws.getRows(0, 1, 2, 3, 4));
    assertThat(Latents.prior(5, 3, 8)).isNotEqualTo(Latents.prior(5, 3, 7));
  }

  @Test
  void aLineHasEqualStepsAndBothEnds() {
    List<float[]> line = Latents.line(new float[] {0, 2}, new float[] {4, -2}, 5);
    assertThat(line).hasSize(5);
    assertThat(line.get(0)).containsExactly(0, 2);
    assertThat(line.get(1)).containsExactly(1, 1);
    assertThat(line.get(4)).containsExactly(4, -2);
  }

  @Test
  void anArcStaysOnTheSphereInEqualAngles() {
    List<float[]> arc = Latents.arc(new float[] {2, 0}, new float[] {0, 2}, 4);
    for (int s = 0; s < 4; s++) {
      assertThat(length(arc.get(s))).isCloseTo(2, within(1e-6));
      assertThat(Math.atan2(arc.get(s)[1], arc.get(s)[0])).isCloseTo(s * Math.PI / 6, within(1e-6));
    }
  }

  @Test
  void anArcBetweenParallelOrMissingDirectionsIsTheLine() {
    float[] a = {1, 1};
    for (float[] b : List.of(new float[] {3, 3}, new float[] {-1, -1}, new float[] {0, 0})) {
      List<float[]> arc = Latents.arc(a, b, 3);
      assertThat(arc.get(1)).containsExactly(Latents.line(a, b, 3).get(1));
    }
  }

  /** Quantiles of N(0, 1) at 1/6, 1/2, 5/6: -0.967422, 0, 0.967422 (SciPy 1.17.1, norm.ppf). */
  @Test
  void gridCellsAreEquallyLikely() {
    INDArray grid = Latents.grid(3);
    assertThat(grid.shape()).containsExactly(9, 2);
    assertThat(grid.getDouble(0, 0)).isCloseTo(-0.967422, within(1e-6));
    assertThat(grid.getDouble(0, 1)).isCloseTo(0.967422, within(1e-6));
    assertThat(grid.getDouble(4, 0)).isZero();
    assertThat(grid.getDouble(8, 0)).isCloseTo(0.967422, within(1e-6));
    assertThat(grid.getDouble(8, 1)).isCloseTo(-0.967422, within(1e-6));
  }
}
