package io.github.aezoo.contractive;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.aezoo.plan.Nonlinearity;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A smooth activation {@code h = f(z)} whose derivatives follow from {@code h}, so that a Jacobian
 * needs no second pass.
 */
public enum Squashing {
  /** {@code 1 / (1 + exp(-z))}. */
  @JsonProperty("sigmoid")
  SIGMOID(Activation.SIGMOID) {
    @Override
    INDArray slope(INDArray h) {
      return h.rsub(1).muli(h);
    }

    @Override
    INDArray curvature(INDArray h) {
      return slope(h).muli(h.mul(-2).addi(1));
    }

    @Override
    float slope(float h) {
      return h * (1 - h);
    }

    @Override
    float curvature(float h) {
      return h * (1 - h) * (1 - 2 * h);
    }
  },
  /** The hyperbolic tangent. */
  @JsonProperty("tanh")
  TANH(Activation.TANH) {
    @Override
    INDArray slope(INDArray h) {
      return h.mul(h).rsubi(1);
    }

    @Override
    INDArray curvature(INDArray h) {
      return slope(h).muli(h).muli(-2);
    }

    @Override
    float slope(float h) {
      return 1 - h * h;
    }

    @Override
    float curvature(float h) {
      return -2 * h * (1 - h * h);
    }
  },
  /** {@code log(1 + exp(z))}: its slope is the sigmoid, and {@code exp(-h)} is 1 less that. */
  @JsonProperty("softplus")
  SOFTPLUS(Activation.SOFTPLUS) {
    @Override
    INDArray slope(INDArray h) {
      return Transforms.exp(h.neg(), false).rsubi(1);
    }

    @Override
    INDArray curvature(INDArray h) {
      INDArray rest = Transforms.exp(h.neg(), false);
      return rest.rsub(1).muli(rest);
    }

    @Override
    float slope(float h) {
      return (float) -Math.expm1(-h);
    }

    @Override
    float curvature(float h) {
      float rest = (float) Math.exp(-h);
      return rest * (1 - rest);
    }
  };

  private final Activation function;

  Squashing(Activation function) {
    this.function = function;
  }

  /** The same function in plans. */
  Nonlinearity planned() {
    return Nonlinearity.of(function.getActivationFunction()).orElseThrow();
  }

  /** DL4J's name for it. */
  public Activation function() {
    return function;
  }

  /** {@code f'(z)} where {@code h = f(z)}. */
  abstract float slope(float h);

  /** {@code f''(z)} where {@code h = f(z)}. */
  abstract float curvature(float h);

  /** Replaces values by slopes. */
  void slopes(float[] h) {
    for (int i = 0; i < h.length; i++) {
      h[i] = slope(h[i]);
    }
  }

  /** Replaces values by curvatures. */
  void curvatures(float[] h) {
    for (int i = 0; i < h.length; i++) {
      h[i] = curvature(h[i]);
    }
  }

  /** {@code f'(z)} where {@code h = f(z)}, a new array of h's shape. */
  abstract INDArray slope(INDArray h);

  /** {@code f''(z)} where {@code h = f(z)}, a new array of h's shape. */
  abstract INDArray curvature(INDArray h);
}
