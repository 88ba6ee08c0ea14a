package io.github.aezoo.contractive;

import io.github.aezoo.model.nn.ActivationPenalty;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What {@link ContractiveDense} does to a batch. */
final class ContractiveDenseLayer extends DenseLayer implements ActivationPenalty {
  private static final long serialVersionUID = 1L;

  /** Outputs of the last training pass, {@code [N, out]}; null after a pass in use. */
  private transient INDArray outputs;

  private double squaredNorm;
  private double share = 1;

  ContractiveDenseLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  private ContractiveDense contractive() {
    return (ContractiveDense) layerConf();
  }

  /** The squared Frobenius norm of the Jacobian, mean over the last batch; 0 when unpenalised. */
  double squaredNorm() {
    return squaredNorm;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray h = super.activate(training, workspaces);
    outputs = null;
    if (contractive().coefficient() > 0) {
      INDArray slope = contractive().nonlinearity().slope(h);
      squaredNorm =
          slope.muli(slope).sum(0).muli(columnNorms()).sumNumber().doubleValue() / h.size(0);
      if (training) {
        // Kept until the gradient is computed: the workspace of inputs lives that long.
        outputs = workspaces.dup(ArrayType.INPUT, h, 'c');
      }
    }
    return h;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    double twice = 2 * share * contractive().coefficient();
    if (twice == 0 || outputs == null) {
      return super.backpropGradient(epsilon, workspaces);
    }
    // Epsilons are sums over images, so each image's penalty counts whole. Through the output:
    // d sum_j f'^2 |W_j|^2 / d z_j = 2 f' f'' |W_j|^2, and the layer itself multiplies by f'.
    Squashing f = contractive().nonlinearity();
    INDArray both = f.curvature(outputs).muliRowVector(columnNorms()).muli(twice).addi(epsilon);
    Pair<Gradient, INDArray> result = super.backpropGradient(both, workspaces);
    // And directly: d |W_j|^2 / d W_j = 2 W_j.
    INDArray slope = f.slope(outputs);
    INDArray weight = slope.muli(slope).sum(0).muli(twice);
    result
        .getFirst()
        .getGradientFor(DefaultParamInitializer.WEIGHT_KEY)
        .addi(weights().mulRowVector(weight));
    return result;
  }

  /** {@code |W_j|^2} of every output, {@code [out]}. */
  private INDArray columnNorms() {
    INDArray w = weights();
    return w.mul(w).sum(0);
  }

  private INDArray weights() {
    return getParam(DefaultParamInitializer.WEIGHT_KEY);
  }

  @Override
  public double penalty() {
    return contractive().coefficient() * squaredNorm;
  }

  @Override
  public void weigh(double newShare) {
    share = newShare;
  }

  @Override
  public double calcRegularizationScore(boolean backpropParamsOnly) {
    return super.calcRegularizationScore(backpropParamsOnly) + share * penalty();
  }

  @Override
  public void clear() {
    super.clear();
    outputs = null;
  }

  // DL4J's layers compare by value, networks tell their layers apart by identity.
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
