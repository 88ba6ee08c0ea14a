package io.github.aezoo.model;

import io.github.aezoo.plan.Planned;
import java.util.Objects;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossUtil;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Binary cross-entropy on logits, summed over outputs: {@code softplus(z) - y z}, gradient {@code
 * sigmoid(z) - y}.
 *
 * <p>DL4J's {@code LossBinaryXENT} clips probabilities, so that a saturated wrong logit has
 * gradient 0 and never recovers; on logits nothing needs clipping.
 */
public final class BernoulliLoss implements ILossFunction, Planned.OfLogits {
  private static final long serialVersionUID = 1L;

  private transient boolean scored = true;

  /**
   * Whether the score is computed; when not, it is 0 and only gradients are right.
   *
   * <p>Two logarithms a pixel cost more than the whole gradient of a small network, so the trainer
   * looks at the score of some steps only.
   */
  public void scored(boolean on) {
    scored = on;
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask, boolean average) {
    if (!scored) {
      return 0;
    }
    double sum = crossEntropy(labels, logits, activation, mask).sumNumber().doubleValue();
    return average ? sum / logits.size(0) : sum;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    return crossEntropy(labels, logits, activation, mask).sum(true, 1);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    requireSigmoid(activation);
    INDArray gradient = Transforms.sigmoid(logits, true).subi(labels.castTo(logits.dataType()));
    if (mask != null) {
      LossUtil.applyMask(gradient, mask);
    }
    return gradient;
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask, boolean average) {
    return new Pair<>(
        computeScore(labels, logits, activation, mask, average),
        computeGradient(labels, logits, activation, mask));
  }

  private static INDArray crossEntropy(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    requireSigmoid(activation);
    // softplus(z) = max(z, 0) + log(1 + exp(-|z|)), which cannot overflow.
    INDArray score = Transforms.abs(logits, true).negi();
    Transforms.exp(score, false);
    Transforms.log1p(score, false);
    score.addi(Transforms.relu(logits, true)).subi(labels.castTo(logits.dataType()).mul(logits));
    if (mask != null) {
      LossUtil.applyMask(score, mask);
    }
    return score;
  }

  private static void requireSigmoid(IActivation activation) {
    if (!(activation instanceof ActivationSigmoid)) {
      throw new IllegalStateException(
          "the Bernoulli loss takes logits of a sigmoid output; got " + activation);
    }
  }

  @Override
  public String name() {
    return "BernoulliLoss";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BernoulliLoss;
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(name());
  }

  @Override
  public String toString() {
    return name();
  }
}
