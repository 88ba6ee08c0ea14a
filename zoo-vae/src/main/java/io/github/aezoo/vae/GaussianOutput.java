package io.github.aezoo.vae;

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
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.params.EmptyParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The output layer of a Gaussian decoder: logits {@code [N, D]} or {@code [N, C, H, W]} to the
 * means of the pixels, sigmoid, of the same shape. Its score is the whole negative log-likelihood,
 * nats an image: {@code sum (x - mean)^2 / (2 s^2) + D log s + D / 2 log(2 pi)}.
 *
 * <p>The deviation {@code s} is given, or learned as the one parameter {@code logVariance}, {@code
 * [1, 1]} (Rybkin, Daniilidis and Levine 2021, <a
 * href="https://arxiv.org/abs/2006.13202">arXiv:2006.13202</a>). Means are in [0, 1] because pixels
 * are; the distribution itself knows no bounds.
 */
public final class GaussianOutput extends BaseLayer implements StandardForm, Planned {
  private static final long serialVersionUID = 1L;

  /** Where a learned deviation begins: that of pixels about a mean image. */
  static final double FIRST_DEVIATION = 0.25;

  @JsonProperty private double deviation;
  @JsonProperty private boolean learned;

  /** For DL4J's JSON. */
  GaussianOutput() {}

  /** A layer whose deviation is given or learned. */
  public GaussianOutput(Likelihood.Gaussian likelihood) {
    this.learned = likelihood.deviation() == null;
    this.deviation = learned ? FIRST_DEVIATION : likelihood.deviation();
  }

  /** Whether the deviation is a parameter. */
  boolean learned() {
    return learned;
  }

  /** The logarithm of the variance: the given one, or the one that learning begins at. */
  double firstLogVariance() {
    return 2 * Math.log(deviation);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType dataType) {
    GaussianOutputLayer layer = new GaussianOutputLayer(conf, dataType);
    return LayerSetup.withParameters(layer, conf, listeners, index, parameters, initialise);
  }

  @Override
  public ParamInitializer initializer() {
    return learned ? new LogVarianceInitializer() : EmptyParamInitializer.getInstance();
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return input;
  }

  @Override
  public void setNIn(InputType input, boolean override) {
    // The one parameter does not depend on the size of an image.
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    return null;
  }

  @Override
  public boolean isPretrainParam(String name) {
    return false;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    long values = input.arrayElementsPerExample();
    long parameters = learned ? 1 : 0;
    return new LayerMemoryReport.Builder(getLayerName(), getClass(), input, input)
        .standardMemory(parameters, 2 * parameters)
        .workingMemory(0, 0, values, 2 * values)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public Optional<Operation> operation(Wiring wiring) {
    return Optional.of(new GaussianOutputOperation(wiring, this));
  }

  @Override
  public List<StandardOperation> inUse(InputType input) {
    return List.of(new StandardOperation.Activation(new ActivationSigmoid()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GaussianOutput that
        && super.equals(other)
        && deviation == that.deviation
        && learned == that.learned;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), deviation, learned);
  }
}
