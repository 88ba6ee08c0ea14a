package io.github.aezoo.sequential;

import io.github.aezoo.model.nn.StandardForm;
import io.github.aezoo.model.nn.StandardOperation;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Clips to [0, 1] in use, where a file says so, and does nothing in training: a clipped network
 * would not learn from where it left the range.
 */
public final class UnitRange extends BaseActivationFunction implements StandardForm {
  private static final long serialVersionUID = 1L;

  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    return training ? in : Transforms.max(Transforms.min(in, 1, false), 0, false);
  }

  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    return new Pair<>(epsilon, null);
  }

  @Override
  public List<StandardOperation> inUse(InputType input) {
    return List.of(new StandardOperation.Clip(0, 1));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UnitRange;
  }

  @Override
  public int hashCode() {
    return UnitRange.class.hashCode();
  }

  @Override
  public String toString() {
    return "unit range";
  }
}
