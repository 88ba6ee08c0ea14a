package io.github.aezoo.model.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;

/** What DL4J asks of a layer that learns nothing, beside what it does to a batch. */
public abstract class WeightlessLayer<T extends Weightless> extends AbstractLayer<T> {
  private static final long serialVersionUID = 1L;

  protected WeightlessLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public void clearNoiseWeightParams() {
    // There are no weights.
  }

  // AbstractLayer compares by value, networks tell their layers apart by identity.
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
