package io.github.aezoo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.io.ZooException;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/** Steps beside those of a few lines that know the papers and not Deeplearning4j. */
class OptimizerTest {
  private static final double RATE = 0.01;
  private static final Percentage ROUNDING = Percentage.withPercentage(1e-5);

  /** So small that the square root of the second moment does not drown epsilon. */
  private static final double[] GRADIENTS = {3e-8, -1e-8, 5e-8, 2e-8, -4e-8, 1e-7, 3e-8, 1e-9};

  private static final double EPSILON = 1e-8;

  /** What a rule subtracts from one parameter. */
  private interface Rule {
    double step(double gradient, int number);
  }

  private static void requireSteps(Optimizer optimizer, Rule rule, double scale) {
    IUpdater config = optimizer.updater(new ScheduledRate(new Schedule.Constant(), RATE, 100, 10));
    int state = Math.toIntExact(config.stateSize(1));
    GradientUpdater<?> updater =
        config.instantiate(state == 0 ? null : Nd4j.createFromArray(new double[1][state]), true);
    for (int t = 0; t < GRADIENTS.length; t++) {
      double gradient = scale * GRADIENTS[t];
      INDArray step = Nd4j.createFromArray(new double[][] {{gradient}});
      updater.applyUpdater(step, t, 0);
      assertThat(step.getDouble(0))
          .as("step %d", t + 1)
          .isCloseTo(rule.step(gradient, t + 1), ROUNDING);
    }
  }

  /** Algorithm 1 of Kingma and Ba in the order of computation that their section 2 proposes. */
  private static Rule adam(double beta1, double beta2) {
    double[] moments = new double[2];
    return (gradient, t) -> {
      moments[0] = beta1 * moments[0] + (1 - beta1) * gradient;
      moments[1] = beta2 * moments[1] + (1 - beta2) * gradient * gradient;
      double rate = RATE * Math.sqrt(1 - Math.pow(beta2, t)) / (1 - Math.pow(beta1, t));
      return rate * moments[0] / (Math.sqrt(moments[1]) + EPSILON);
    };
  }

  @ParameterizedTest
  @CsvSource({"0.9, 0.999, 1", "0.5, 0.99, 1", "0.9, 0.999, 1e7", "0, 0.9, 1"})
  void adamIsThatOfThePaper(double beta1, double beta2, double scale) {
    requireSteps(new Optimizer(Optimizer.Type.ADAM, RATE, beta1, beta2), adam(beta1, beta2), scale);
  }

  @Test
  void adamWithoutBetasHasThoseOfThePaper() {
    requireSteps(new Optimizer(Optimizer.Type.ADAM, RATE, null, null), adam(0.9, 0.999), 1);
  }

  @Test
  void nadamLooksAheadByTheGradient() {
    double[] moments = new double[2];
    Rule nadam =
        (gradient, t) -> {
          moments[0] = 0.8 * moments[0] + 0.2 * gradient;
          moments[1] = 0.99 * moments[1] + 0.01 * gradient * gradient;
          double ahead = (0.8 * moments[0] + 0.2 * gradient) / (1 - Math.pow(0.8, t));
          return RATE * ahead / (Math.sqrt(moments[1]) + EPSILON);
        };
    requireSteps(new Optimizer(Optimizer.Type.NADAM, RATE, 0.8, 0.99), nadam, 1);
  }

  @Test
  void rmsPropDividesByTheRootOfItsSecondMoment() {
    // Deeplearning4j begins with epsilon in place of 0.
    double[] moment = {EPSILON};
    Rule rmsProp =
        (gradient, t) -> {
          moment[0] = 0.99 * moment[0] + 0.01 * gradient * gradient;
          return RATE * gradient / (Math.sqrt(moment[0]) + EPSILON);
        };
    requireSteps(new Optimizer(Optimizer.Type.RMSPROP, RATE, 0.5, 0.99), rmsProp, 1e3);
  }

  @Test
  void stochasticGradientDescentSubtractsTheRateTimesTheGradient() {
    requireSteps(
        new Optimizer(Optimizer.Type.SGD, RATE, null, null), (gradient, t) -> RATE * gradient, 1);
  }

  @Test
  void nesterovsMomentumIsBeta1() {
    double[] velocity = new double[1];
    Rule nesterov =
        (gradient, t) -> {
          double before = velocity[0];
          velocity[0] = 0.7 * before - RATE * gradient;
          return 0.7 * before - 1.7 * velocity[0];
        };
    requireSteps(new Optimizer(Optimizer.Type.NESTEROVS, RATE, 0.7, null), nesterov, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0    | 0.9  | 0.999 | key 'learningRate': in (0, 10] expected; got 0.0
          10.5 | 0.9  | 0.999 | key 'learningRate': in (0, 10] expected; got 10.5
          0.1  | -0.1 | 0.999 | key 'beta1': in [0, 1) expected; got -0.1
          0.1  | 1    | 0.999 | key 'beta1': in [0, 1) expected; got 1.0
          0.1  | 0.9  | 0     | key 'beta2': in (0, 1) expected; got 0.0
          0.1  | 0.9  | 1     | key 'beta2': in (0, 1) expected; got 1.0
          """)
  void whatIsOutOfRangeIsRefusedByKey(double rate, double beta1, double beta2, String message) {
    assertThatThrownBy(() -> new Optimizer(Optimizer.Type.ADAM, rate, beta1, beta2))
        .isInstanceOf(ZooException.class)
        .hasMessage(message);
  }

  @Test
  void theLargestRateAndTheLeastMomentumAreAllowed() {
    assertThat(new Optimizer(Optimizer.Type.SGD, 10, 0.0, 0.5).learningRate()).isEqualTo(10);
  }
}
