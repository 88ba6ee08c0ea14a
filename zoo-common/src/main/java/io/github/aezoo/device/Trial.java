package io.github.aezoo.device;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One thing that was computed, beside what it should be.
 *
 * @param name what
 * @param expected computed in Java
 * @param got of ND4J
 * @param tolerance the largest difference that is accepted
 * @param ok whether the difference is within
 */
public record Trial(String name, double expected, double got, double tolerance, boolean ok) {
  private static final int ROWS = 64;
  private static final int INNER = 48;
  private static final int COLUMNS = 32;
  private static final int DRAWS = 100_000;

  /** One kernel, one product, one random fill: each needs other code of the backend. */
  public static List<Trial> all() {
    return List.of(kernel(), product(), uniform());
  }

  private static Trial of(String name, double expected, double got, double tolerance) {
    // Written so that NaN fails.
    return new Trial(name, expected, got, tolerance, Math.abs(expected - got) <= tolerance);
  }

  private static Trial kernel() {
    float[] values = values(ROWS * INNER, 0);
    double largest = 0;
    float[] got = Nd4j.createFromArray(values).muli(2).addi(1).data().asFloat();
    for (int i = 0; i < values.length; i++) {
      largest = Math.max(largest, Math.abs(got[i] - (values[i] * 2 + 1)));
    }
    return of("kernel, largest difference", 0, largest, 1e-6);
  }

  private static Trial product() {
    float[] a = values(ROWS * INNER, 1);
    float[] b = values(INNER * COLUMNS, 2);
    INDArray product =
        Nd4j.createFromArray(a)
            .reshape(ROWS, INNER)
            .mmul(Nd4j.createFromArray(b).reshape(INNER, COLUMNS));
    float[] got = product.dup('c').data().asFloat();
    double largest = 0;
    for (int r = 0; r < ROWS; r++) {
      for (int c = 0; c < COLUMNS; c++) {
        double sum = 0;
        for (int i = 0; i < INNER; i++) {
          sum += (double) a[r * INNER + i] * b[i * COLUMNS + c];
        }
        largest = Math.max(largest, Math.abs(sum - got[r * COLUMNS + c]));
      }
    }
    return of("matrix product, largest difference", 0, largest, 1e-4);
  }

  private static Trial uniform() {
    double mean = Nd4j.rand(DataType.FLOAT, 1, DRAWS).meanNumber().doubleValue();
    // Six standard deviations of the mean.
    return of("random numbers, mean", 0.5, mean, 6 * Math.sqrt(1.0 / 12 / DRAWS));
  }

  private static float[] values(int n, int shift) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) Math.sin(i + shift);
    }
    return values;
  }

  @Override
  public String toString() {
    return "%s %s: expected %s, got %s, tolerance %s"
        .formatted(ok ? "ok " : "FAIL", name, expected, got, tolerance);
  }
}
