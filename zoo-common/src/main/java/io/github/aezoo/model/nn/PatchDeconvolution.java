package io.github.aezoo.model.nn;

import io.github.aezoo.device.Devices;
import io.github.aezoo.plan.ConvolutionOperation;
import io.github.aezoo.plan.Operation;
import io.github.aezoo.plan.Planned;
import io.github.aezoo.plan.Wiring;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.LayerValidation;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A transposed convolution of {@code [N, C, H, W]} that gives what DL4J's {@link Deconvolution2D}
 * gives, with weights {@code [in, out, kernel, kernel]} that are interchangeable, faster on CPUs.
 * On a GPU it is DL4J's.
 *
 * <p>Square kernels and strides, {@code ConvolutionMode.Same}, no dilation, with a bias; anything
 * else is an {@link IllegalStateException} when the network is made.
 */
public final class PatchDeconvolution extends Deconvolution2D implements StandardForm, Planned {
  private static final long serialVersionUID = 1L;

  /** For DL4J's JSON. */
  PatchDeconvolution() {}

  /** A layer as a builder describes it. */
  public PatchDeconvolution(Deconvolution2D.Builder builder) {
    super(builder);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType dataType) {
    LayerValidation.assertNInNOutSet(
        "PatchDeconvolution", getLayerName(), index, getNIn(), getNOut());
    if (Devices.onGpu()) {
      return super.instantiate(conf, listeners, index, parameters, initialise, dataType);
    }
    return PatchLayer.of(conf, listeners, index, parameters, initialise, dataType, true);
  }

  @Override
  public Optional<Operation> operation(Wiring wiring) {
    return ConvolutionOperation.of(this, wiring, true);
  }

  @Override
  public List<StandardOperation> inUse(InputType input) {
    return List.of(new StandardOperation.Inherited());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PatchDeconvolution && super.equals(other);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof PatchDeconvolution;
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
