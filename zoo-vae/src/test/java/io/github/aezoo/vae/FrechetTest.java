package io.github.aezoo.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FrechetTest {
  private static Frechet of(int size, float... rows) {
    Frechet frechet = new Frechet(size);
    frechet.add(rows);
    return frechet;
  }

  @Test
  void inOneDimensionItIsTheDistanceOfMeansAndDeviations() {
    // Means 2 and 5, sample variances 2 and 8: 9 + (sqrt 8 - sqrt 2)^2 = 9 + 2.
    assertThat(of(1, 1, 3).distanceTo(of(1, 3, 7))).isCloseTo(11, within(1e-9));
  }

  @Test
  void ofCovariancesThatDoNotCommuteItIsTheClosedForm() {
    // Points of two ellipses; in two dimensions tr (S T)^1/2 = sqrt(tr ST + 2 sqrt(det S det T)).
    Frechet a = of(2, 2, 0, -2, 0, 0, 1, 0, -1);
    Frechet b = of(2, 3, 3, -3, -3, 1, -1, -1, 1);
    // S = diag(8, 2) / 3, T = [[20, 16], [16, 20]] / 3.
    double traceOfProduct = (8 * 20 + 2 * 20) / 9.0;
    double determinants = 16 / 9.0 * ((400 - 256) / 9.0);
    double root = Math.sqrt(traceOfProduct + 2 * Math.sqrt(determinants));
    assertThat(a.distanceTo(b)).isCloseTo(10 / 3.0 + 40 / 3.0 - 2 * root, within(1e-9));
    assertThat(b.distanceTo(a)).isCloseTo(a.distanceTo(b), within(1e-9));
  }

  @Test
  void rowsThatAreAllAlikeHaveADistance() {
    float[] alike = new float[3 * 1000];
    java.util.Arrays.fill(alike, 0.1f);
    assertThat(of(3, alike).distanceTo(of(3, 0, 0, 0, 0.2f, 0.2f, 0.2f)))
        .isCloseTo(3 * 0.02, within(1e-6));
  }

  @Test
  void aSampleIsNoDistanceFromItself() {
    Random random = new Random(1);
    float[] rows = new float[64 * 500];
    for (int i = 0; i < rows.length; i++) {
      // The first features never vary, as dead units do not.
      rows[i] = i % 64 < 5 ? 0 : (float) random.nextGaussian();
    }
    assertThat(of(64, rows).distanceTo(of(64, rows))).isCloseTo(0, within(1e-4));
  }
}
