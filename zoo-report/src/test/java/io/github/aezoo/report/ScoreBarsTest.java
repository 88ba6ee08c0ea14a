package io.github.aezoo.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ScoreBarsTest {
  /** Of two orders of magnitude, or around 0. */
  private static double[] scores(boolean positive) {
    Random random = new Random(5);
    return IntStream.range(0, 500)
        .mapToDouble(
            i -> positive ? Math.exp(2 * random.nextGaussian()) : 10 * random.nextGaussian())
        .toArray();
  }

  @Test
  void theThresholdIsAnEdgeThatPartsWhatIsFlagged() {
    for (boolean positive : new boolean[] {true, false}) {
      double[] scores = scores(positive);
      for (int t = 0; t < scores.length; t += 7) {
        double threshold = scores[t];
        ScoreBars bars = ScoreBars.of(scores, Optional.of(threshold));
        assertThat(bars.logarithmic()).isEqualTo(positive);
        for (double score : scores) {
          assertThat(bars.bin(score)).isBetween(0, bars.count() - 1);
          assertThat(bars.bin(score) >= bars.edge())
              .as("%s, threshold %s", score, threshold)
              .isEqualTo(score > threshold);
        }
      }
    }
  }

  @Test
  void aThresholdBeyondAllScoresIsShownNevertheless() {
    double[] scores = {1, 1.5, 2};
    for (double threshold : new double[] {0.1, 9}) {
      ScoreBars bars = ScoreBars.of(scores, Optional.of(threshold));
      for (double score : scores) {
        assertThat(bars.bin(score) >= bars.edge()).isEqualTo(score > threshold);
      }
    }
  }

  @Test
  void sharesOfEachGroupAreAllOfIt() {
    double[] scores = scores(true);
    boolean[] are = new boolean[scores.length];
    IntStream.range(0, scores.length).forEach(i -> are[i] = scores[i] > 8);
    Section.Bars bars =
        (Section.Bars) ScoreBars.section("t", "score", scores, Optional.of(are), Optional.of(8.0));
    assertThat(bars.series()).hasSize(2);
    for (Section.Series series : bars.series()) {
      assertThat(series.values()).hasSameSizeAs(bars.labels());
      assertThat(series.values().stream().mapToDouble(v -> v).sum())
          .isCloseTo(100, org.assertj.core.api.Assertions.within(1e-9));
    }
    int edge = bars.mark().orElseThrow().before();
    assertThat(bars.labels().get(edge)).isEqualTo("8.00");
    assertThat(bars.series().get(0).values().subList(edge, bars.labels().size())).containsOnly(0.0);
    assertThat(bars.series().get(1).values().subList(0, edge)).containsOnly(0.0);
  }

  @Test
  void equalScoresAreOneBar() {
    ScoreBars bars = ScoreBars.of(new double[] {3, 3, 3}, Optional.empty());
    assertThat(bars.bin(3)).isBetween(0, bars.count() - 1);
  }
}
