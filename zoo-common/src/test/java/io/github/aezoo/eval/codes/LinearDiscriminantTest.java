package io.github.aezoo.eval.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LinearDiscriminantTest {
  /** Around (1, 1) and (5, 3), by (2, 0), (-2, 0), (0, 1), (0, -1). */
  private static final float[][] ROWS = {
    {3, 1}, {-1, 1}, {1, 2}, {1, 0}, {7, 3}, {3, 3}, {5, 4}, {5, 2}
  };

  private static final int[] LABELS = {0, 0, 0, 0, 1, 1, 1, 1};

  @Test
  void theNumbersAreThoseOfAHandCalculation() {
    LinearDiscriminant lda = LinearDiscriminant.fit(ROWS, LABELS, 2);
    // Within classes the covariance is diag(2, 1/2), its mean variance 5/4; squared distance from
    // that multiple of the identity 2 (3/4)^2 = 9/8. Fourth powers of lengths: 2 (16 + 16 + 1 + 1)
    // = 68; scatter (68 - 8 (4 + 1/4)) / 64 = 17/32. Shrinkage (17/32) / (9/8) = 17/36.
    double share = 17 / 36.0;
    assertThat(lda.shrinkage()).isCloseTo(share, within(1e-12));
    double vx = 2 - 0.75 * share;
    double vy = 0.5 + 0.75 * share;
    double[] scores = lda.scores(new float[] {4, 1});
    double first = 4 / vx + 1 / vy - (1 / vx + 1 / vy) / 2 + Math.log(0.5);
    double second = 4 * 5 / vx + 3 / vy - (25 / vx + 9 / vy) / 2 + Math.log(0.5);
    assertThat(scores[0]).isCloseTo(first, within(1e-7));
    assertThat(scores[1]).isCloseTo(second, within(1e-7));
    assertThat(lda.classify(new float[] {3.5f, 1})).isZero();
    assertThat(lda.classify(new float[] {4, 3})).isEqualTo(1);
  }

  @Test
  void aClassOfMoreRowsIsTakenForMoreLikely() {
    // Four rows are 1 from their mean 0, two are at theirs, 4: a variance of 4/6.
    float[][] rows = {{-1}, {1}, {-1}, {1}, {4}, {4}};
    LinearDiscriminant lda = LinearDiscriminant.fit(rows, new int[] {0, 0, 0, 0, 1, 1}, 2);
    assertThat(lda.shrinkage()).isZero();
    double variance = 4 / 6.0;
    double border = 2 + variance * Math.log(2) / 4;
    assertThat(lda.classify(new float[] {(float) (border - 1e-3)})).isZero();
    assertThat(lda.classify(new float[] {(float) (border + 1e-3)})).isEqualTo(1);
  }

  @Test
  void valuesThatNeverVaryAndClassesWithoutRowsDoNoHarm() {
    float[][] rows = new float[ROWS.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new float[] {ROWS[i][0], 7, ROWS[i][1], ROWS[i][0]};
    }
    LinearDiscriminant lda = LinearDiscriminant.fit(rows, LABELS, 3);
    assertThat(lda.classify(new float[] {1, 7, 1, 1})).isZero();
    assertThat(lda.classify(new float[] {5, 7, 3, 5})).isEqualTo(1);
    assertThat(LinearDiscriminant.fit(new float[][] {{2}, {2}, {5}}, new int[] {0, 0, 1}, 2))
        .satisfies(alike -> assertThat(alike.classify(new float[] {4.8f})).isEqualTo(1));
    float[][] line = {{0, 0}, {2, 2}, {4, 4}, {6, 6}};
    assertThat(LinearDiscriminant.fit(line, new int[] {0, 0, 1, 1}, 2).classify(line[3]))
        .isEqualTo(1);
  }
}
