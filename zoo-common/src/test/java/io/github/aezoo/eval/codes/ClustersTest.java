package io.github.aezoo.eval.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClustersTest {
  @Test
  void purityAndInformationAreThoseOfAHandCalculation() {
    int[] labels = {0, 0, 0, 1, 1, 1};
    int[] same = {1, 1, 1, 0, 0, 0};
    int[] independent = {0, 1, 2, 0, 1, 2};
    int[] one = {0, 0, 0, 0, 0, 0};
    assertThat(Clusters.purity(same, labels)).isEqualTo(1);
    assertThat(Clusters.purity(independent, labels)).isEqualTo(0.5);
    assertThat(Clusters.normalisedMutualInformation(same, labels)).isCloseTo(1, within(1e-12));
    assertThat(Clusters.normalisedMutualInformation(independent, labels))
        .isCloseTo(0, within(1e-12));
    assertThat(Clusters.normalisedMutualInformation(one, labels)).isZero();
    assertThat(Clusters.normalisedMutualInformation(one, one)).isZero();
    // Clusters {0, 0}, {0, 1, 1, 1}: information ln 2 - 4/6 h(1/4), entropies h(1/3) and ln 2.
    int[] near = {0, 0, 1, 1, 1, 1};
    double information = Math.log(2) - 4 / 6.0 * h(0.25);
    assertThat(Clusters.purity(near, labels)).isCloseTo(5 / 6.0, within(1e-12));
    assertThat(Clusters.normalisedMutualInformation(near, labels))
        .isCloseTo(2 * information / (h(1 / 3.0) + Math.log(2)), within(1e-12));
  }

  private static double h(double p) {
    return -p * Math.log(p) - (1 - p) * Math.log(1 - p);
  }

  @Test
  void heapsAreFoundAndTheSeedDecides() {
    Random random = new Random(4);
    int[] labels = IntStream.range(0, 90).map(i -> i % 3).toArray();
    float[][] rows = new float[90][2];
    for (int i = 0; i < 90; i++) {
      rows[i][0] = (float) (10 * labels[i] + random.nextGaussian());
      rows[i][1] = (float) random.nextGaussian();
    }
    int[] found = Clusters.fit(rows, 3, 1).of(rows);
    assertThat(Clusters.purity(found, labels)).isEqualTo(1);
    assertThat(Clusters.fit(rows, 3, 1).of(rows)).containsExactly(found);
    // Ten clusters of three heaps may be many: another seed finds others.
    assertThat(Clusters.fit(rows, 10, 1).of(rows)).isNotEqualTo(Clusters.fit(rows, 10, 2).of(rows));
  }
}
