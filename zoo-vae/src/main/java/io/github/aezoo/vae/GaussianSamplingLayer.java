package io.github.aezoo.vae;

import io.github.aezoo.data.Draws;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.model.nn.ActivationPenalty;
import io.github.aezoo.model.nn.RandomCode;
import io.github.aezoo.model.nn.WeightlessLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What {@link GaussianSampling} does to a batch. */
final class GaussianSamplingLayer extends WeightlessLayer<GaussianSampling>
    implements ActivationPenalty, RandomCode {
  private static final long serialVersionUID = 1L;

  /** Noise of the last training pass, {@code [N, z]}; null after a pass in use. */
  private transient INDArray noise;

  /** What passes in use draw from; null where they take the mean. */
  private transient Long seed;

  private double klNats;
  private double share = 1;

  GaussianSamplingLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /** KL(N(mean, variance) || N(0, I)) of the last batch, nats an image. */
  double klNats() {
    return klNats;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray mean = mean();
    INDArray logVariance = logVariance();
    klNats = Kl.nats(mean, logVariance).meanNumber().doubleValue();
    INDArray code = workspaces.dup(ArrayType.ACTIVATIONS, mean, 'c');
    noise = null;
    if (training) {
      // Kept until the gradient is computed: the workspace of inputs lives that long.
      noise = workspaces.createUninitialized(ArrayType.INPUT, dataType, code.shape(), 'c');
      noise.assign(Nd4j.randn(dataType, code.shape()));
      code.addi(Transforms.exp(logVariance.mul(0.5), false).muli(noise));
    } else if (seed != null) {
      code.addi(Transforms.exp(logVariance.mul(0.5), false).muli(draw(code.shape())));
    }
    return code;
  }

  /** The draws of {@link GaussianSamplingOperation}. */
  private INDArray draw(long... shape) {
    int units = Math.toIntExact(shape[1]);
    double[] values = new double[Math.toIntExact(shape[0]) * units];
    for (int row = 0; row < shape[0]; row++) {
      Draws draws = new Draws(Seeds.derive(seed, row));
      for (int j = 0; j < units; j++) {
        values[row * units + j] = draws.gaussian();
      }
    }
    return Nd4j.createFromArray(values).reshape('c', shape).castTo(dataType);
  }

  @Override
  public void drawFrom(Long newSeed) {
    seed = newSeed;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    double beta = share * layerConf().beta();
    INDArray mean = mean();
    INDArray logVariance = logVariance();
    long z = mean.size(1);
    INDArray gradient =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD, dataType, new long[] {mean.size(0), 2 * z}, 'c');
    // Epsilons are sums over images, so each image's KL counts whole: d KL / d mean = mean.
    gradient
        .get(NDArrayIndex.all(), NDArrayIndex.interval(0, z))
        .assign(mean.mul(beta).addi(epsilon));
    // d code / d logVariance = noise * deviation / 2, d KL / d logVariance = (variance - 1) / 2.
    INDArray deviation = Transforms.exp(logVariance.mul(0.5), false);
    INDArray ofKl = deviation.mul(deviation).subi(1).muli(beta);
    INDArray ofCode = noise == null ? epsilon.mul(0) : deviation.muli(noise).muli(epsilon);
    gradient
        .get(NDArrayIndex.all(), NDArrayIndex.interval(z, 2 * z))
        .assign(ofKl.addi(ofCode).muli(0.5));
    return new Pair<>(new DefaultGradient(), gradient);
  }

  @Override
  public double penalty() {
    return layerConf().beta() * klNats;
  }

  @Override
  public void weigh(double newShare) {
    share = newShare;
  }

  @Override
  public double calcRegularizationScore(boolean backpropParamsOnly) {
    return share * penalty();
  }

  private INDArray mean() {
    return input.get(NDArrayIndex.all(), NDArrayIndex.interval(0, input.size(1) / 2));
  }

  private INDArray logVariance() {
    return input.get(NDArrayIndex.all(), NDArrayIndex.interval(input.size(1) / 2, input.size(1)));
  }

  @Override
  public void clear() {
    super.clear();
    noise = null;
  }
}
