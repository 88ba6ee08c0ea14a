package io.github.aezoo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

@Tag("engine")
class BernoulliLossTest {
  private final ILossFunction loss = new BernoulliLoss();
  private final IActivation sigmoid = new ActivationSigmoid();

  // Values by NumPy: logaddexp(0, z) - y z and 1 / (1 + exp(-z)) - y.
  private final INDArray z = doubles(new double[][] {{0, 2, -3}, {200, -200, 0.5}});
  private final INDArray y = doubles(new double[][] {{0, 1, 0.25}, {0, 1, 0.5}});

  private static INDArray doubles(double[][] values) {
    return Nd4j.createFromArray(values).castTo(DataType.DOUBLE);
  }

  @Test
  void scoresAreTheHandNumbers() {
    INDArray rows = loss.computeScoreArray(y, z, sigmoid, null);
    assertThat(rows.shape()).containsExactly(2, 1);
    assertThat(rows.getDouble(0, 0)).isCloseTo(1.61866254, within(1e-7));
    assertThat(rows.getDouble(1, 0)).isCloseTo(400.72407698, within(1e-7));
    assertThat(loss.computeScore(y, z, sigmoid, null, false)).isCloseTo(402.34273952, within(1e-7));
    assertThat(loss.computeScore(y, z, sigmoid, null, true)).isCloseTo(201.17136976, within(1e-7));
    assertThat(loss.computeGradientAndScore(y, z, sigmoid, null, true).getFirst())
        .isCloseTo(201.17136976, within(1e-7));
  }

  @Test
  void gradientsAreTheHandNumbers() {
    assertThat(loss.computeGradient(y, z, sigmoid, null).data().asDouble())
        .containsExactly(
            new double[] {0.5, -0.11920292, -0.20257413, 1, -1, 0.12245933}, within(1e-8));
  }

  @Test
  void gradientsAreTheScoresCentralDifferences() {
    INDArray gradient = loss.computeGradient(y, z, sigmoid, null);
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        INDArray up = z.dup();
        up.putScalar(i, j, z.getDouble(i, j) + 1e-5);
        INDArray down = z.dup();
        down.putScalar(i, j, z.getDouble(i, j) - 1e-5);
        double numeric =
            (loss.computeScore(y, up, sigmoid, null, false)
                    - loss.computeScore(y, down, sigmoid, null, false))
                / 2e-5;
        assertThat(gradient.getDouble(i, j)).isCloseTo(numeric, within(1e-7));
      }
    }
  }

  @Test
  void aSaturatedWrongLogitKeepsItsGradientWhereDl4jsLossHasNone() {
    INDArray logits = Nd4j.createFromArray(new float[][] {{200, -200}});
    INDArray labels = Nd4j.createFromArray(new float[][] {{0, 1}});
    assertThat(loss.computeGradient(labels, logits.dup(), sigmoid, null).data().asFloat())
        .containsExactly(1, -1);
    assertThat(loss.computeScore(labels, logits.dup(), sigmoid, null, false)).isEqualTo(400);
    INDArray dl4j = new LossBinaryXENT().computeGradient(labels, logits.dup(), sigmoid, null);
    assertThat(dl4j.amaxNumber().doubleValue()).isZero();
  }

  @Test
  void argumentsAreNotChanged() {
    INDArray zBefore = z.dup();
    INDArray yBefore = y.dup();
    loss.computeGradientAndScore(y, z, sigmoid, null, true);
    loss.computeScoreArray(y, z, sigmoid, null);
    assertThat(z).isEqualTo(zBefore);
    assertThat(y).isEqualTo(yBefore);
  }

  @Test
  void aMaskTakesExamplesOut() {
    INDArray mask = doubles(new double[][] {{1}, {0}});
    assertThat(loss.computeScore(y, z, sigmoid, mask, false)).isCloseTo(1.61866254, within(1e-7));
    assertThat(loss.computeGradient(y, z, sigmoid, mask).getRow(1).amaxNumber().doubleValue())
        .isZero();
  }

  @Test
  void withoutScoringTheScoreIsZeroAndTheGradientIsTheSame() {
    BernoulliLoss blind = new BernoulliLoss();
    blind.scored(false);
    assertThat(blind.computeScore(y, z, sigmoid, null, true)).isZero();
    assertThat(blind.computeGradient(y, z, sigmoid, null))
        .isEqualTo(loss.computeGradient(y, z, sigmoid, null));
  }

  @Test
  void anotherActivationThanSigmoidIsRefused() {
    IActivation identity = new ActivationIdentity();
    assertThatThrownBy(() -> loss.computeGradient(y, z, identity, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("sigmoid");
    assertThatThrownBy(() -> loss.computeScore(y, z, identity, null, true))
        .isInstanceOf(IllegalStateException.class);
  }
}
