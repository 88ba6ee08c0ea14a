package io.github.aezoo.vae;

import io.github.aezoo.model.nn.StandardForm;
import io.github.aezoo.model.nn.StandardOperation;
import io.github.aezoo.model.nn.Weightless;
import io.github.aezoo.plan.Operation;
import io.github.aezoo.plan.Planned;
import io.github.aezoo.plan.Wiring;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The reparameterised normal distribution of a variational autoencoder: mean and log-variance
 * {@code [N, 2 z]} to a code {@code [N, z]}, and {@code beta} times the KL divergence to N(0, I) in
 * the score (Kingma and Welling 2014, <a
 * href="https://arxiv.org/abs/1312.6114">arXiv:1312.6114</a>, appendix B).
 *
 * <p>In training the code is {@code mean + exp(logVariance / 2) * noise} with noise from {@code
 * Nd4j.getRandom()}; in use it is the mean. The score is in nats an image, like the loss beside it.
 */
public final class GaussianSampling extends Weightless implements StandardForm, Planned {
  private static final long serialVersionUID = 1L;

  @JsonProperty private double beta;

  /** For DL4J's JSON. */
  GaussianSampling() {}

  /** A layer whose KL divergence weighs {@code beta}. */
  public GaussianSampling(double beta) {
    this.beta = beta;
  }

  /** The weight of the KL divergence. */
  public double beta() {
    return beta;
  }

  @Override
  public Optional<Operation> operation(Wiring wiring) {
    return Optional.of(new GaussianSamplingOperation(wiring, beta));
  }

  @Override
  protected GaussianSamplingLayer layer(NeuralNetConfiguration conf, DataType dataType) {
    return new GaussianSamplingLayer(conf, dataType);
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    if (!(input instanceof InputType.InputTypeFeedForward posterior)
        || posterior.getSize() % 2 != 0) {
      throw new IllegalStateException("mean | log-variance [N, 2 z] expected; got " + input);
    }
    return InputType.feedForward(posterior.getSize() / 2);
  }

  @Override
  public List<StandardOperation> inUse(InputType input) {
    return List.of(new StandardOperation.First(input.arrayElementsPerExample() / 2));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GaussianSampling that
        && beta == that.beta
        && Objects.equals(getLayerName(), that.getLayerName());
  }

  @Override
  public int hashCode() {
    return Objects.hash(beta, getLayerName());
  }
}
