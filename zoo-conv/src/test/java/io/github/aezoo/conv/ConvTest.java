package io.github.aezoo.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.export.ExportContract;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Families;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Loss;
import io.github.aezoo.model.ModelFamily;
import io.github.aezoo.train.EpochLog;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.Trainer;
import io.github.aezoo.train.TrainingListener;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.ops.transforms.Transforms;

class ConvTest extends ExportContract {
  @Override
  protected ModelFamily family() {
    return new Conv();
  }

  /** Weights and biases of the layers, summed by hand. */
  @Override
  protected Map<String, Parameters> parameters() {
    return Map.of(
        "tiny", new Parameters(7_589, 9_831),
        "blog", new Parameters(4_385, 4_963),
        "small", new Parameters(256_001, 320_003),
        "base", new Parameters(753_185, 878_627));
  }

  @Override
  protected Map<String, Architecture> gradientCases() {
    Shape wide = new Shape(1, 4, 8);
    return Map.of(
        "strided", new StridedConvArchitecture(gradientShape(), List.of(2, 3), 0, false, 2),
        "with blocks", new StridedConvArchitecture(wide, List.of(2, 2), 1, false, 2),
        "with normalised blocks", new StridedConvArchitecture(wide, List.of(2, 2), 1, true, 2),
        "pooled", new PooledConvArchitecture(wide, List.of(2, 2)),
        // Of 12 pixels 6, 3 and 2 are left: a crop brings 4 back to 3.
        "pooled and cropped", new PooledConvArchitecture(new Shape(1, 12, 4), List.of(2, 1, 1)));
  }

  @Test
  void blogHasTheCodeAndTheParametersOfThePublishedNet() {
    Architecture blog = Families.variant("conv", "blog", Shape.MNIST);
    assertThat(blog.latentSize()).isEqualTo(4 * 4 * 8);
    try (Autoencoder model = Autoencoder.create("blog", blog, Learning.NONE, 1)) {
      assertThat(model.parameters()).isEqualTo(4_385);
    }
  }

  /** Divisible by 4. */
  @Override
  protected Shape gradientShape() {
    return new Shape(1, 4, 4);
  }

  private static final SyntheticDigits DIGITS = new SyntheticDigits(640, 100, 50, 1);

  @Test
  void trainingLowersTheLoss() {
    Recipe recipe = Recipe.open("conv-tiny.synthetic-digits").withEpochs(2).withValidation(100);
    List<EpochLog> log = new Trainer(recipe, DIGITS, 2).run(TrainingListener.NONE).log();
    assertThat(log.get(1).trainLoss()).isLessThan(log.get(0).trainLoss());
    assertThat(log.get(1).validation()).isLessThan(log.get(0).validation());
  }

  @Test
  void variantsTakeGreyAndColour() {
    for (String variant : new Conv().variants().keySet()) {
      for (Shape shape : List.of(Shape.MNIST, new Shape(3, 32, 20))) {
        ConvArchitecture architecture = (ConvArchitecture) Families.variant("conv", variant, shape);
        Autoencoder model = Autoencoder.create(variant, architecture, Learning.NONE, 1);
        INDArray grey = Nd4j.zeros(shape.batch(2)).addi(0.5);
        INDArray codes = model.encode(grey);
        assertThat(codes.shape()).containsExactly(2, architecture.latentSize());
        assertThat(model.decode(codes).shape()).containsExactly(shape.batch(2));
        assertThat(model.decode(codes)).isEqualTo(model.reconstruct(grey));
      }
    }
  }

  @Test
  void smallHasTheParametersOfItsTable() {
    long expected =
        (9 * 32 + 32)
            + (9 * 32 * 64 + 64)
            + (3136 * 32 + 32)
            + (32 * 3136 + 3136)
            + (16 * 64 * 32 + 32)
            + (16 * 32 + 1);
    Autoencoder model =
        Autoencoder.create(
            "conv-small", Families.variant("conv", "small", Shape.MNIST), Learning.NONE, 1);
    assertThat(model.parameters()).isEqualTo(expected);
  }

