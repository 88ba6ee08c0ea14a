package io.github.aezoo.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResamplingTest {
  private static float[] resample(float[] from, int to) {
    float[] out = new float[to];
    new Resampling(from.length, to).row(from, out);
    return out;
  }

  @Test
  void weightsAreThoseOfTheCubicKernel() {
    // NumPy: the dense matrix keys((k + 1/2 - (i + 1/2) n/m) / max(1, n/m)), rows normalised.
    float[] down = {0, 10 / 255f, 40 / 255f, 90 / 255f, 160 / 255f, 250 / 255f, 200 / 255f};
    assertThat(resample(down, 3))
        .containsExactly(new float[] {0.026565f, 0.386363f, 0.860215f}, within(1e-6f));
    float[] up = {0.2f, 0.9f, 0.4f};
    assertThat(resample(up, 5))
        .containsExactly(
            new float[] {0.147170f, 0.467910f, 0.9f, 0.606716f, 0.362264f}, within(1e-6f));
  }

  @Test
  void equalSizesChangeNothing() {
    float[] row = {0.1f, 0.7f, 0.3f, 1, 0};
    assertThat(resample(row, 5)).isEqualTo(row);
  }

  @Test
  void aFlatRowStaysFlat() {
    float[] flat = new float[37];
    Arrays.fill(flat, 0.4f);
    for (int to : new int[] {1, 2, 10, 36, 38, 100}) {
      for (float value : resample(flat, to)) {
        assertThat(value).isCloseTo(0.4f, within(1e-5f));
      }
    }
  }

  @Test
  void stripesFinerThanThePixelsBecomeGreyAndNotAliases() {
    float[] stripes = new float[280];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = i % 2;
    }
    // Nearest-neighbour sampling would give 0 or 1 everywhere.
    for (float value : resample(stripes, 28)) {
      assertThat(value).isCloseTo(0.5f, within(0.02f));
    }
  }
}
