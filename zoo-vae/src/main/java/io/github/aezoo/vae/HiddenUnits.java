package io.github.aezoo.vae;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.nd4j.linalg.activations.Activation;

/** What the hidden layers of a dense network consist of. */
public enum HiddenUnits {
  /** Exponential linear units (Clevert, Unterthiner and Hochreiter 2016, arXiv:1511.07289). */
  @JsonProperty("elu")
  ELU(Activation.ELU),
  /** Rectified linear units: the likelihood of binary digits gains from them. */
  @JsonProperty("relu")
  RELU(Activation.RELU);

  private final Activation activation;

  HiddenUnits(Activation activation) {
    this.activation = activation;
  }

  Activation activation() {
    return activation;
  }

  /** Equal to what is left out of JSON, as Jackson asks of a filter of values. */
  @SuppressWarnings("EqualsHashCode")
  static final class Usual {
    @Override
    public boolean equals(Object value) {
      return value == null || value == ELU;
    }

    @Override
    public int hashCode() {
      return ELU.hashCode();
    }
  }
}
