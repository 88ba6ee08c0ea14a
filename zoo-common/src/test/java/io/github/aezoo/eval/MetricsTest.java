package io.github.aezoo.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsTest {
  private static final Shape TWO = new Shape(1, 1, 2);

  /**
   * Oracle: NumPy 2.4 and scipy.signal.convolve2d(mode="valid") in double with the outer product of
   * the Gaussian, over the same float32 arrays.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 11, 11, .014947258164, .099813019410, .537925818668, 18.2543846443, .830763621975,"
        + " -.969114407376",
    "1, 13, 17, .014493870145, .098332015939, .537672807187, 18.3881563397, .900525564278,"
        + " -.987456843738",
    "3, 16, 12, .014558486396, .098532121363, .537210364350, 18.3688377504, .898922790570,"
        + " -.986529095376",
    "1, 28, 28, .014712514524, .099014990407, .537478089813, 18.3231309542, .890248454651,"
        + " -.985116804775"
  })
  void agreesWithNumPy(
      int channels,
      int height,
      int width,
      double mse,
      double mae,
      double bce,
      double psnrDb,
      double ssim,
      double ssimOfNegative) {
    Shape shape = new Shape(channels, height, width);
    int gap = 5; // an image in a batch does not begin at 0
    float[] x = new float[gap + shape.size()];
    float[] y = new float[gap + shape.size()];
    float[] negative = new float[gap + shape.size()];
    for (int i = 0; i < shape.size(); i++) {
      x[gap + i] = (float) ((i * 37 + 11) % 101 / 100.0);
      y[gap + i] = (float) ((i * 53 + 7) % 97 / 96.0) * .3f + x[gap + i] * .7f;
      negative[gap + i] = 1 - x[gap + i];
    }
    assertThat(Metrics.MSE.of(x, y, gap, shape)).isEqualTo(mse, within(1e-10));
    assertThat(Metrics.MAE.of(x, y, gap, shape)).isEqualTo(mae, within(1e-10));
    assertThat(Metrics.BCE.of(x, y, gap, shape)).isEqualTo(bce, within(1e-10));
    assertThat(Metrics.PSNR_DB.of(x, y, gap, shape)).isEqualTo(psnrDb, within(1e-8));
    assertThat(Metrics.SSIM.of(x, y, gap, shape)).isEqualTo(ssim, within(1e-9));
    // The negative in float32 differs from that in double by rounding.
    assertThat(Metrics.SSIM.of(x, negative, gap, shape)).isEqualTo(ssimOfNegative, within(1e-6));
    assertThat(Metrics.SSIM.of(x, x, gap, shape)).isEqualTo(1, within(1e-12));
  }

  @Test
  void numbersByHand() {
    float[] x = {1, 0};
    float[] y = {0.9f, 0.3f};
    assertThat(Metrics.MSE.of(x, y, 0, TWO)).isEqualTo((.01 + .09) / 2, within(1e-7));
    assertThat(Metrics.MAE.of(x, y, 0, TWO)).isEqualTo(.2, within(1e-7));
    // -(ln .9 + ln .7) / 2
    assertThat(Metrics.BCE.of(x, y, 0, TWO)).isEqualTo(.2310177, within(1e-6));
    // 10 log10(1 / .05)
    assertThat(Metrics.PSNR_DB.of(x, y, 0, TWO)).isEqualTo(13.0103, within(1e-4));
  }

  @Test
  void crossEntropyIsClippedAndFinite() {
    // -ln(1e-7) = 16.118096 for a pixel that is as wrong as can be; beyond [0, 1] changes nothing.
    float[] x = {1, 0};
    assertThat(Metrics.BCE.of(x, new float[] {0, 1}, 0, TWO)).isEqualTo(16.118096, within(1e-5));
    assertThat(Metrics.BCE.of(x, new float[] {-3, 4}, 0, TWO)).isEqualTo(16.118096, within(1e-5));
    assertThat(Metrics.BCE.of(x, x, 0, TWO)).isEqualTo(1e-7, within(1e-12));
  }

  @Test
  void exactImagesCountOneHundredDecibels() {
    float[] x = {.25f, .75f};
    assertThat(Metrics.PSNR_DB.of(x, x, 0, TWO)).isEqualTo(100);
  }

  @Test
  void structuralSimilarityNeedsElevenPixels() {
    assertThat(Metrics.SSIM.appliesTo(new Shape(1, 10, 40))).isFalse();
    assertThat(Metrics.SSIM.appliesTo(new Shape(3, 11, 11))).isTrue();
  }

  @Test
  void directionsSayWhatIsBetter() {
    assertThat(Metrics.find("mse").orElseThrow().direction())
        .isEqualTo(Metric.Direction.LOWER_IS_BETTER);
    assertThat(Metrics.find("ssim").orElseThrow().direction())
        .isEqualTo(Metric.Direction.HIGHER_IS_BETTER);
    assertThat(Metrics.find("fid")).isEmpty();
  }
}
