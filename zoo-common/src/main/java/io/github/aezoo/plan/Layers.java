package io.github.aezoo.plan;

import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;

/** The operations of DL4J's layers. */
final class Layers {
  private static final int[] TWO = {2, 2};

  private Layers() {}

  /** The operation of a layer; empty when plans do not know it or one of its settings. */
  static Optional<Operation> operation(Layer layer, Wiring wiring) {
    boolean trains = wiring.pass().trains();
    if (trains && layer.getIDropout() != null) {
      return Optional.empty();
    }
    if (layer instanceof Planned own) {
      return own.operation(wiring);
    }
    if (layer.getClass() == DenseLayer.class) {
      DenseLayer dense = (DenseLayer) layer;
      return plain(dense, trains) && !dense.hasLayerNorm()
          ? Nonlinearity.of(dense.getActivationFn()).map(f -> new DenseOperation(wiring, f))
          : Optional.empty();
    }
    if (layer.getClass() == OutputLayer.class) {
      OutputLayer output = (OutputLayer) layer;
      return plain(output, trains)
          ? Nonlinearity.of(output.getActivationFn())
              .flatMap(
                  f ->
                      kind(wiring.pass(), output.getLossFn(), f)
                          .map(kind -> LossOperation.afterDense(wiring, f, kind)))
          : Optional.empty();
    }
    if (layer.getClass() == CnnLossLayer.class) {
      CnnLossLayer output = (CnnLossLayer) layer;
      return Nonlinearity.of(output.getActivationFn())
          .flatMap(
              f ->
                  kind(wiring.pass(), output.getLossFn(), f)
                      .map(kind -> new LossOperation(wiring, f, kind)));
    }
    if (layer.getClass() == ActivationLayer.class) {
      if (((ActivationLayer) layer).getActivationFn() instanceof Planned own) {
        return own.operation(wiring);
      }
      return Nonlinearity.of(((ActivationLayer) layer).getActivationFn())
          .map(f -> new ActivationOperation(wiring, f));
    }
    if (layer.getClass() == BatchNormalization.class) {
      BatchNormalization normal = (BatchNormalization) layer;
      return normal.isMinibatch() && plain(normal, trains)
          ? Optional.of(new NormalOperation(wiring, normal))
          : Optional.empty();
    }
    return resized(layer, wiring);
  }

  /** The operation of a layer that changes the size of maps. */
  private static Optional<Operation> resized(Layer layer, Wiring wiring) {
    if (layer instanceof SubsamplingLayer pooling) {
      return pooling.getPoolingType() == PoolingType.MAX
              && Arrays.equals(pooling.getKernelSize(), TWO)
              && Arrays.equals(pooling.getStride(), TWO)
              && pooling.getConvolutionMode() == ConvolutionMode.Same
          ? Optional.of(new SizeOperations.Pooling(wiring))
          : Optional.empty();
    }
    if (layer instanceof Upsampling2D doubling) {
      return Arrays.equals(doubling.getSize(), TWO)
          ? Optional.of(new SizeOperations.Doubling(wiring))
          : Optional.empty();
    }
    if (layer instanceof Cropping2D cropping) {
      int[] sides = cropping.getCropping();
      return sides[0] == 0 && sides[2] == 0
          ? Optional.of(new SizeOperations.Cropping(wiring))
          : Optional.empty();
    }
    return Optional.empty();
  }

  /** Whether a layer has none of the settings that plans leave out; in use they do nothing. */
  static boolean plain(FeedForwardLayer layer, boolean trains) {
    return !trains
        || (layer.getIDropout() == null
            && layer.getWeightNoise() == null
            && (layer.getGradientNormalization() == null
                || layer.getGradientNormalization() == GradientNormalization.None)
            && (layer.getConstraints() == null || layer.getConstraints().isEmpty()));
  }

  private static Optional<LossOperation.Kind> kind(
      Pass pass, ILossFunction loss, Nonlinearity function) {
    if (!pass.penalises()) {
      // In use nobody asks for the loss: a network that was made for none may have any.
      return Optional.of(LossOperation.Kind.SQUARED_ERROR);
    }
    if (loss instanceof Planned.OfLogits && function == Nonlinearity.SIGMOID) {
      return Optional.of(LossOperation.Kind.CROSS_ENTROPY);
    }
    if (loss.equals(new LossL2())) {
      return Optional.of(LossOperation.Kind.SQUARED_ERROR);
    }
    return loss.equals(new LossL1())
        ? Optional.of(LossOperation.Kind.ABSOLUTE_ERROR)
        : Optional.empty();
  }
}
