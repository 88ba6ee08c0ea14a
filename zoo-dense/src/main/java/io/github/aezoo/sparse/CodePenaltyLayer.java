package io.github.aezoo.sparse;

import io.github.aezoo.model.nn.ActivationPenalty;
import io.github.aezoo.model.nn.WeightlessLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a {@link CodePenalty} does to a batch: adds to score and gradient, changes no value. */
final class CodePenaltyLayer extends WeightlessLayer<CodePenalty> implements ActivationPenalty {
  private static final long serialVersionUID = 1L;

  private double penalty;
  private double share = 1;

  CodePenaltyLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    penalty = layerConf().anImage(input);
    return workspaces.dup(ArrayType.ACTIVATIONS, input, 'c');
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    INDArray gradient = workspaces.dup(ArrayType.ACTIVATION_GRAD, epsilon, 'c');
    INDArray own = layerConf().gradient(input).muli(share);
    if (own.size(0) == gradient.size(0)) {
      gradient.addi(own);
    } else {
      gradient.addiRowVector(own);
    }
    return new Pair<>(new DefaultGradient(), gradient);
  }

  @Override
  public double penalty() {
    return penalty;
  }

  @Override
  public void weigh(double newShare) {
    share = newShare;
  }

  @Override
  public double calcRegularizationScore(boolean backpropParamsOnly) {
    return share * penalty;
  }
}
