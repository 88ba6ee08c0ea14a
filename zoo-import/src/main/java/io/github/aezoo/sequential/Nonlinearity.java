package io.github.aezoo.sequential;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Functions of one value that layers may apply. */
public enum Nonlinearity {
  /** The value itself. */
  @JsonProperty("linear")
  LINEAR,
  /** {@code max(0, x)}. */
  @JsonProperty("relu")
  RELU,
  /** {@code slope * (exp(x) - 1)} below 0. */
  @JsonProperty("elu")
  ELU,
  /** {@code slope * x} below 0. */
  @JsonProperty("leaky-relu")
  LEAKY_RELU,
  /** {@code 1 / (1 + exp(-x))}. */
  @JsonProperty("sigmoid")
  SIGMOID,
  /** Hyperbolic tangent. */
  @JsonProperty("tanh")
  TANH,
  /** Scaled ELU with the constants of Klambauer et al. 2017. */
  @JsonProperty("selu")
  SELU,
  /** {@code log(1 + exp(x))}. */
  @JsonProperty("softplus")
  SOFTPLUS,
  /** {@code x / (1 + exp(-x))}. */
  @JsonProperty("swish")
  SWISH,
  /** {@code min(1, max(0, x))} in use; see {@link UnitRange}. */
  @JsonProperty("unit-range")
  UNIT_RANGE;

  /** DL4J's function. */
  IActivation function(double slope) {
    return switch (this) {
      case LINEAR -> new ActivationIdentity();
      case RELU -> new ActivationReLU();
      case ELU -> new ActivationELU(slope);
      case LEAKY_RELU -> new ActivationLReLU(slope);
      case SIGMOID -> new ActivationSigmoid();
      case TANH -> new ActivationTanH();
      case SELU -> new ActivationSELU();
      case SOFTPLUS -> new ActivationSoftPlus();
      case SWISH -> new ActivationSwish();
      case UNIT_RANGE -> new UnitRange();
    };
  }

  /** Whether the function has a slope to choose. */
  boolean hasSlope() {
    return this == ELU || this == LEAKY_RELU;
  }
}
