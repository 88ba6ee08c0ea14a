package io.github.aezoo.denoise;

import io.github.aezoo.model.nn.StandardForm;
import io.github.aezoo.model.nn.StandardOperation;
import io.github.aezoo.plan.Operation;
import io.github.aezoo.plan.Planned;
import io.github.aezoo.plan.Wiring;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The inverse of the sigmoid, pixels in [0, 1] to logits. Black and white count as half a step of 8
 * bits from them, where logits are finite.
 */
public final class Logit extends BaseActivationFunction implements StandardForm, Planned {
  private static final long serialVersionUID = 1L;
  private static final double EDGE = 1.0 / 510;

  @Override
  public INDArray getActivation(INDArray pixels, boolean training) {
    INDArray p = pixels.assign(inside(pixels));
    return Transforms.log(p.divi(p.rsub(1)), false);
  }

  @Override
  public Pair<INDArray, INDArray> backprop(INDArray pixels, INDArray epsilon) {
    INDArray p = inside(pixels);
    INDArray moved = p.eq(pixels).castTo(p.dataType());
    return new Pair<>(moved.muli(epsilon).divi(p.mul(p.rsub(1))), null);
  }

  private static INDArray inside(INDArray pixels) {
    return Transforms.min(Transforms.max(pixels, EDGE, true), 1 - EDGE, false);
  }

  @Override
  public Optional<Operation> operation(Wiring wiring) {
    return Optional.of(new LogitOperation(wiring, EDGE));
  }

  @Override
  public List<StandardOperation> inUse(InputType input) {
    return List.of(new StandardOperation.Clip(EDGE, 1 - EDGE), new StandardOperation.Logit());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Logit;
  }

  @Override
  public int hashCode() {
    return Logit.class.hashCode();
  }

  @Override
  public String toString() {
    return "logit";
  }
}
