package io.github.aezoo.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Shape;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.RandomCode;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.ops.transforms.Transforms;

@Tag("engine")
class GaussianSamplingTest {
  private static final Shape SHAPE = new Shape(1, 2, 3);
  private static final int Z = 2;
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-5;
  private static final LayerWorkspaceMgr NO_WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

  @Test
  void klEqualsHandNumbers() {
    // (m^2 + v - 1 - ln v) / 2: N(1, 1) gives 0.5; N(0, e) gives (e - 2) / 2; N(-2, 1/4) gives
    // (4 + 0.25 - 1 + ln 4) / 2.
    INDArray mean = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 0}, {-2, 0}});
    INDArray logVariance =
        Nd4j.createFromArray(new double[][] {{0, 0}, {1, 0}, {Math.log(0.25), 0}});
    double[] kl = Kl.nats(mean, logVariance).toDoubleVector();
    assertThat(kl[0]).isCloseTo(0.5, within(1e-12));
    assertThat(kl[1]).isCloseTo((Math.E - 2) / 2, within(1e-12));
    assertThat(kl[2]).isCloseTo((3.25 + Math.log(4)) / 2, within(1e-12));
  }

  @Test
  void klEqualsItsMonteCarloEstimate() {
    double mean = 0.7;
    double logVariance = -1.1;
    double deviation = Math.exp(logVariance / 2);
    java.util.Random random = new java.util.Random(1);
    int n = 400_000;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double e = random.nextGaussian();
      double x = mean + deviation * e;
      // ln q(x) - ln p(x); the terms with 2 pi cancel.
      sum += -e * e / 2 - logVariance / 2 + x * x / 2;
    }
    double kl =
        Kl.nats(
                Nd4j.createFromArray(new double[][] {{mean}}),
                Nd4j.createFromArray(new double[][] {{logVariance}}))
            .getDouble(0);
    // The estimate's standard deviation is below 0.8 / sqrt(n) = 0.0013.
    assertThat(sum / n).isCloseTo(kl, within(0.006));
  }

  @Test
  void inUseTheCodeIsTheMean() {
    INDArray posterior = Nd4j.createFromArray(new double[][] {{1, 2, 0.5, -0.5}, {3, 4, 1, 0}});
    INDArray code = layer(1).activate(posterior, false, NO_WORKSPACES);
    assertThat(code.toDoubleMatrix()).isDeepEqualTo(new double[][] {{1, 2}, {3, 4}});
  }

  @Test
  void samplesHaveMeanAndVarianceOfThePosterior() {
    int n = 40_000;
    INDArray posterior = Nd4j.create(DataType.DOUBLE, n, 2);
    posterior.getColumn(0).assign(0.3);
    posterior.getColumn(1).assign(Math.log(0.49));
    GaussianSamplingLayer layer = layer(1);
    Nd4j.getRandom().setSeed(7);
    INDArray code = layer.activate(posterior, true, NO_WORKSPACES);
    // Standard errors: 0.7 / 200 = 0.0035 and 0.7 / sqrt(80,000) = 0.0025.
    assertThat(code.meanNumber().doubleValue()).isCloseTo(0.3, within(0.015));
    assertThat(code.stdNumber().doubleValue()).isCloseTo(0.7, within(0.01));
  }

  @Test
  void theSeedDecidesTheSample() {
    INDArray posterior = Nd4j.createFromArray(new double[][] {{1, 2, 0.5, -0.5}});
    assertThat(sample(posterior, 5)).isEqualTo(sample(posterior, 5));
    assertThat(sample(posterior, 5)).isNotEqualTo(sample(posterior, 6));
  }

  @Test
  void validationDrawsFromThePosteriorInUse() {
    INDArray images = images();
    ComputationGraph net = net(1, Loss.BCE);
    INDArray posterior = net.feedForward(images, false).get(VaeArchitecture.POSTERIOR);
    INDArray mean = posterior.get(NDArrayIndex.all(), NDArrayIndex.interval(0, Z));
    INDArray deviation =
        Transforms.exp(posterior.get(NDArrayIndex.all(), NDArrayIndex.interval(Z, 2 * Z)).mul(0.5));
    double sum = 0;
    double squares = 0;
    int n = 2_000;
    for (int seed = 0; seed < n / images.size(0); seed++) {
      INDArray drawn = RandomCode.drawing(net, Seeds.derive(seed), () -> code(net, images));
      // Each image has noise of its own.
      for (double noise : drawn.sub(mean).div(deviation).getColumn(0).toDoubleVector()) {
        sum += noise;
        squares += noise * noise;
      }
    }
    // Standard errors: 1 / sqrt(n) = 0.022 and sqrt(2 / n) = 0.032.
    assertThat(sum / n).isCloseTo(0, within(0.09));
    assertThat(squares / n).isCloseTo(1, within(0.13));
    assertThat(RandomCode.drawing(net, 5, () -> code(net, images)))
        .isEqualTo(RandomCode.drawing(net, 5, () -> code(net, images)));
    assertThat(code(net, images)).isEqualTo(mean);
  }

  private static INDArray code(ComputationGraph net, INDArray images) {
    return net.feedForward(images, false).get(Architecture.CODE);
  }

  private static INDArray sample(INDArray posterior, long seed) {
    // A new network sets the seed too, so it comes first.
    GaussianSamplingLayer layer = layer(1);
    Nd4j.getRandom().setSeed(seed);
    return layer.activate(posterior, true, NO_WORKSPACES);
  }

  @Test
  void theScoreIsReconstructionPlusBetaTimesKl() {
    INDArray images = images();
    double[] scores = new double[2];
    double kl = 0;
    for (int i = 0; i < 2; i++) {
      ComputationGraph net = net(i * 3, Loss.BCE);
      scores[i] = score(net, images);
      INDArray posterior = net.feedForward(images, false).get(VaeArchitecture.POSTERIOR);
      kl =
          Kl.nats(
                  posterior.get(NDArrayIndex.all(), NDArrayIndex.interval(0, Z)),
                  posterior.get(NDArrayIndex.all(), NDArrayIndex.interval(Z, 2 * Z)))
              .meanNumber()
              .doubleValue();
    }
    assertThat(kl).isGreaterThan(0.01);
    assertThat(scores[1] - scores[0]).isCloseTo(3 * kl, within(1e-9));
  }

  @Test
  void gradientsAreRight() {
    for (Loss loss : Loss.values()) {
      for (double beta : new double[] {0, 1, 4}) {
        ComputationGraph net = net(beta, loss);
        assertThat(worstError(net, net)).as("%s, beta %s", loss, beta).isLessThan(TOLERANCE);
      }
    }
  }

  @Test
  void theGradientCheckSeesFivePercentTooMuchKlGradient() {
    // The gradient is linear in beta, so beta 1.05 is beta 1 with the KL's gradient times 1.05.
    assertThat(worstError(net(1.05, Loss.BCE), net(1, Loss.BCE))).isGreaterThan(100 * TOLERANCE);
  }

  /** The largest relative difference between one net's gradient and another's finite difference. */
  private static double worstError(ComputationGraph ofGradient, ComputationGraph ofScore) {
    INDArray images = images();
    double whole = score(ofScore, images);
    assertThat(forward(ofScore, images)).isCloseTo(whole, within(1e-12 * whole));
    score(ofGradient, images);
    INDArray gradient = ofGradient.getFlattenedGradients().dup();
    double worst = 0;
    INDArray parameters = ofScore.params();
    for (long i = 0; i < parameters.length(); i++) {
      double value = parameters.getDouble(i);
      parameters.putScalar(i, value + STEP);
      double above = forward(ofScore, images);
      parameters.putScalar(i, value - STEP);
      double below = forward(ofScore, images);
      parameters.putScalar(i, value);
      double numeric = (above - below) / (2 * STEP);
      double analytic = gradient.getDouble(i) / images.size(0);
      double size = Math.abs(numeric) + Math.abs(analytic);
      // Below 1e-5 the finite difference's own rounding weighs too much.
      worst = Math.max(worst, Math.abs(numeric - analytic) / Math.max(size, 1e-5));
    }
    return worst;
  }

  /** The same score of a forward pass alone, a third of the time. */
  private static double forward(ComputationGraph net, INDArray images) {
    Nd4j.getRandom().setSeed(11);
    return net.score(new DataSet(images, images), true);
  }

  /** The score with the same noise at every call. */
  private static double score(ComputationGraph net, INDArray images) {
    Nd4j.getRandom().setSeed(11);
    net.setInputs(images);
    net.setLabels(images);
    net.computeGradientAndScore();
    return net.score();
  }

  @Test
  void jsonKeepsBeta() {
    ComputationGraphConfiguration conf = net(2.5, Loss.BCE).getConfiguration();
    ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(conf.toJson());
    assertThat(read).isEqualTo(conf);
    assertThat(new ComputationGraph(read).getConfiguration().toJson()).contains("2.5");
  }

  @Test
  void noiseIsOfThisPassOnly() {
    GaussianSamplingLayer layer = layer(0);
    INDArray posterior = Nd4j.createFromArray(new double[][] {{0, 0.0}});
    Nd4j.getRandom().setSeed(1);
    double noise = layer.activate(posterior, true, NO_WORKSPACES).getDouble(0);
    INDArray one = Nd4j.createFromArray(new double[][] {{1}});
    INDArray gradient = layer.backpropGradient(one, NO_WORKSPACES).getSecond();
    assertThat(gradient.getDouble(0, 0)).isCloseTo(1, within(1e-12));
    assertThat(gradient.getDouble(0, 1)).isCloseTo(noise / 2, within(1e-12));
  }

  private static GaussianSamplingLayer layer(double beta) {
    ComputationGraph net = net(beta, Loss.BCE);
    return (GaussianSamplingLayer) net.getLayer(Architecture.CODE);
  }

  private static ComputationGraph net(double beta, Loss loss) {
    ComputationGraph net =
        new ComputationGraph(
            new DenseVaeArchitecture(SHAPE, List.of(5), Z, beta)
                .network(new Learning(loss, new NoOp(), 0), 12));
    net.init();
    return net.convertDataType(DataType.DOUBLE);
  }

  private static INDArray images() {
    Nd4j.getRandom().setSeed(2);
    return Transforms.sigmoid(Nd4j.randn(DataType.DOUBLE, 4, SHAPE.size()).muli(2));
  }
}
