package io.github.aezoo.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.io.ZooException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RankingTest {
  private static final double EXACT = 1e-12;

  @Test
  void theExampleOfScikitLearn() {
    // sklearn.metrics.roc_auc_score and average_precision_score, examples in their documentation:
    // y_true = [0, 0, 1, 1], y_scores = [0.1, 0.4, 0.35, 0.8] give 0.75 and 0.83...
    double[] scores = {0.1, 0.4, 0.35, 0.8};
    boolean[] anomaly = {false, false, true, true};
    assertThat(Ranking.auroc(scores, anomaly)).isCloseTo(0.75, within(EXACT));
    assertThat(Ranking.averagePrecision(scores, anomaly)).isCloseTo(5.0 / 6, within(EXACT));
  }

  @Test
  void tiesCountHalfAndAreOneThreshold() {
    // By hand. Pairs (anomaly, normal): 0.9 beats all three; 0.5 ties one, beats one, loses to one.
    // (3 + 0.5 + 1) / 6. Thresholds: 0.9: recall 1/2 at precision 1; 0.7: none; 0.5: 1/2 at 2/4.
    double[] scores = {0.9, 0.7, 0.5, 0.5, 0.1};
    boolean[] anomaly = {true, false, true, false, false};
    assertThat(Ranking.auroc(scores, anomaly)).isCloseTo(4.5 / 6, within(EXACT));
    assertThat(Ranking.averagePrecision(scores, anomaly)).isCloseTo(0.75, within(EXACT));
  }

  @Test
  void equalScoresTellNothing() {
    boolean[] anomaly = {true, false, false, false};
    assertThat(Ranking.auroc(new double[4], anomaly)).isEqualTo(0.5);
    assertThat(Ranking.averagePrecision(new double[4], anomaly)).isEqualTo(0.25);
  }

  @Test
  void perfectAndReversedRankingsAreTheExtremes() {
    boolean[] anomaly = {false, false, true};
    assertThat(Ranking.auroc(new double[] {1, 2, 3}, anomaly)).isEqualTo(1);
    assertThat(Ranking.averagePrecision(new double[] {1, 2, 3}, anomaly)).isEqualTo(1);
    assertThat(Ranking.auroc(new double[] {3, 2, 1}, anomaly)).isZero();
    assertThat(Ranking.averagePrecision(new double[] {3, 2, 1}, anomaly))
        .isCloseTo(1.0 / 3, within(EXACT));
  }

  @Test
  void oneClassAloneAndNaNAreErrors() {
    assertThatThrownBy(() -> Ranking.auroc(new double[2], new boolean[2]))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("0 anomalies of 2");
    assertThatThrownBy(() -> Ranking.averagePrecision(new double[2], new boolean[] {true, true}))
        .isInstanceOf(ZooException.class);
    assertThatThrownBy(
            () -> Ranking.auroc(new double[] {1, Double.NaN}, new boolean[] {true, false}))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("NaN");
  }

  @ParameterizedTest
  @CsvSource({"0.01, 99", "0.05, 19", "0.1, 9", "0.5, 1", "0.3, 3", "0.003, 333"})
  void soManyHeldOutSamplesAreNeeded(double rate, int needed) {
    assertThat(Ranking.needed(rate)).isEqualTo(needed);
    double[] scores = new double[needed];
    Arrays.setAll(scores, i -> i);
    assertThat(Ranking.threshold(scores, rate)).isEqualTo(needed - 1.0);
    if (needed > 1) {
      assertThatThrownBy(() -> Ranking.threshold(new double[needed - 1], rate))
          .isInstanceOf(ZooException.class)
          .hasMessageContaining(
              "needs " + needed + " held-out normal samples; got " + (needed - 1));
    }
  }

  @Test
  void theThresholdIsTheRankOfConformalPrediction() {
    double[] scores = {5, 3, 9, 1, 7, 2, 8, 4, 6};
    // n = 9: the 9th smallest for 0.1, the 8th for 0.2, the 5th for 0.5.
    assertThat(Ranking.threshold(scores, 0.1)).isEqualTo(9);
    assertThat(Ranking.threshold(scores, 0.2)).isEqualTo(8);
    assertThat(Ranking.threshold(scores, 0.5)).isEqualTo(5);
  }

  @Test
  void newSamplesExceedTheThresholdAsOftenAsWasAskedFor() {
    SplittableRandom random = new SplittableRandom(4);
    int alarms = 0;
    int runs = 4000;
    for (int run = 0; run < runs; run++) {
      double[] held = random.doubles(49).toArray();
      alarms += random.nextDouble() > Ranking.threshold(held, 0.1) ? 1 : 0;
    }
    // Binomial: 0.1 +- 0.005; three deviations.
    assertThat(alarms / (double) runs).isCloseTo(0.1, within(0.015));
  }
}
