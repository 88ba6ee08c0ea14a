package io.github.aezoo.plan;

import java.util.Optional;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;

/** The activation functions that plans know, whose slopes follow from their values. */
public enum Nonlinearity {
  IDENTITY(Activation.IDENTITY) {
    @Override
    public void apply(float[] x, int from, int to) {}

    @Override
    public void slope(float[] gradient, float[] y, int from, int to) {}
  },
  RELU(Activation.RELU) {
    @Override
    public void apply(float[] x, int from, int to) {
      Loops.relu(x, from, to);
    }

    @Override
    public void slope(float[] gradient, float[] y, int from, int to) {
      Loops.reluSlope(gradient, y, from, to);
    }
  },
  ELU(Activation.ELU) {
    @Override
    public void apply(float[] x, int from, int to) {
      Loops.elu(x, from, to);
    }

    @Override
    public void slope(float[] gradient, float[] y, int from, int to) {
      Loops.eluSlope(gradient, y, from, to);
    }
  },
  SIGMOID(Activation.SIGMOID) {
    @Override
    public void apply(float[] x, int from, int to) {
      Loops.sigmoid(x, from, to);
    }

    @Override
    public void slope(float[] gradient, float[] y, int from, int to) {
      Loops.sigmoidSlope(gradient, y, from, to);
    }
  },
  TANH(Activation.TANH) {
    @Override
    public void apply(float[] x, int from, int to) {
      Loops.tanh(x, from, to);
    }

    @Override
    public void slope(float[] gradient, float[] y, int from, int to) {
      Loops.tanhSlope(gradient, y, from, to);
    }
  },
  SOFTPLUS(Activation.SOFTPLUS) {
    @Override
    public void apply(float[] x, int from, int to) {
      Loops.softplus(x, from, to);
    }

    @Override
    public void slope(float[] gradient, float[] y, int from, int to) {
      Loops.softplusSlope(gradient, y, from, to);
    }
  };

  private final Activation function;

  Nonlinearity(Activation function) {
    this.function = function;
  }

  /** The one that DL4J calls so, settings included. */
  public static Optional<Nonlinearity> of(IActivation function) {
    for (Nonlinearity known : values()) {
      if (known.function.getActivationFunction().equals(function)) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  /** Adds the function of every value of a slot. */
  public void forward(Program program, Slot from, Slot to) {
    float[] x = from.values().heap();
    float[] y = to.values().heap();
    int size = from.size();
    program.rows(
        tile -> {
          System.arraycopy(x, tile.from() * size, y, tile.from() * size, tile.size() * size);
          apply(y, tile.from() * size, tile.to() * size);
        });
  }

  /** Replaces arguments by values. */
  public abstract void apply(float[] x, int from, int to);

  /** Multiplies gradients by the slope where the function has the values {@code y}. */
  public abstract void slope(float[] gradient, float[] y, int from, int to);
}