  @Test
  void theScoreIsTheLossSummedOverPixelsAndAveragedOverImages() {
    for (Shape shape : List.of(new Shape(1, 8, 12), new Shape(3, 4, 8))) {
      for (Loss loss : Loss.values()) {
        ComputationGraph net = net(shape, loss);
        INDArray images = images(shape);
        INDArray targets = Transforms.pow(images, 2, true);
        double score = score(net, images, targets);
        double[] p = flat(net.outputSingle(false, images));
        double[] y = flat(targets);
        double expected = 0;
        for (int i = 0; i < p.length; i++) {
          expected +=
              switch (loss) {
                case BCE -> -y[i] * Math.log(p[i]) - (1 - y[i]) * Math.log(1 - p[i]);
                case SQUARED_ERROR -> (p[i] - y[i]) * (p[i] - y[i]);
                case ABSOLUTE_ERROR -> Math.abs(p[i] - y[i]);
              };
        }
        assertThat(score).isCloseTo(expected / images.size(0), within(1e-9));
      }
    }
  }

  private static double[] flat(INDArray images) {
    return images.dup('c').data().asDouble();
  }

  /** The contract checks grey images. */
  @Tag("engine")
  @ParameterizedTest
  @EnumSource(Loss.class)
  void gradientsOfColourImagesAreRightAndTheCheckCanFail(Loss loss) {
    Shape colour = new Shape(3, 4, 4);
    Architecture network = new StridedConvArchitecture(colour, List.of(2, 3), 0, false, 2);
    checkGradient("colour", network, loss);
    comparePlan("colour", network, loss);
  }

  private static double score(ComputationGraph net, INDArray images, INDArray targets) {
    net.setInputs(images);
    net.setLabels(targets);
    net.computeGradientAndScore();
    return net.score();
  }

  private static ComputationGraph net(Shape shape, Loss loss) {
    ComputationGraph net =
        new ComputationGraph(
            new StridedConvArchitecture(shape, List.of(2, 3), 0, false, 2)
                .network(new Learning(loss, new NoOp(), 0), 12));
    net.init();
    return net.convertDataType(DataType.DOUBLE);
  }

  private static INDArray images(Shape shape) {
    Nd4j.getRandom().setSeed(2);
    return Transforms.sigmoid(Nd4j.randn(DataType.DOUBLE, shape.batch(3)).muli(2));
  }

  @Test
  void manyImagesGiveTheSameAsFew() {
    Autoencoder model =
        Autoencoder.create(
            "conv-tiny", Families.variant("conv", "tiny", Shape.MNIST), Learning.NONE, 3);
    INDArray images = Batches.range(DIGITS, Split.TRAIN, 0, 600);
    INDArray last = Batches.range(DIGITS, Split.TRAIN, 599, 1);
    INDArray whole = model.reconstruct(images).slice(599);
    assertThat(whole.equalsWithEps(model.reconstruct(last).slice(0), 1e-5)).isTrue();
  }

  @Test
  void weightsMakeTheSameModelAgain() {
    Autoencoder model =
        Autoencoder.create(
            "conv-tiny", Families.variant("conv", "tiny", Shape.MNIST), Learning.NONE, 3);
    INDArray images = Batches.range(DIGITS, Split.TEST, 0, 4);
    assertThat(model.copy().reconstruct(images)).isEqualTo(model.reconstruct(images));
  }

  @Test
  void shippedRecipesBuild() {
    for (String name : List.of("conv-tiny.synthetic-digits", "conv-small.mnist")) {
      Recipe recipe = Recipe.open(name);
      assertThat(recipe.name()).isEqualTo(name);
      assertThat(recipe.build(Shape.MNIST)).isInstanceOf(ConvArchitecture.class);
    }
  }

  @Test
  void sizesThatDoNotHalveAreRefusedWithTheNearestThatDo() {
    assertThatThrownBy(() -> Families.variant("conv", "small", new Shape(3, 30, 32)))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "images are halved 2 times, so height and width must be divisible by 4; got [3, 30, 32]:"
                + " resize the images to (28 or 32) x 32 (a folder of them: size=32x32)");
    assertThatThrownBy(() -> Families.variant("conv", "small", new Shape(1, 2, 29)))
        .isInstanceOf(ZooException.class)
        .hasMessageEndingWith("resize the images to 4 x (28 or 32) (a folder of them: size=4x32)");
  }

  @Test
  void wrongSizesAreNamed() {
    assertThatThrownBy(() -> new StridedConvArchitecture(Shape.MNIST, List.of(), 0, false, 8))
        .isInstanceOf(ZooException.class)
        .hasMessage("key 'filters': 1 to 8 convolutions expected; got 0");
    assertThatThrownBy(() -> new StridedConvArchitecture(Shape.MNIST, List.of(4), 0, false, 0))
        .isInstanceOf(ZooException.class)
        .hasMessage("key 'latentSize': 1 to 65536 units expected; got 0");
  }
}
