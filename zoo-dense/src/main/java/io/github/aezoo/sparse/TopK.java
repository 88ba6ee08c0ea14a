package io.github.aezoo.sparse;

import io.github.aezoo.model.nn.StandardOperation;
import io.github.aezoo.plan.Operation;
import io.github.aezoo.plan.Planned;
import io.github.aezoo.plan.Wiring;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Keeps the largest units of every image's code and sets the others to 0, as a DL4J layer (Makhzani
 * and Frey 2013, <a href="https://arxiv.org/abs/1312.5663">arXiv:1312.5663</a>): {@code k} in
 * training, {@code alpha * k} in use. Largest is by value, not by magnitude; of equal units those
 * of lower index stay, so that always exactly so many are kept.
 */
public final class TopK extends PassThrough implements Planned {
  private static final long serialVersionUID = 1L;

  @JsonProperty private int k;
  @JsonProperty private double alpha;

  /** For DL4J's JSON. */
  TopK() {}

  /**
   * A layer that keeps the largest units.
   *
   * @param k units in training, at least 1
   * @param alpha how many times as many in use, at least 1
   */
  public TopK(int k, double alpha) {
    this.k = k;
    this.alpha = alpha;
  }

  /** How many units are kept. */
  int kept(boolean training) {
    return training ? k : Math.toIntExact(Math.round(alpha * k));
  }

  @Override
  public Optional<Operation> operation(Wiring wiring) {
    return Optional.of(new TopKOperation(wiring, kept(wiring.pass().trains())));
  }

  @Override
  protected AbstractLayer<?> layer(NeuralNetConfiguration conf, DataType dataType) {
    return new TopKLayer(conf, dataType);
  }

  @Override
  public List<StandardOperation> inUse(InputType input) {
    return List.of(
        new StandardOperation.Largest(Math.min(kept(false), input.arrayElementsPerExample())));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TopK that
        && k == that.k
        && alpha == that.alpha
        && Objects.equals(getLayerName(), that.getLayerName());
  }

  @Override
  public int hashCode() {
    return Objects.hash(k, alpha, getLayerName());
  }
}
