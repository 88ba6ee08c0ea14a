package io.github.aezoo.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ScatterTest {
  private static final int ROWS = 70;
  private static final int KERNEL = 3;
  private static final List<Tile> TILES = Tile.parts(ROWS, 2);

  private final Random random = new Random(1);

  /** Tiles of 35 rows: the first case has one piece each, the others several. */
  @ParameterizedTest
  @CsvSource({
    "3, 5, 2, 3, 1, 1, true",
    "12, 11, 8, 8, 1, 1, true",
    "12, 11, 8, 9, 2, 0, false",
    "11, 12, 6, 8, 2, 1, false"
  })
  void addsUpWhatTheDefinitionDoes(
      int height, int width, int from, int to, int stride, int top, boolean turned) {
    Maps in = new Maps(height, width, from);
    Maps out = new Maps(height * stride, width * stride, to);
    Columns columns = new Columns(TILES, in, out, KERNEL, stride, top, top);
    float[] w = drawn(from * to * KERNEL * KERNEL);
    INDArray weights = Nd4j.createFromArray(w);
    Scatter scatter = new Scatter(columns, in, out, KERNEL, turned, weights);
    Rows x = filled(in);
    Rows y = new Rows(ROWS, out.size());
    Rows delta = filled(out);
    Rows gradients = new Rows(ROWS, in.size());
    scatter.arrangement().run();
    Consumer<Tile> forward = scatter.forward(x, new Memory(Nd4j.zeros(to)), y);
    Columns.WeightParts parts = scatter.weightParts();
    Consumer<Tile> backward = scatter.backward(delta.heap(), x, parts, gradients);
    for (Tile tile : TILES) {
      forward.accept(tile);
      backward.accept(tile);
      gradients.toHeap(tile);
    }

    double[] expected = new double[y.heap().length];
    double[] expectedGradients = new double[gradients.heap().length];
    double[] expectedWeights = new double[w.length];
    eachProduct(
        in,
        out,
        stride,
        top,
        turned,
        (i, o, k) -> {
          expected[o] += (double) x.heap()[i] * w[k];
          expectedGradients[i] += (double) delta.heap()[o] * w[k];
          expectedWeights[k] += (double) delta.heap()[o] * x.heap()[i];
        });
    assertThat(difference(y.heap(), expected)).isLessThan(1e-6);
    assertThat(difference(gradients.heap(), expectedGradients)).isLessThan(1e-6);
    assertThat(difference(parts.sum(), expectedWeights)).isLessThan(1e-6);
    double[] wrong = Arrays.stream(expectedWeights).map(v -> 1.05 * v).toArray();
    assertThat(difference(parts.sum(), wrong)).isGreaterThan(1e-2);
  }

  private interface Product {
    void of(int input, int output, int weight);
  }

  private static void eachProduct(
      Maps in, Maps out, int stride, int top, boolean turned, Product product) {
    int window = KERNEL * KERNEL;
    for (int place = 0; place < ROWS * in.size() * window * out.channels(); place++) {
      int o = place % out.channels();
      int tap = place / out.channels() % window;
      int i = place / out.channels() / window;
      int c = i % in.channels();
      int pixel = i / in.channels() % in.pixels();
      int y = pixel / in.width() * stride - top + tap / KERNEL;
      int x = pixel % in.width() * stride - top + tap % KERNEL;
      if (y < 0 || x < 0 || y >= out.height() || x >= out.width()) {
        continue;
      }
      int of = turned ? o * in.channels() + c : c * out.channels() + o;
      product.of(
          i,
          i / in.size() * out.size() + (y * out.width() + x) * out.channels() + o,
          of * window + (turned ? window - 1 - tap : tap));
    }
  }

  private float[] drawn(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private Rows filled(Maps maps) {
    Rows rows = new Rows(ROWS, maps.size());
    float[] values = drawn(ROWS * maps.size());
    System.arraycopy(values, 0, rows.heap(), 0, values.length);
    rows.array();
    TILES.forEach(rows::toNative);
    return rows;
  }

  /** The largest, as a share of the largest value. */
  private static double difference(float[] came, double... expected) {
    double most = 0;
    double large = 0;
    for (int i = 0; i < came.length; i++) {
      most = Math.max(most, Math.abs(came[i] - expected[i]));
      large = Math.max(large, Math.abs(expected[i]));
    }
    return most / large;
  }
}
