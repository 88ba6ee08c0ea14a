package io.github.aezoo.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Shape;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.ActivationPenalty;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.ops.transforms.Transforms;

@Tag("engine")
class CodePenaltyTest {
  private static final Shape SHAPE = new Shape(1, 2, 3);
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-5;

  /** A kind of penalty by its coefficient, with an activation that it goes with. */
  private enum Kind {
    L1(CodeActivation.TANH) {
      @Override
      Sparsity of(double coefficient) {
        return new Sparsity.L1(coefficient);
      }
    },
    KL(CodeActivation.SIGMOID) {
      @Override
      Sparsity of(double coefficient) {
        return new Sparsity.Kl(0.05, coefficient);
      }
    };

    private final CodeActivation activation;

    Kind(CodeActivation activation) {
      this.activation = activation;
    }

    abstract Sparsity of(double coefficient);
  }

  private static Stream<Kind> kinds() {
    return Stream.of(Kind.values());
  }

  @Test
  void l1EqualsHandNumbers() {
    // (1 + 2 + 0 + 0.5) * 3 / 2 images.
    INDArray codes = Nd4j.createFromArray(new double[][] {{1, -2}, {0, 0.5}});
    L1Penalty penalty = new L1Penalty(3);
    assertThat(penalty.anImage(codes)).isCloseTo(5.25, within(1e-12));
    assertThat(penalty.gradient(codes).toDoubleMatrix())
        .isDeepEqualTo(new double[][] {{3, -3}, {0, 3}});
  }

  @Test
  void klEqualsHandNumbers() {
    // Means 0.25 and 0.5; rho 0.25: 0 and 0.25 ln(0.5) + 0.75 ln(1.5).
    INDArray codes = Nd4j.createFromArray(new double[][] {{0.1, 0.2}, {0.4, 0.8}});
    KlPenalty penalty = new KlPenalty(0.25, 2);
    double expected = 2 * (0.25 * Math.log(0.5) + 0.75 * Math.log(1.5));
    assertThat(penalty.anImage(codes)).isCloseTo(expected, within(1e-9));
    // (1 - rho) / (1 - p) - rho / p: 0 and 1.5 - 0.5.
    assertThat(penalty.gradient(codes).toDoubleVector()).containsExactly(new double[] {0, 2}, TINY);
  }

  private static final org.assertj.core.data.Offset<Double> TINY = within(1e-9);

