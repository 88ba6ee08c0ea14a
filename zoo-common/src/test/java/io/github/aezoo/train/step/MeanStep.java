package io.github.aezoo.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A step of the last layer's biases by gradient descent. */
public final class MeanStep {
  private MeanStep() {}

  /** Whether the biases went against the mean of {@code output - pixel}. */
  public static void require(
      double rate, float[] before, float[] after, float[] outputs, float[] pixels) {
    int values = before.length;
    int n = pixels.length / values;
    double largest = 0;
    for (int j = 0; j < values; j++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += outputs[i * values + j] - pixels[i * values + j];
      }
      double step = -rate * sum / n;
      assertThat((double) after[j] - before[j]).as("bias %d", j).isCloseTo(step, within(1e-6));
      largest = Math.max(largest, Math.abs(step));
    }
    // Far above what is allowed.
    assertThat(largest).isGreaterThan(0.01);
  }
}
