package io.github.aezoo.contractive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Families;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Loss;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * The closed forms beside Jacobians written out column by column, by differences of the network.
 */
@Tag("engine")
class JacobianTest {
  private static final Shape SHAPE = new Shape(1, 2, 3);
  private static final double STEP = 1e-4;
  private static final int N = 4;

  private final DataType before = Nd4j.dataType();

  @BeforeEach
  void computeInDouble() {
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
  }

  @AfterEach
  void computeAsBefore() {
    Nd4j.setDefaultDataTypes(before, before);
  }

  private static ContractiveArchitecture of(List<Integer> hidden, Squashing f, double penalty) {
    return new ContractiveArchitecture(SHAPE, hidden, 3, f, penalty);
  }

  /** A network in double whose biases are not 0, so that slopes differ. */
  private static ComputationGraph network(Architecture architecture) {
    Learning learning = new Learning(Loss.BCE, new NoOp(), 0);
    ComputationGraph single = new ComputationGraph(architecture.network(learning, 3));
    single.init();
    ComputationGraph network = single.convertDataType(DataType.DOUBLE);
    network.params().addi(draw(9, network.params().shape(), -0.3, 0.3));
    return network;
  }

  private static INDArray draw(long seed, long[] shape, double low, double high) {
    int n = (int) java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return Nd4j.createFromArray(new Random(seed).doubles(n, low, high).toArray()).reshape(shape);
  }

  private static INDArray images() {
    return draw(5, new long[] {N, SHAPE.size()}, 0.1, 0.9);
  }

  /** What two vertices of the encoder do: the squared norm of the Jacobian of one by the other. */
  private static double[] squaredNorms(
      ComputationGraph network, INDArray from, List<String> layers, Squashing f) {
    double[] squares = new double[(int) from.size(0)];
    for (int i = 0; i < from.size(1); i++) {
      INDArray up = from.dup();
      up.getColumn(i).addi(STEP);
      INDArray down = from.dup();
      down.getColumn(i).subi(STEP);
      INDArray column =
          through(network, up, layers, f).subi(through(network, down, layers, f)).divi(2 * STEP);
      double[] ofImages = column.muli(column).sum(1).toDoubleVector();
      for (int n = 0; n < squares.length; n++) {
        squares[n] += ofImages[n];
      }
    }
    return squares;
  }

  private static INDArray through(
      ComputationGraph network, INDArray x, List<String> layers, Squashing f) {
    INDArray h = x;
    for (String layer : layers) {
      INDArray z = h.mmul(network.getParam(layer + "_W"));
      z.addiRowVector(network.getParam(layer + "_b"));
      h = f.function().getActivationFunction().getActivation(z, false);
    }
    return h;
  }

  /** The sum over layers and images of what differences say a layer's penalty is. */
  private static double explicitPenalty(ComputationGraph network, ContractiveArchitecture a) {
    INDArray h = images();
    double sum = 0;
    for (String layer : a.layers()) {
      for (double square : squaredNorms(network, h, List.of(layer), a.activation())) {
        sum += a.penalty() * square;
      }
      h = through(network, h, List.of(layer), a.activation());
    }
    return sum;
  }

  private static double score(ComputationGraph network) {
    network.setInputs(images());
    network.setLabels(images());
    network.computeGradientAndScore();
    return network.score();
  }

  @ParameterizedTest
  @EnumSource(Squashing.class)
  void thePenaltyIsTheSquaredNormOfTheWrittenOutJacobianOfEveryLayer(Squashing f) {
    for (List<Integer> hidden : List.of(List.<Integer>of(), List.of(5, 4))) {
      ContractiveArchitecture architecture = of(hidden, f, 2.5);
      ComputationGraph network = network(architecture);
      ComputationGraph twin = network(architecture.twin().orElseThrow());
      double expected = explicitPenalty(network, architecture) / N;
      assertThat(expected).isGreaterThan(0.01);
      assertThat(score(network) - score(twin)).isCloseTo(expected, Percentage.withPercentage(1e-4));
    }
  }

