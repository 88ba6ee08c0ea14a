package io.github.aezoo.vae;

import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.OutputLoss;
import java.util.List;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What {@link GaussianOutput} does to a batch. */
final class GaussianOutputLayer extends BaseLayer<GaussianOutput>
    implements IOutputLayer, OutputLoss {
  private static final long serialVersionUID = 1L;

  private transient INDArray labels;

  GaussianOutputLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /** The logarithm of the variance of a pixel, given or learned. */
  double logVariance() {
    return layerConf().learned()
        ? getParam(LogVarianceInitializer.LOG_VARIANCE).getDouble(0)
        : layerConf().firstLogVariance();
  }

  @Override
  public double of(float[] target, float[] reconstruction) {
    double squares = Loss.SQUARED_ERROR.of(target, reconstruction);
    return Likelihood.Gaussian.negativeNats(squares, target.length, logVariance());
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    return Transforms.sigmoid(workspaces.dup(ArrayType.ACTIVATIONS, input, 'c'), false);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    double variance = Math.exp(logVariance());
    INDArray means =
        Transforms.sigmoid(workspaces.dup(ArrayType.ACTIVATION_GRAD, input, 'c'), false);
    INDArray errors = means.sub(labels());
    Gradient gradient = new DefaultGradient();
    if (layerConf().learned()) {
      // Gradients are sums over images; d / d logVariance of squares / (2 variance) and of the
      // rest.
      double squares = errors.mul(errors).sumNumber().doubleValue();
      INDArray view = gradientViews.get(LogVarianceInitializer.LOG_VARIANCE);
      view.assign((errors.length() - squares / variance) / 2);
      gradient.gradientForVariable().put(LogVarianceInitializer.LOG_VARIANCE, view);
    }
    INDArray slope = means.rsub(1);
    return new Pair<>(gradient, means.muli(slope).muli(errors).divi(variance));
  }

  @Override
  public double computeScore(
      double regularization, boolean training, LayerWorkspaceMgr workspaces) {
    INDArray squares = squares();
    double sum = squares.sumNumber().doubleValue();
    double nats = Likelihood.Gaussian.negativeNats(sum, squares.length(), logVariance());
    score = nats / squares.size(0) + regularization;
    return score;
  }

  @Override
  public INDArray computeScoreForExamples(double regularization, LayerWorkspaceMgr workspaces) {
    INDArray squares = squares();
    long n = squares.size(0);
    long pixels = squares.length() / n;
    double constant = Likelihood.Gaussian.negativeNats(0, pixels, logVariance());
    INDArray sums = squares.reshape('c', n, pixels).sum(true, 1);
    sums.divi(2 * Math.exp(logVariance())).addi(constant + regularization);
    return workspaces.leverageTo(ArrayType.ACTIVATIONS, sums);
  }

  /** {@code (x - mean)^2} of every pixel. */
  private INDArray squares() {
    INDArray errors = Transforms.sigmoid(input, true).subi(labels());
    return errors.muli(errors);
  }

  private INDArray labels() {
    return labels.castTo(dataType);
  }

  @Override
  public boolean needsLabels() {
    return true;
  }

  @Override
  public void setLabels(INDArray batch) {
    labels = batch;
  }

  @Override
  public INDArray getLabels() {
    return labels;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public boolean hasBias() {
    return false;
  }

  @Override
  public double f1Score(DataSet data) {
    throw noClassifier();
  }

  @Override
  public double f1Score(INDArray examples, INDArray classes) {
    throw noClassifier();
  }

  @Override
  @SuppressWarnings("deprecation")
  public int numLabels() {
    throw noClassifier();
  }

  @Override
  public int[] predict(INDArray examples) {
    throw noClassifier();
  }

  @Override
  public List<String> predict(DataSet data) {
    throw noClassifier();
  }

  @Override
  public void fit(DataSetIterator data) {
    throw noClassifier();
  }

  @Override
  public void fit(INDArray examples, INDArray classes) {
    throw noClassifier();
  }

  @Override
  public void fit(DataSet data) {
    throw noClassifier();
  }

  @Override
  public void fit(INDArray examples, int[] classes) {
    throw noClassifier();
  }

  private static UnsupportedOperationException noClassifier() {
    return new UnsupportedOperationException("an output of pixels is not a classifier");
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
