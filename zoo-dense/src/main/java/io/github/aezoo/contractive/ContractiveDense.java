package io.github.aezoo.contractive;

import io.github.aezoo.model.nn.LayerSetup;
import io.github.aezoo.model.nn.StandardForm;
import io.github.aezoo.model.nn.StandardOperation;
import io.github.aezoo.plan.Operation;
import io.github.aezoo.plan.Planned;
import io.github.aezoo.plan.Wiring;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A dense layer {@code [N, in] -> [N, out]} with the contractive penalty: {@code coefficient} times
 * the squared Frobenius norm of its Jacobian in the score (Rifai, Vincent, Muller, Glorot and
 * Bengio 2011, <a
 * href="https://icml.cc/2011/papers/455_icmlpaper.pdf">icml.cc/2011/papers/455_icmlpaper.pdf</a>).
 *
 * <p>For {@code h = f(x W + b)} the norm is exact and costs no more than the activations: {@code
 * sum_j f'(z_j)^2 |W_j|^2}. The score is that of an image, averaged over the batch, so a
 * coefficient weighs the same in every batch size.
 */
public final class ContractiveDense extends DenseLayer implements StandardForm, Planned {
  private static final long serialVersionUID = 1L;

  @JsonProperty private Squashing nonlinearity;
  @JsonProperty private double coefficient;

  /** For DL4J's JSON. */
  ContractiveDense() {}

  /**
   * A layer with Glorot initialisation.
   *
   * @param in values of its input
   * @param out values of its output
   * @param coefficient weight of the squared norm of the Jacobian; 0 makes it a plain dense layer
   */
  public ContractiveDense(long in, long out, Squashing nonlinearity, double coefficient) {
    setNIn(in);
    setNOut(out);
    setWeightInitFn(WeightInit.XAVIER.getWeightInitFunction());
    setActivationFn(nonlinearity.function().getActivationFunction());
    this.nonlinearity = nonlinearity;
    this.coefficient = coefficient;
  }

  /** The activation. */
  public Squashing nonlinearity() {
    return nonlinearity;
  }

  /** The weight of the squared norm of the Jacobian. */
  public double coefficient() {
    return coefficient;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType dataType) {
    ContractiveDenseLayer layer = new ContractiveDenseLayer(conf, dataType);
    return LayerSetup.withParameters(layer, conf, listeners, index, parameters, initialise);
  }

  @Override
  public Optional<Operation> operation(Wiring wiring) {
    return Optional.of(new ContractiveOperation(wiring, this));
  }

  @Override
  public List<StandardOperation> inUse(InputType input) {
    return List.of(new StandardOperation.Inherited());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContractiveDense that
        && super.equals(other)
        && nonlinearity == that.nonlinearity
        && coefficient == that.coefficient;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), nonlinearity, coefficient);
  }
}