  @ParameterizedTest
  @EnumSource(Squashing.class)
  void theGradientIsThatOfTheWrittenOutJacobian(Squashing f) {
    ContractiveArchitecture architecture = of(List.of(4), f, 2.5);
    ComputationGraph network = network(architecture);
    ComputationGraph twin = network(architecture.twin().orElseThrow());
    score(network);
    score(twin);
    double worst = 0;
    double worstOfWrong = 0;
    for (String key : List.of("encoder-1_W", "encoder-1_b", "code_W", "code_b")) {
      INDArray gradient =
          network.gradient().getGradientFor(key).sub(twin.gradient().getGradientFor(key));
      INDArray values = network.getParam(key);
      for (int at = 0; at < values.size(values.rank() - 1); at++) {
        long[] where = values.rank() == 1 ? new long[] {at} : new long[] {values.size(0) - 1, at};
        double value = values.getDouble(where);
        values.putScalar(where, value + STEP);
        double up = explicitPenalty(network, architecture);
        values.putScalar(where, value - STEP);
        double down = explicitPenalty(network, architecture);
        values.putScalar(where, value);
        double numeric = (up - down) / (2 * STEP);
        double analytic = gradient.getDouble(where);
        worst = Math.max(worst, Math.abs(analytic - numeric) / (1e-3 + Math.abs(numeric)));
        worstOfWrong =
            Math.max(
                worstOfWrong, Math.abs(1.05 * analytic - numeric) / (1e-3 + Math.abs(numeric)));
      }
    }
    assertThat(worst).isLessThan(1e-3);
    assertThat(worstOfWrong).isGreaterThan(1e-2);
  }

  @ParameterizedTest
  @EnumSource(Squashing.class)
  void theNormOfTheWholeEncoderIsThatOfTheWrittenOutJacobian(Squashing f) {
    for (List<Integer> hidden : List.of(List.<Integer>of(), List.of(5), List.of(5, 4))) {
      ContractiveArchitecture architecture = of(hidden, f, 1);
      ComputationGraph network = network(architecture);
      double[] expected = squaredNorms(network, images(), architecture.layers(), f);
      Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
      try (Autoencoder model = Autoencoder.create("m", architecture, Learning.NONE, 1)) {
        model.network().params().assign(network.params().castTo(DataType.FLOAT));
        double[] norms =
            Contraction.jacobianNorm(
                model, images().castTo(DataType.FLOAT).reshape('c', SHAPE.batch(N)));
        for (int i = 0; i < N; i++) {
          assertThat(norms[i]).isCloseTo(Math.sqrt(expected[i]), within(1e-5));
        }
        assertThat(norms[0]).isNotEqualTo(norms[1]);
      }
      Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    }
  }

  @Test
  void anImageAmongManyHasTheNormThatItHasAlone() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    INDArray images = draw(7, new long[] {120, 1, 2, 3}, 0, 1).castTo(DataType.FLOAT);
    Architecture stacked = of(List.of(5, 4), Squashing.TANH, 1);
    try (Autoencoder model = Autoencoder.create("m", stacked, Learning.NONE, 1)) {
      double[] norms = Contraction.jacobianNorm(model, images);
      for (int i = 0; i < norms.length; i++) {
        INDArray one = images.get(NDArrayIndex.interval(i, i + 1)).dup();
        assertThat(norms[i])
            .as("image %d", i)
            .isCloseTo(Contraction.jacobianNorm(model, one)[0], within(1e-6));
      }
    }
  }

  @Test
  void anotherFamilysEncoderIsRefused() {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    Architecture other = Families.variant("undercomplete", "tiny", SHAPE);
    try (Autoencoder model = Autoencoder.create("other", other, Learning.NONE, 1)) {
      assertThatThrownBy(() -> Contraction.jacobianNorm(model, Nd4j.zeros(SHAPE.batch(1))))
          .isInstanceOf(ZooException.class)
          .hasMessageStartingWith("the Jacobian of a contractive encoder expected; other has");
    }
  }
}
