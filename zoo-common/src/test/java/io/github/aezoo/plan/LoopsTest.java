package io.github.aezoo.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Functions by quotients of polynomials are those of {@link Math}. */
class LoopsTest {
  /** Both signs, beyond where single precision saturates. */
  private static float[] arguments() {
    float[] x = new float[4001];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 2000) / 100f;
    }
    x[0] = -1e30f;
    x[4000] = 1e30f;
    return x;
  }

  private static double exact(Nonlinearity function, double x) {
    DoubleUnaryOperator f =
        switch (function) {
          case IDENTITY -> v -> v;
          case RELU -> v -> Math.max(0, v);
          case ELU -> v -> v < 0 ? Math.expm1(v) : v;
          case SIGMOID -> v -> 1 / (1 + Math.exp(-v));
          case TANH -> Math::tanh;
          case SOFTPLUS -> v -> Math.max(0, v) + Math.log1p(Math.exp(-Math.abs(v)));
        };
    return f.applyAsDouble(x);
  }

  @ParameterizedTest
  @EnumSource(Nonlinearity.class)
  void valuesAndSlopesAreExactToSinglePrecision(Nonlinearity function) {
    float[] x = arguments();
    float[] y = x.clone();
    function.apply(y, 0, y.length);
    float[] slope = new float[y.length];
    java.util.Arrays.fill(slope, 2);
    function.slope(slope, y, 0, y.length);
    for (int i = 0; i < x.length; i++) {
      double value = exact(function, x[i]);
      assertThat((double) y[i])
          .as("%s of %s", function, x[i])
          .isCloseTo(value, Offset.offset(4e-7 * Math.max(1, Math.abs(value))));
      if (Math.abs(x[i]) < 1000 && x[i] != 0) {
        double h = 1e-6;
        double exact = (exact(function, x[i] + h) - exact(function, x[i] - h)) / h;
        assertThat((double) slope[i])
            .as("slope of %s at %s", function, x[i])
            .isCloseTo(exact, Offset.offset(2e-6));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Nonlinearity.class)
  void nothingOutsideOfTheRangeChangesAndNothingIsHidden(Nonlinearity function) {
    float[] x = {-1, -1, Float.NaN, 3, 3};
    function.apply(x, 1, 4);
    assertThat(x[0]).isEqualTo(-1);
    assertThat(x[4]).isEqualTo(3);
    assertThat(x[2]).isNaN();
  }

  @Test
  void aSigmoidStaysWithinItsRange() {
    float[] x = arguments();
    Nonlinearity.SIGMOID.apply(x, 0, x.length);
    for (float y : x) {
      assertThat(y).isBetween(0f, 1f);
    }
    assertThat(x[0]).isLessThan(2e-7f);
    assertThat(x[4000]).isGreaterThan(1 - 2e-7f);
  }

  @Test
  void theFunctionsOfDl4jAreKnownByTheirSettings() {
    for (Nonlinearity function : Nonlinearity.values()) {
      IActivation theirs =
          org.nd4j.linalg.activations.Activation.valueOf(function.name()).getActivationFunction();
      assertThat(Nonlinearity.of(theirs)).contains(function);
      INDArray z = Nd4j.createFromArray(-1.5f, 0.25f, 2f);
      float[] ours = z.toFloatVector();
      function.apply(ours, 0, 3);
      assertThat(Nd4j.createFromArray(ours).sub(theirs.getActivation(z, false)).amaxNumber())
          .satisfies(d -> assertThat(d.doubleValue()).isLessThan(1e-6));
    }
    assertThat(Nonlinearity.of(new org.nd4j.linalg.activations.impl.ActivationELU(0.5))).isEmpty();
    assertThat(Nonlinearity.of(new org.nd4j.linalg.activations.impl.ActivationCube())).isEmpty();
  }

  @Test
  void theCrossEntropyOfSaturatedLogitsIsExact() {
    float[] z = {-50, -3, 0, 0.5f, 20, 50};
    float[] target = {1, 0.25f, 0.5f, 1, 0, 0};
    float[] each = new float[z.length];
    Loops.crossEntropy(z, target, 0, z.length, each);
    for (int i = 0; i < z.length; i++) {
      double exact = Math.max(0, z[i]) + Math.log1p(Math.exp(-Math.abs(z[i]))) - target[i] * z[i];
      assertThat((double) each[i]).isCloseTo(exact, Offset.offset(1e-6 * Math.max(1, exact)));
    }
  }
}
