package io.github.aezoo.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.eval.codes.Features;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.nn.RandomCode;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.Trainer;
import io.github.aezoo.train.TrainingListener;
import io.github.aezoo.train.TrainingResult;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;

@Tag("engine")
class GaussianOutputTest {
  private static final Shape SHAPE = new Shape(3, 4, 8);
  private static final Likelihood GIVEN = new Likelihood.Gaussian(0.2);
  private static final Likelihood LEARNED = Likelihood.Gaussian.learned();
  private static final String LOG_VARIANCE = "reconstruction.logVariance";

  private static List<VaeArchitecture> architectures(Likelihood likelihood) {
    return List.of(
        new DenseVaeArchitecture(SHAPE, List.of(5), 2, 1.5, likelihood),
        new ConvVaeArchitecture(SHAPE, List.of(2), 0, 2, 1.5, likelihood));
  }

  private static double nats(INDArray images, INDArray means, double deviation) {
    double[] x = images.dup('c').data().asDouble();
    double[] m = means.dup('c').data().asDouble();
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double e = (x[i] - m[i]) / deviation;
      sum -= Math.log(Math.exp(-e * e / 2) / (deviation * Math.sqrt(2 * Math.PI)));
    }
    return sum / images.size(0);
  }

  private static double kl(INDArray posterior) {
    long z = posterior.size(1) / 2;
    return Kl.nats(
            posterior.get(NDArrayIndex.all(), NDArrayIndex.interval(0, z)),
            posterior.get(NDArrayIndex.all(), NDArrayIndex.interval(z, 2 * z)))
        .meanNumber()
        .doubleValue();
  }

  @Test
  void theScoreIsTheNegativeLogarithmOfTheDensityPlusBetaKl() {
    for (Likelihood likelihood : List.of(GIVEN, LEARNED)) {
      for (VaeArchitecture architecture : architectures(likelihood)) {
        ComputationGraph net =
            new ComputationGraph(
                architecture.network(new Learning(Loss.SQUARED_ERROR, new NoOp(), 0), 3));
        net.init();
        net = net.convertDataType(DataType.DOUBLE);
        // A learned one was rounded to single precision.
        double deviation =
            likelihood.equals(GIVEN) ? 0.2 : Math.exp((float) (2 * Math.log(0.25)) / 2.0);
        INDArray images = architecture.laidOut(Nd4j.rand(DataType.DOUBLE, SHAPE.batch(4)));
        Map<String, INDArray> all = net.feedForward(images, false);
        INDArray means = all.get(Architecture.RECONSTRUCTION);
        double expected = nats(images, means, deviation) + 1.5 * kl(all.get("posterior"));
        DataSet data = new DataSet(images, images);
        assertThat(net.score(data, false)).isCloseTo(expected, within(1e-9));
        INDArray each = net.scoreExamples(data, true);
        assertThat(each.shape()).containsExactly(4, 1);
        assertThat(each.meanNumber().doubleValue()).isCloseTo(expected, within(1e-9));
      }
    }
  }

  @Test
  void meansAreBetween0And1AndPartsDoWhatTheWholeDoes() {
    for (Likelihood likelihood : List.of(GIVEN, LEARNED)) {
      for (VaeArchitecture architecture : architectures(likelihood)) {
        try (Autoencoder model = Autoencoder.create("vae", architecture, Learning.NONE, 1)) {
          INDArray images = Nd4j.rand(SHAPE.batch(3));
          INDArray reconstructed = model.reconstruct(images);
          assertThat(model.decode(model.encode(images))).isEqualTo(reconstructed);
          assertThat(reconstructed.minNumber().doubleValue()).isBetween(0.0, 1.0);
          assertThat(reconstructed.maxNumber().doubleValue()).isBetween(0.0, 1.0);
        }
      }
    }
  }

  @Test
  void aLearnedDeviationIsAWeightAndAGivenOneIsNot() {
    for (VaeArchitecture architecture : architectures(LEARNED)) {
      try (Autoencoder model = Autoencoder.create("vae", architecture, Learning.NONE, 1)) {
        Map<String, Tensor> weights = model.weights();
        assertThat(weights.get(LOG_VARIANCE).shape()).containsExactly(1, 1);
        assertThat(weights.get(LOG_VARIANCE).values()).containsExactly((float) (2 * Math.log(.25)));
        assertThat(weights.get("logits.b").values()).containsOnly(0);
        weights.put(LOG_VARIANCE, new Tensor(new long[] {1, 1}, new float[] {-4}));
        model.setWeights(weights);
        assertThat(((Likelihood.Gaussian) LEARNED).deviationIn(model))
            .isCloseTo(Math.exp(-2), within(1e-7));
        try (Autoencoder copy = model.copy()) {
          assertThat(copy.weights()).isEqualTo(weights);
        }
      }
    }
    for (VaeArchitecture architecture : architectures(GIVEN)) {
      try (Autoencoder model = Autoencoder.create("vae", architecture, Learning.NONE, 1)) {
        assertThat(model.weights()).doesNotContainKey(LOG_VARIANCE);
        assertThat(((Likelihood.Gaussian) GIVEN).deviationIn(model)).isCloseTo(.2, within(1e-12));
      }
    }
  }

  @Test
  void aDenseDecoderStillShowsItsFeatures() {
    try (Autoencoder model =
        Autoencoder.create("vae", architectures(LEARNED).get(0), Learning.NONE, 1)) {
      assertThat(Features.of(model, 3)).hasSize(3);
    }
  }

  @Test
  void networksSurviveTheJsonOfDl4j() {
    for (Likelihood likelihood : List.of(GIVEN, LEARNED)) {
      for (VaeArchitecture architecture : architectures(likelihood)) {
        ComputationGraphConfiguration conf = architecture.network(Learning.NONE, 1);
        assertThat(ComputationGraphConfiguration.fromJson(conf.toJson())).isEqualTo(conf);
      }
    }
    assertThat(architectures(GIVEN).get(0).network(Learning.NONE, 1).getVertices())
        .isNotEqualTo(architectures(LEARNED).get(0).network(Learning.NONE, 1).getVertices());
  }

  @Test
  void anArchitectureWithoutTheKeyIsBernoulliAndIsWrittenWithoutIt() {
    String old =
        "{\"type\":\"dense\",\"input\":{\"channels\":1,\"height\":28,\"width\":28},"
            + "\"hidden\":[400],\"latentSize\":20,\"beta\":1.0}";
    VaeArchitecture read = Json.read(old, VaeArchitecture.class, "card");
    assertThat(read)
        .isEqualTo(new DenseVaeArchitecture(Shape.MNIST, List.of(400), 20, 1))
        .isEqualTo(
            Json.read(
                old.replace("1.0}", "1.0,\"likelihood\":{\"type\":\"bernoulli\"}}"),
                VaeArchitecture.class,
                "card"));
    assertThat(Json.line(read)).isEqualTo(old);
    assertThat(Json.line(new ConvVaeArchitecture(SHAPE, List.of(2), 0, 2, 1)))
        .doesNotContain("likelihood");
  }

  @Test
  void aGaussianLikelihoodIsReadAndWritten() {
    assertThat(Json.line(GIVEN)).isEqualTo("{\"type\":\"gaussian\",\"deviation\":0.2}");
    assertThat(Json.line(LEARNED)).isEqualTo("{\"type\":\"gaussian\"}");
    for (Likelihood likelihood : List.of(GIVEN, LEARNED)) {
      for (VaeArchitecture architecture : architectures(likelihood)) {
        assertThat(Json.read(Json.text(architecture), VaeArchitecture.class, "test"))
            .isEqualTo(architecture);
      }
    }
  }

  @Test
  void wrongDeviationsAreNamed() {
    for (double wrong : new double[] {0, -1, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> new Likelihood.Gaussian(wrong))
          .isInstanceOf(ZooException.class)
          .hasMessage("key 'deviation': 0.001 to 1 expected, or no key to learn it; got " + wrong);
    }
  }

  private static Recipe recipe(Likelihood likelihood, String loss) {
    ObjectNode json = (ObjectNode) Json.tree(Recipe.open("vae-tiny.synthetic-digits"));
    json.putNull("variant");
    json.put("loss", loss);
    json.set(
        "architecture",
        Json.tree(new DenseVaeArchitecture(Shape.MNIST, List.of(32), 4, 1, likelihood)));
    return Json.convert(json, Recipe.class, "test").withValidation(100);
  }

  @Test
  void anotherLossThanTheSquaredErrorIsRefused() {
    SyntheticDigits data = new SyntheticDigits(200, 10, 10, 1);
    assertThatThrownBy(() -> new Trainer(recipe(LEARNED, "bce"), data, 1))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "key 'loss': squared-error expected with the likelihood gaussian; got bce: change"
                + " 'loss', or leave 'likelihood' out of the architecture");
  }

  @Test
  void validationIsTheNegativeElboAPixel() {
    SyntheticDigits data = new SyntheticDigits(640, 100, 50, 1);
    for (Likelihood likelihood : List.of(GIVEN, LEARNED)) {
      Recipe recipe = recipe(likelihood, "squared-error").withEpochs(2);
      TrainingResult result = new Trainer(recipe, data, 2).run(TrainingListener.NONE);
      INDArray images = Batches.range(data, Split.VALIDATION, 0, 100).reshape('c', 100, 784);
      // The trainer's seed of validation, and its first chunk.
      long seed = Seeds.derive(Seeds.derive(recipe.seed(), 2, -1), 0);
      ComputationGraph network = result.model().network();
      Map<String, INDArray> all =
          RandomCode.drawing(network, seed, () -> network.feedForward(images, false));
      double deviation = ((Likelihood.Gaussian) likelihood).deviationIn(result.model());
      double expected =
          nats(images, all.get(Architecture.RECONSTRUCTION), deviation)
              + kl(all.get(VaeArchitecture.POSTERIOR));
      assertThat(result.bestValidation()).isCloseTo(expected / 784, within(1e-5));
      assertThat(result.log().get(1).trainLoss()).isLessThan(result.log().get(0).trainLoss());
    }
  }

  @Test
  void theLearnedDeviationIsTheNoiseOfTheImagesAndTheRootOfTheMeanSquaredError() {
    // x = 1/2 + slope z + noise: probabilistic PCA, whose likeliest deviation is the noise's.
    Shape shape = new Shape(1, 4, 4);
    double noise = 0.05;
    int n = 256;
    Random random = new Random(5);
    double[] pixels = new double[n * 16];
    for (int i = 0; i < n; i++) {
      double z = random.nextGaussian();
      for (int j = 0; j < 16; j++) {
        pixels[16 * i + j] = 0.5 + 0.01 * (j - 8) * z + noise * random.nextGaussian();
      }
    }
    INDArray images = Nd4j.createFromArray(pixels).castTo(DataType.FLOAT).reshape(shape.batch(n));
    Learning learning = new Learning(Loss.SQUARED_ERROR, new Adam(0.02), 0);
    VaeArchitecture architecture = new DenseVaeArchitecture(shape, List.of(), 1, 1, LEARNED);
    try (Autoencoder model = Autoencoder.create("vae", architecture, learning, 1)) {
      Nd4j.getRandom().setSeed(1);
      List<DataSet> steps = Collections.nCopies(50, new DataSet(images, images));
      model.fit(new ExistingDataSetIterator(steps), 10);
      double deviation = ((Likelihood.Gaussian) LEARNED).deviationIn(model);
      assertThat(deviation / noise).isCloseTo(1, within(0.04));
      double error = Arrays.stream(model.reconstructionErrors(images)).average().orElseThrow();
      // The code's own uncertainty adds about a sixteenth to the error of its mean.
      assertThat(deviation / Math.sqrt(error)).isCloseTo(1.03, within(0.04));
    }
  }
}
