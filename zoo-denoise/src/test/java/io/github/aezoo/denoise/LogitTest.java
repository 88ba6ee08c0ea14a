package io.github.aezoo.denoise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@Tag("engine")
class LogitTest {
  private static final double STEP = 1e-6;

  private static double[] logits(double... pixels) {
    return new Logit().getActivation(Nd4j.createFromArray(pixels), true).toDoubleVector();
  }

  @Test
  void theSigmoidOfALogitIsThePixel() {
    double[] pixels = {1.0 / 510, 0.1, 0.5, 0.7, 1 - 1.0 / 510};
    double[] back = Arrays.stream(logits(pixels)).map(z -> 1 / (1 + Math.exp(-z))).toArray();
    assertThat(back).containsExactly(pixels, Offset.offset(1e-12));
  }

  @Test
  void blackAndWhiteAreHalfAStepOfEightBitsFromThem() {
    assertThat(logits(0, 1)).containsExactly(logits(1.0 / 510, 1 - 1.0 / 510));
  }

  @Test
  void theGradientIsThatOfCentralDifferences() {
    double[] pixels = {0.01, 0.2, 0.5, 0.95};
    double[] epsilon = {1, -2, 0.5, 3};
    INDArray gradient =
        new Logit()
            .backprop(Nd4j.createFromArray(pixels), Nd4j.createFromArray(epsilon))
            .getFirst();
    for (int i = 0; i < pixels.length; i++) {
      double numeric = (logits(pixels[i] + STEP)[0] - logits(pixels[i] - STEP)[0]) / (2 * STEP);
      double tolerance = 1e-6 * Math.abs(numeric * epsilon[i]);
      assertThat(gradient.getDouble(i))
          .isCloseTo(numeric * epsilon[i], Offset.offset(tolerance))
          .isNotCloseTo(1.05 * numeric * epsilon[i], Offset.offset(tolerance));
    }
    INDArray beyond =
        new Logit()
            .backprop(Nd4j.createFromArray(0.0, 1.0), Nd4j.createFromArray(1.0, 1.0))
            .getFirst();
    assertThat(beyond.toDoubleVector()).containsExactly(0, 0);
  }
}
