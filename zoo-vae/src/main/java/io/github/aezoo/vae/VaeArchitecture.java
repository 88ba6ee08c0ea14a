package io.github.aezoo.vae;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Loss;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * The networks of the variational family. In JSON the key {@code type} tells which: {@code dense}
 * or {@code conv}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = DenseVaeArchitecture.class, name = "dense"),
  @JsonSubTypes.Type(value = ConvVaeArchitecture.class, name = "conv")
})
public sealed interface VaeArchitecture extends Architecture
    permits DenseVaeArchitecture, ConvVaeArchitecture {
  /** The vertex whose activations are mean and log-variance, {@code [N, 2 * latentSize]}. */
  String POSTERIOR = "posterior";

  /** The largest weight of the KL divergence. */
  double MAX_BETA = 1e6;

  /** The weight of the KL divergence beside the reconstruction loss. */
  double beta();

  /** How the decoder's output gives the distribution of a pixel; Bernoulli when left out. */
  Likelihood likelihood();

  @Override
  default boolean generates() {
    return true;
  }

  /**
   * {@inheritDoc}
   *
   * @throws ZooException when a Gaussian decoder shall learn by another loss than the squared error
   */
  @Override
  default ComputationGraphConfiguration network(Learning learning, long seed) {
    if (likelihood() instanceof Likelihood.Gaussian
        && learning.loss() != Loss.SQUARED_ERROR
        && !learning.equals(Learning.NONE)) {
      throw new ZooException(
          "key 'loss': squared-error expected with the likelihood gaussian; got %s: change 'loss',"
                  .formatted(Json.tree(learning.loss()).asText())
              + " or leave 'likelihood' out of the architecture");
    }
    return Architecture.super.network(learning, seed);
  }

  /** Checks a weight of the KL divergence. */
  static void requireBeta(double beta) {
    // Written so that NaN fails too.
    if (!(beta >= 0 && beta <= MAX_BETA)) {
      throw new ZooException("key 'beta': 0 to %.0f expected; got %s".formatted(MAX_BETA, beta));
    }
  }
}
