package io.github.aezoo.sparse;

import io.github.aezoo.model.nn.StandardOperation;
import io.github.aezoo.plan.Operation;
import io.github.aezoo.plan.Planned;
import io.github.aezoo.plan.Wiring;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A penalty on the activations of a code, which pass through unchanged.
 *
 * <p>Its unit is that of the reconstruction loss: something an image, added to the loss's sum over
 * the pixels of an image. So a coefficient means the same for every image size and every batch
 * size.
 */
abstract class CodePenalty extends PassThrough implements Planned {
  private static final long serialVersionUID = 1L;

  /** What a batch of codes {@code [N, z]} costs, an image. */
  abstract double anImage(INDArray codes);

  /**
   * The derivative of {@code N * anImage(codes)}, as DL4J's epsilons are sums over images.
   *
   * @return what can be added to {@code [N, z]}: {@code [N, z]} or a row {@code [1, z]}
   */
  abstract INDArray gradient(INDArray codes);

  /** The penalty as a plan computes it. */
  abstract CodePenaltyOperation.Rule rule();

  @Override
  public Optional<Operation> operation(Wiring wiring) {
    return Optional.of(new CodePenaltyOperation(wiring, rule()));
  }

  @Override
  protected AbstractLayer<?> layer(NeuralNetConfiguration conf, DataType dataType) {
    return new CodePenaltyLayer(conf, dataType);
  }

  @Override
  public List<StandardOperation> inUse(InputType input) {
    return List.of();
  }
}
