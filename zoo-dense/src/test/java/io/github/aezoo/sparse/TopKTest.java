package io.github.aezoo.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@Tag("engine")
class TopKTest {
  private static final LayerWorkspaceMgr NO_WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

  @Test
  void theLargestByValueAreKept() {
    assertThat(TopKLayer.mask(new double[] {-5, 1, 3, -1, 2, 0}, 3, 1))
        .containsExactly(0, 0, 1, 0, 1, 0);
  }

  @Test
  void ofEqualUnitsThoseOfLowerIndexStay() {
    assertThat(TopKLayer.mask(new double[] {0, 0, 0, 0}, 4, 2)).containsExactly(1, 1, 0, 0);
    assertThat(TopKLayer.mask(new double[] {1, 2, 1, 3, 1}, 5, 3)).containsExactly(1, 1, 0, 1, 0);
  }

  @Test
  void exactlySoManyAreKeptWhateverTheValues() {
    double[] odd = {Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1, 1, -0.0};
    for (int k = 1; k <= odd.length + 1; k++) {
      float[] mask = TopKLayer.mask(odd, odd.length, k);
      int kept = 0;
      for (float m : mask) {
        kept += m == 1 ? 1 : 0;
      }
      assertThat(kept).isEqualTo(Math.min(k, odd.length));
    }
  }

  @Test
  void theChoiceIsThatOfSorting() {
    Random random = new Random(4);
    for (int round = 0; round < 300; round++) {
      int n = 1 + random.nextInt(40);
      int k = 1 + random.nextInt(n);
      // Few different values, so that most rounds have ties.
      double[] values = random.ints(n, -4, 5).asDoubleStream().toArray();
      Integer[] order = new Integer[n];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, (a, b) -> Double.compare(values[b], values[a]));
      float[] expected = new float[n];
      for (int i = 0; i < k; i++) {
        expected[order[i]] = 1;
      }
      assertThat(TopKLayer.mask(values, n, k)).containsExactly(expected);
    }
  }

  @Test
  void trainingKeepsKAndUseKeepsAlphaTimesAsMany() {
    INDArray images = Batches.range(new SyntheticDigits(20, 0, 0, 1), Split.TRAIN, 0, 20);
    Architecture architecture =
        new SparseArchitecture(
            Shape.MNIST,
            List.of(),
            1000,
            CodeActivation.LINEAR,
            false,
            new Sparsity.KLargest(25, 1.5));
    try (Autoencoder model = Autoencoder.create("topk", architecture, Learning.NONE, 1)) {
      INDArray flat = images.reshape('c', 20, 784);
      INDArray trained = model.network().feedForward(flat, true).get(Architecture.CODE);
      assertThat(active(trained)).containsOnly(25);
      // Round(37.5) is 38.
      assertThat(active(model.encode(images))).containsOnly(38);
    }
  }

  private static int[] active(INDArray codes) {
    return Arrays.stream(codes.toDoubleMatrix())
        .mapToInt(row -> (int) Arrays.stream(row).filter(c -> c != 0).count())
        .toArray();
  }

  @Test
  void theGradientFlowsThroughTheKeptUnitsOnly() {
    ComputationGraph net =
        new ComputationGraph(
            new SparseArchitecture(
                    new Shape(1, 2, 2),
                    List.of(),
                    3,
                    CodeActivation.LINEAR,
                    false,
                    new Sparsity.KLargest(1, 2))
                .network(Learning.NONE, 1));
    net.init();
    TopKLayer layer = (TopKLayer) net.getLayer(Architecture.CODE);
    layer.setInput(Nd4j.createFromArray(new float[][] {{1, 2, 0}, {-1, -3, -2}}), NO_WORKSPACES);
    INDArray epsilon = Nd4j.createFromArray(new float[][] {{4, 5, 6}, {7, 8, 9}});
    assertThat(layer.activate(true, NO_WORKSPACES).toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0, 2, 0}, {-1, 0, 0}});
    assertThat(layer.backpropGradient(epsilon, NO_WORKSPACES).getSecond().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0, 5, 0}, {7, 0, 0}});
    assertThat(layer.activate(false, NO_WORKSPACES).toFloatMatrix())
        .isDeepEqualTo(new float[][] {{1, 2, 0}, {-1, 0, -2}});
    assertThat(epsilon.toFloatMatrix()).isDeepEqualTo(new float[][] {{4, 5, 6}, {7, 8, 9}});
  }
}
