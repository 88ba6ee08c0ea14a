package io.github.aezoo.model.nn;

import java.util.Arrays;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An activation function that remembers a training pass until its gradient is asked for.
 *
 * <p>The slopes of ReLU and ELU follow from their values; ND4J's operations for them are as slow as
 * the products of a convolution.
 */
final class KeptActivation {
  private enum Kind {
    IDENTITY,
    RELU,
    ELU,
    OTHER
  }

  private final IActivation function;
  private final Kind kind;
  private final Precision precision;

  /** Of the last training pass: values of ReLU and ELU, arguments of other functions. */
  private Object kept;

  private Object slopes;
  private int size;

  /** The gradient that was handed out; its memory is used again. */
  private INDArray delta;

  KeptActivation(IActivation function, Precision precision) {
    this.function = function;
    this.precision = precision;
    if (function instanceof ActivationIdentity) {
      kind = Kind.IDENTITY;
    } else if (function.equals(new ActivationReLU())) {
      kind = Kind.RELU;
    } else if (function.equals(new ActivationELU())) {
      kind = Kind.ELU;
    } else {
      kind = Kind.OTHER;
    }
  }

  /** Applies the function, where possible in place, and remembers what {@link #delta} needs. */
  INDArray apply(INDArray z, boolean training) {
    if (training && kind == Kind.OTHER) {
      keep(z);
    }
    INDArray values = function.getActivation(z, training);
    if (training && (kind == Kind.RELU || kind == Kind.ELU)) {
      keep(values);
    }
    return values;
  }

  /** Gradient with respect to the arguments of the last training pass; valid until the next. */
  INDArray delta(INDArray epsilon) {
    if (kind == Kind.IDENTITY) {
      return epsilon;
    }
    if (delta == null || !Arrays.equals(delta.shape(), epsilon.shape())) {
      delta = Nd4j.createUninitializedDetached(epsilon.dataType(), 'c', epsilon.shape());
    }
    if (kind == Kind.OTHER) {
      precision.store(kept, 0, delta, 0, size);
      return function.backprop(delta, epsilon).getFirst();
    }
    precision.load(epsilon, 0, slopes, 0, size);
    if (kind == Kind.RELU) {
      precision.reluGradient(kept, slopes, size);
    } else {
      precision.eluGradient(kept, slopes, size);
    }
    precision.store(slopes, 0, delta, 0, size);
    return delta;
  }

  private void keep(INDArray values) {
    int n = Math.toIntExact(values.length());
    if (n != size) {
      kept = precision.array(n);
      slopes = kind == Kind.OTHER ? null : precision.array(n);
      size = n;
    }
    precision.load(values, 0, kept, 0, n);
  }
}
