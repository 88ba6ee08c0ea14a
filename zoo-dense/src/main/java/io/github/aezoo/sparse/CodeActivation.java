package io.github.aezoo.sparse;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.nd4j.linalg.activations.Activation;

/** The functions that a sparse code, and the hidden layers around it, may have. */
public enum CodeActivation {
  /** {@code max(0, x)}: exact zeros. */
  @JsonProperty("relu")
  RELU(Activation.RELU),
  /** In (-1, 1), 0 in the middle. */
  @JsonProperty("tanh")
  TANH(Activation.TANH),
  /** In (0, 1), as a mean activation asks for that is compared with a probability. */
  @JsonProperty("sigmoid")
  SIGMOID(Activation.SIGMOID),
  /** The value itself, as the k-sparse autoencoder has it: its choice is the non-linearity. */
  @JsonProperty("linear")
  LINEAR(Activation.IDENTITY);

  private final Activation function;

  CodeActivation(Activation function) {
    this.function = function;
  }

  /**
   * Where biases of the code begin. Sigmoid units begin at a mean of 0.05, as few are wanted: from
   * 0.5 a penalty on a thousand of them would be most of the loss for many epochs.
   */
  double initialBias() {
    return this == SIGMOID ? -3 : 0;
  }

  /** DL4J's name for it. */
  Activation function() {
    return function;
  }
}
