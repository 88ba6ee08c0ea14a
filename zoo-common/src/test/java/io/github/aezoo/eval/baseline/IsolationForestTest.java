package io.github.aezoo.eval.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class IsolationForestTest {
  private static float[][] cloud(int rows) {
    Random random = new Random(3);
    float[][] cloud = new float[rows][];
    for (int i = 0; i < rows; i++) {
      cloud[i] = new float[] {(float) random.nextGaussian(), (float) random.nextGaussian()};
    }
    return cloud;
  }

  @Test
  void averagePathsAreThoseOfThePaper() {
    // Equation 1 of Liu, Ting and Zhou 2008 for n = 256: 2 (ln 255 + 0.5772156649) - 2 * 255 / 256.
    assertThat(IsolationForest.averagePath(256)).isCloseTo(10.244770920, within(1e-8));
    assertThat(IsolationForest.averagePath(2)).isEqualTo(1);
    assertThat(IsolationForest.averagePath(1)).isZero();
  }

  @Test
  void whatLiesFarOutScoresHigherThanTheMiddle() {
    IsolationForest forest = IsolationForest.fit(cloud(1000), 1);
    assertThat(forest.score(6, 6)).isGreaterThan(0.7);
    assertThat(forest.score(0, 0)).isLessThan(0.5);
  }

  @Test
  void theSeedDecidesAndNothingElse() {
    float[][] rows = cloud(300);
    double first = IsolationForest.fit(rows, 1).score(1, 1);
    assertThat(IsolationForest.fit(rows, 1).score(1, 1)).isEqualTo(first);
    assertThat(IsolationForest.fit(rows, 2).score(1, 1)).isNotEqualTo(first);
  }

  @Test
  void equalRowsAreNoAnomalies() {
    float[][] rows = new float[50][2];
    assertThat(IsolationForest.fit(rows, 1).score(0, 0)).isCloseTo(0.5, within(1e-9));
  }
}
