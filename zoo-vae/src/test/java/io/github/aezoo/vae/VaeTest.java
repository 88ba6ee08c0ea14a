package io.github.aezoo.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.export.ExportContract;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Families;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.ModelFamily;
import io.github.aezoo.model.nn.RandomCode;
import io.github.aezoo.train.EpochLog;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.Trainer;
import io.github.aezoo.train.TrainingListener;
import io.github.aezoo.train.TrainingResult;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

class VaeTest extends ExportContract {
  @Override
  protected boolean drawsCodes() {
    return true;
  }

  @Override
  protected ModelFamily family() {
    return new Vae();
  }

  /** Weights and biases of the layers, summed by hand. */
  @Override
  protected Map<String, Parameters> parameters() {
    return Map.of(
        "tiny", new Parameters(51_416, 200_136),
        "dense-z2", new Parameters(709_588, 2_542_276),
        "dense-z20", new Parameters(652_824, 2_485_512),
        "dense-z40", new Parameters(676_864, 2_509_552),
        "beta", new Parameters(640_804, 2_473_492),
        "z2", new Parameters(134_165, 153_559),
        "conv-z16", new Parameters(228_193, 276_387),
        "table", new Parameters(13_371, 52_267));
  }

  @Override
  protected Map<String, Architecture> gradientCases() {
    Shape wide = new Shape(1, 4, 8);
    return Map.of(
        "dense", new DenseVaeArchitecture(gradientShape(), List.of(5), 2, 1),
        "rectified", rectified(gradientShape()),
        "beta", new DenseVaeArchitecture(gradientShape(), List.of(), 2, 4),
        "conv", new ConvVaeArchitecture(wide, List.of(2, 3), 0, 2, 1),
        "conv with a hidden layer", new ConvVaeArchitecture(wide, List.of(2), 3, 2, 1));
  }

  private static DenseVaeArchitecture rectified(Shape shape) {
    return new DenseVaeArchitecture(
        shape, List.of(5), 2, 1, new Likelihood.Bernoulli(), HiddenUnits.RELU);
  }

  @Test
  void cardsTellHiddenUnitsThatAreNotTheUsualOnes() {
    DenseVaeArchitecture usual = new DenseVaeArchitecture(Shape.MNIST, List.of(5), 2, 1);
    assertThat(Json.line(usual)).doesNotContain("units");
    assertThat(Json.line(rectified(Shape.MNIST))).contains("\"units\":\"relu\"");
    for (VaeArchitecture architecture : List.of(usual, rectified(Shape.MNIST))) {
      assertThat(Json.read(Json.line(architecture), VaeArchitecture.class, "card"))
          .isEqualTo(architecture);
    }
  }

  @Test
  void gaussianDecodersHaveTheGradientOfTheirDensity() {
    Shape wide = new Shape(1, 4, 8);
    Likelihood given = new Likelihood.Gaussian(0.2);
    Likelihood learned = Likelihood.Gaussian.learned();
    Map.of(
            "dense, given", new DenseVaeArchitecture(gradientShape(), List.of(5), 2, 1, given),
            "dense, learned", new DenseVaeArchitecture(gradientShape(), List.of(), 2, 4, learned),
            "conv, given", new ConvVaeArchitecture(wide, List.of(2), 3, 2, 1, given),
            "conv, learned", new ConvVaeArchitecture(wide, List.of(2, 3), 0, 2, 1, learned))
        .forEach(
            (name, network) -> {
              checkGradient(name, network, Loss.SQUARED_ERROR);
              comparePlan(name, network, Loss.SQUARED_ERROR);
            });
  }

  /** The network of the Keras example: 69,076 parameters to the posterior and 65,089 back. */
  @Test
  void z2HasTheParametersOfThePublishedNet() {
    try (Autoencoder model =
        Autoencoder.create("z2", Families.variant("vae", "z2", Shape.MNIST), Learning.NONE, 1)) {
      long encoder =
          model.weights().entrySet().stream()
              .filter(e -> e.getKey().startsWith("encoder") || e.getKey().startsWith("posterior"))
              .mapToLong(e -> e.getValue().values().length)
              .sum();
      assertThat(encoder).isEqualTo(69_076);
      assertThat(model.parameters() - encoder).isEqualTo(65_089);
    }
  }

  private static final SyntheticDigits DIGITS = new SyntheticDigits(640, 100, 50, 1);

  @Test
  void trainingLowersTheLoss() {
    List<EpochLog> log = train(2, 1);
    assertThat(log.get(1).trainLoss()).isLessThan(log.get(0).trainLoss());
    assertThat(log.get(1).validation()).isLessThan(log.get(0).validation());
  }

  @Test
  void warmUpBeginsWithoutTheDivergence() {
    // One epoch of one step, at which the share is still 0.
    SyntheticDigits few = new SyntheticDigits(16, 10, 10, 1);
    Recipe recipe = Recipe.open("vae-tiny.synthetic-digits").withEpochs(1);
    ObjectNode warm = (ObjectNode) Json.tree(recipe);
    warm.put("penaltyWarmup", 1);
    ObjectNode plain = (ObjectNode) Json.tree(recipe);
    plain.putNull("variant");
    plain.set("architecture", Json.tree(new DenseVaeArchitecture(Shape.MNIST, List.of(32), 4, 0)));
    assertThat(weights(warm, few))
        .isEqualTo(weights(plain, few))
        .isNotEqualTo(weights(Json.tree(recipe), few));
  }