  @Test
  void unitsThatAreStuckAtZeroOrOneCostAFiniteAmountAndAreLedAway() {
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      INDArray codes = Nd4j.createFromArray(new double[][] {{0, 1}, {0, 1}}).castTo(type);
      KlPenalty penalty = new KlPenalty(0.05, 1);
      // 0.05 ln(0.05e6) + 0.95 ln 0.95 and 0.05 ln 0.05 + 0.95 ln(0.95e6), to the rounding of 1e-6.
      assertThat(penalty.anImage(codes)).isCloseTo(0.4923 + 12.9261, within(0.06));
      double[] gradient = penalty.gradient(codes).toDoubleVector();
      assertThat(gradient[0]).isBetween(-1e5, -1e4);
      assertThat(gradient[1]).isBetween(1e5, 2e6);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theScoreIsReconstructionPlusThePenaltyAnImageBesideEitherLoss(Kind kind) {
    for (Loss loss : Loss.values()) {
      ComputationGraph with = net(kind, kind.of(3), loss);
      ComputationGraph without = net(kind, new Sparsity.None(), loss);
      double added = score(with, images()) - score(without, images());
      INDArray codes = without.feedForward(images(), false).get(Architecture.CODE);
      double expected =
          kind == Kind.L1
              ? 3 * Transforms.abs(codes).sum(1).meanNumber().doubleValue()
              : new KlPenalty(0.05, 3).anImage(codes);
      assertThat(expected).isGreaterThan(0.01);
      assertThat(added).as("%s", loss).isCloseTo(expected, within(1e-9));
      assertThat(ActivationPenalty.of(with)).isCloseTo(expected, within(1e-9));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void thePenaltyAnImageDoesNotDependOnTheSizeOfTheBatch(Kind kind) {
    ComputationGraph net = net(kind, kind.of(3), Loss.BCE);
    double once = score(net, images());
    assertThat(score(net, Nd4j.vstack(images(), images()))).isCloseTo(once, within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theCodePassesUnchanged(Kind kind) {
    var values = net(kind, kind.of(3), Loss.BCE).feedForward(images(), false);
    assertThat(values.get(Architecture.CODE)).isEqualTo(values.get(SparseArchitecture.UNITS));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theGradientCheckSeesFivePercentTooMuchPenaltyGradient(Kind kind) {
    ComputationGraph right = net(kind, kind.of(1), Loss.BCE);
    assertThat(worstError(right, right)).isLessThan(TOLERANCE);
    // The gradient is linear in the coefficient: 1.05 is 1 with the penalty's gradient times 1.05.
    ComputationGraph wrong = net(kind, kind.of(1.05), Loss.BCE);
    assertThat(worstError(wrong, right)).isGreaterThan(100 * TOLERANCE);
  }

  /** The largest relative difference between one net's gradient and another's finite difference. */
  private static double worstError(ComputationGraph ofGradient, ComputationGraph ofScore) {
    INDArray images = images();
    score(ofGradient, images);
    // A copy: the array is overwritten by the next evaluation.
    INDArray gradient = ofGradient.getFlattenedGradients().dup();
    double worst = 0;
    INDArray parameters = ofScore.params();
    for (long i = 0; i < parameters.length(); i++) {
      double value = parameters.getDouble(i);
      parameters.putScalar(i, value + STEP);
      double above = score(ofScore, images);
      parameters.putScalar(i, value - STEP);
      double below = score(ofScore, images);
      parameters.putScalar(i, value);
      double numeric = (above - below) / (2 * STEP);
      double analytic = gradient.getDouble(i) / images.size(0);
      // Below 1e-3 the finite difference's own rounding weighs too much.
      double size = Math.max(Math.abs(numeric) + Math.abs(analytic), 1e-3);
      worst = Math.max(worst, Math.abs(numeric - analytic) / size);
    }
    return worst;
  }

  @Test
  void dl4jsJsonKeepsEveryKind() {
    for (Sparsity sparsity :
        List.of(
            new Sparsity.None(),
            new Sparsity.L1(0.25),
            new Sparsity.Kl(0.125, 0.25),
            new Sparsity.KLargest(2, 1.5))) {
      ComputationGraphConfiguration conf = net(Kind.KL, sparsity, Loss.BCE).getConfiguration();
      ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(conf.toJson());
      assertThat(read).isEqualTo(conf);
      ComputationGraphConfiguration copy = conf.clone();
      assertThat(copy).isEqualTo(conf);
      ComputationGraph again = new ComputationGraph(read);
      again.init(net(Kind.KL, sparsity, Loss.BCE).params(), true);
      assertThat(score(again, images()))
          .isEqualTo(score(net(Kind.KL, sparsity, Loss.BCE), images()));
    }
  }

  private static double score(ComputationGraph net, INDArray images) {
    net.setInputs(images);
    net.setLabels(images);
    net.computeGradientAndScore();
    return net.score();
  }

  private static ComputationGraph net(Kind kind, Sparsity sparsity, Loss loss) {
    Architecture architecture =
        new SparseArchitecture(SHAPE, List.of(5), 4, kind.activation, false, sparsity);
    ComputationGraph net =
        new ComputationGraph(architecture.network(new Learning(loss, new NoOp(), 0), 12));
    net.init();
    return net.convertDataType(DataType.DOUBLE);
  }

  private static INDArray images() {
    return Nd4j.createFromArray(new java.util.Random(2).doubles(4L * 6, 0.05, 0.95).toArray())
        .reshape('c', 4, 6);
  }
}
