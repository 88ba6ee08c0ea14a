package io.github.aezoo.model.plan;

import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** The activation functions that plans know, whose slopes follow from their values. */
public enum Nonlinearity {
  IDENTITY(new ActivationIdentity()) {
    @Override
    public void apply(float[] x, int from, int to) {}

    @Override
    public void slope(float[] gradient, float[] y, int from, int to) {}
  },
  RELU(new ActivationReLU()) {
    @Override
    public void apply(float[] x, int from, int to) {
      Loops.relu(x, from, to);
    }

    @Override
    public void slope(float[] gradient, float[] y, int from, int to) {
      Loops.reluSlope(gradient, y, from, to);
    }
  },
  ELU(new ActivationELU()) {
    @Override
    public void apply(float[] x, int from, int to) {
      Loops.elu(x, from, to);
    }

    @Override
    public void slope(float[] gradient, float[] y, int from, int to) {
      Loops.eluSlope(gradient, y, from, to);
    }
  },
  SIGMOID(new ActivationSigmoid()) {
    @Override
    public void apply(float[] x, int from, int to) {
      Loops.sigmoid(x, from, to);
    }

    @Override
    public void slope(float[] gradient, float[] y, int from, int to) {
      Loops.sigmoidSlope(gradient, y, from, to);
    }
  },
  TANH(new ActivationTanH()) {
    @Override
    public void apply(float[] x, int from, int to) {
      Loops.tanh(x, from, to);
    }

    @Override
    public void slope(float[] gradient, float[] y, int from, int to) {
      Loops.tanhSlope(gradient, y, from, to);
    }
  },
  SOFTPLUS(new ActivationSoftPlus()) {
    @Override
    public void apply(float[] x, int from, int to) {
      Loops.softplus(x, from, to);
    }

    @Override
    public void slope(float[] gradient, float[] y, int from, int to) {
      Loops.softplusSlope(gradient, y, from, to);
    }
  };

  private final IActivation function;

  Nonlinearity(IActivation function) {
    this.function = function;
  }

  /** The one that DL4J calls so, settings included. */
  public static Optional<Nonlinearity> of(IActivation function) {
    for (Nonlinearity known : values()) {
      if (known.function.equals(function)) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  /** Replaces arguments by values. */
  public abstract void apply(float[] x, int from, int to);

  /** Multiplies gradients by the slope where the function has the values {@code y}. */
  public abstract void slope(float[] gradient, float[] y, int from, int to);
}