  private static Map<String, Tensor> weights(JsonNode json, SyntheticDigits data) {
    Recipe recipe = Json.convert(json, Recipe.class, "test");
    return new Trainer(recipe, data, 1).run(TrainingListener.NONE).model().weights();
  }

  @Test
  void theSeedDecidesTrainingWithItsNoise() {
    assertThat(train(1, 2).get(0).validation()).isEqualTo(train(1, 2).get(0).validation());
  }

  @Test
  void validationIsTheLossOfADrawPlusKlAPixel() {
    Recipe recipe = Recipe.open("vae-tiny.synthetic-digits").withEpochs(1).withValidation(100);
    TrainingResult result = new Trainer(recipe, DIGITS, 1).run(TrainingListener.NONE);
    ComputationGraph network = result.model().network();
    INDArray images = Batches.range(DIGITS, Split.VALIDATION, 0, 100).reshape('c', 100, 784);
    double atTheMean = lossAPixel(images, network.feedForward(images, false));
    DoubleSummaryStatistics drawn = new DoubleSummaryStatistics();
    for (int i = 0; i < 100; i++) {
      drawn.accept(
          RandomCode.drawing(
              network,
              Seeds.derive(i),
              () -> lossAPixel(images, network.feedForward(images, false))));
    }
    double validation = result.log().get(0).validation();
    assertThat(validation).isBetween(drawn.getMin(), drawn.getMax());
    assertThat(atTheMean).isNotEqualTo(validation).isLessThan(drawn.getAverage());
  }

  private static double lossAPixel(INDArray images, Map<String, INDArray> activations) {
    INDArray posterior = activations.get(VaeArchitecture.POSTERIOR);
    double nats =
        Kl.nats(
                posterior.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 4)),
                posterior.get(NDArrayIndex.all(), NDArrayIndex.interval(4, 8)))
            .sumNumber()
            .doubleValue();
    double[] y = images.data().asDouble();
    double[] p = activations.get(VaeArchitecture.RECONSTRUCTION).dup('c').data().asDouble();
    for (int i = 0; i < y.length; i++) {
      nats -= y[i] * Math.log(p[i]) + (1 - y[i]) * Math.log(1 - p[i]);
    }
    return nats / y.length;
  }

  private static List<EpochLog> train(int epochs, int threads) {
    Recipe recipe = Recipe.open("vae-tiny.synthetic-digits").withEpochs(epochs).withValidation(100);
    return new Trainer(recipe, DIGITS, threads).run(TrainingListener.NONE).log();
  }

  @Test
  void encodingIsDeterministicAndEqualsTheMean() {
    Autoencoder model =
        Autoencoder.create(
            "vae-tiny", Families.variant("vae", "tiny", Shape.MNIST), Learning.NONE, 4);
    INDArray images = Batches.range(DIGITS, Split.TEST, 0, 8);
    INDArray codes = model.encode(images);
    assertThat(codes.shape()).containsExactly(8, 4);
    assertThat(model.encode(images)).isEqualTo(codes);
    assertThat(model.decode(codes)).isEqualTo(model.reconstruct(images));
    INDArray posterior =
        model
            .network()
            .feedForward(images.reshape('c', 8, 784), false)
            .get(VaeArchitecture.POSTERIOR);
    assertThat(posterior.getColumns(0, 1, 2, 3)).isEqualTo(codes);
  }

  @Test
  void denseZ20HasThePublishedNumberOfParameters() {
    // 784-400, 400-20 twice, 20-400, 400-784, each with biases.
    long expected = 784 * 400 + 400 + 2 * (400 * 20 + 20) + 20 * 400 + 400 + 400 * 784 + 784;
    Autoencoder model =
        Autoencoder.create(
            "vae-dense-z20", Families.variant("vae", "dense-z20", Shape.MNIST), Learning.NONE, 1);
    assertThat(model.parameters()).isEqualTo(expected);
  }

  @Test
  void shippedRecipesBuild() {
    for (String name : List.of("vae-tiny.synthetic-digits", "vae-dense-z20.mnist")) {
      Recipe recipe = Recipe.open(name);
      assertThat(recipe.name()).isEqualTo(name);
      assertThat(recipe.build(Shape.MNIST)).isInstanceOf(VaeArchitecture.class);
    }
  }

  @Test
  void wrongSizesAreNamed() {
    assertThatThrownBy(() -> new DenseVaeArchitecture(Shape.MNIST, List.of(8), 0, 1))
        .isInstanceOf(ZooException.class)
        .hasMessage("key 'latentSize': 1 to 65536 units expected; got 0");
    assertThatThrownBy(() -> new DenseVaeArchitecture(Shape.MNIST, List.of(8), 2, Double.NaN))
        .isInstanceOf(ZooException.class)
        .hasMessage("key 'beta': 0 to 1000000 expected; got NaN");
  }
}
