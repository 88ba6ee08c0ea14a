package io.github.aezoo.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.corruption.Corruption;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.export.ExportContract;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Families;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.ModelFamily;
import io.github.aezoo.train.EpochLog;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.Trainer;
import io.github.aezoo.train.TrainingListener;
import io.github.aezoo.train.TrainingResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DenoiseTest extends ExportContract {
  @Override
  protected ModelFamily family() {
    return new Denoise();
  }

  /** Weights and biases of the layers, summed by hand. */
  @Override
  protected Map<String, Parameters> parameters() {
    return Map.of(
        "tiny", new Parameters(105_392, 400_544),
        "stepped", new Parameters(1_067_024, 3_412_224),
        "conv", new Parameters(28_353, 29_507),
        "conv-base", new Parameters(362_113, 364_163),
        "conv-correction", new Parameters(363_137, 365_187));
  }

  /** Divisible by 4, for the convolutions. */
  @Override
  protected Shape gradientShape() {
    return new Shape(1, 4, 4);
  }

  @Override
  protected Map<String, Architecture> gradientCases() {
    Shape colour = new Shape(3, 4, 4);
    return Map.of(
        "dense", new DenseDenoiseArchitecture(gradientShape(), List.of(5), 3),
        "conv", new ConvDenoiseArchitecture(gradientShape(), 3),
        "conv in colour", new ConvDenoiseArchitecture(colour, 2),
        // Maps of 1 x 2 at the code: of 1 x 1 only the middle of a kernel would be used.
        "residual", new ResidualDenoiseArchitecture(new Shape(1, 4, 8), 2, 1),
        "residual in colour", new ResidualDenoiseArchitecture(new Shape(3, 4, 8), 2, 1),
        "correction", new CorrectionDenoiseArchitecture(new Shape(1, 4, 8), 2, 1));
  }

  /** The network of the Keras example has as many. */
  @Test
  void convHasTheParametersOfThePublishedNet() {
    try (Autoencoder model =
        Autoencoder.create(
            "denoise-conv", Families.variant("denoise", "conv", Shape.MNIST), Learning.NONE, 1)) {
      assertThat(model.parameters()).isEqualTo(28_353);
    }
  }

  @Test
  void convolutionalWeightsServeEverySizeDivisibleByFour() {
    Shape large = new Shape(1, 36, 44);
    for (String variant : List.of("conv", "conv-base")) {
      Architecture small = Families.variant("denoise", variant, Shape.MNIST);
      Architecture other = small.at(large).orElseThrow();
      assertThat(other).isEqualTo(Families.variant("denoise", variant, large));
      try (Autoencoder model = Autoencoder.create(variant, small, Learning.NONE, 1);
          Autoencoder moved = Autoencoder.of(variant, other, model.weights())) {
        assertThat(moved.reconstruct(Nd4j.zeros(large.batch(1)).addi(0.5)).shape())
            .containsExactly(large.batch(1));
      }
      assertThatThrownBy(() -> small.at(new Shape(1, 27, 28)))
          .isInstanceOf(ZooException.class)
          .hasMessage(
              "images are halved 2 times, so height and width must be divisible by 4; got"
                  + " [1, 27, 28]: resize the images to (24 or 28) x 28 (a folder of them: size=28x28)");
    }
    assertThat(Families.variant("denoise", "stepped", Shape.MNIST).at(large)).isEmpty();
  }

  @Test
  void shippedRecipesParseBuildAndDamage() {
    for (String name : RECIPES) {
      Recipe recipe = Recipe.open(name);
      assertThat(recipe.name()).isEqualTo(name);
      assertThat(name).startsWith("denoise-" + recipe.variant() + "." + recipe.data());
      assertThat(Corruptions.choices(recipe.corruption())).isNotEmpty().doesNotContain("none");
      assertThat(recipe.build(Shape.MNIST)).isInstanceOf(DenoiseArchitecture.class);
    }
  }

  private static final List<String> RECIPES =
      List.of(
          "denoise-tiny.synthetic-digits",
          "denoise-stepped.mnist",
          "denoise-stepped.fashion-mnist",
          "denoise-stepped.mnist-gaussian",
          "denoise-stepped.mnist-salt-pepper",
          "denoise-stepped.mnist-masking",
          "denoise-stepped.mnist-half",
          "denoise-stepped.mnist-block",
          "denoise-stepped.mnist-blur",
          "denoise-stepped.mnist-downsample-2",
          "denoise-stepped.mnist-downsample-4",
          "denoise-conv.mnist-gaussian",
          "denoise-conv-base.mnist",
          "denoise-conv-base.fashion-mnist",
          "denoise-conv-correction.photos-grayscale",
          "denoise-conv-base.photos-downsample-2");

  private static final SyntheticDigits DIGITS = new SyntheticDigits(1280, 100, 50, 1);

  @Test
  void trainingLowersTheLoss() {
    List<EpochLog> log = train("denoise-tiny.synthetic-digits", 2).log();
    assertThat(log.get(1).trainLoss()).isLessThan(log.get(0).trainLoss());
    assertThat(log.get(1).validation()).isLessThan(log.get(0).validation());
  }

  @Test
  void theOutputIsCleanerThanTheInput() {
    Autoencoder model = train("denoise-tiny.synthetic-digits", 4).model();
    Corruption damage = Corruptions.parse("salt-pepper:0.2");
    int n = DIGITS.size(Split.TEST);
    INDArray clean = Batches.range(DIGITS, Split.TEST, 0, n);
    float[] damaged = new float[n * DIGITS.shape().size()];
    for (int i = 0; i < n; i++) {
      float[] image = damage.apply(DIGITS.image(Split.TEST, i), DIGITS.shape(), i);
      System.arraycopy(image, 0, damaged, i * image.length, image.length);
    }
    INDArray input = Batches.array(damaged, DIGITS.shape(), n);
    double before = input.squaredDistance(clean);
    double after = model.reconstruct(input).squaredDistance(clean);
    assertThat(after).isLessThan(0.8 * before);
  }

  private static TrainingResult train(String recipe, int epochs) {
    return new Trainer(Recipe.open(recipe).withEpochs(epochs).withValidation(100), DIGITS, 1)
        .run(TrainingListener.NONE);
  }

  @Test
  void steppedHasTheLayersOfItsTable() {
    // 784-512-256-512-784, each with biases.
    long expected = 784 * 512 + 512 + 512 * 256 + 256 + 256 * 512 + 512 + 512 * 784 + 784;
    Autoencoder model =
        Autoencoder.create(
            "denoise-stepped",
            Families.variant("denoise", "stepped", Shape.MNIST),
            Learning.NONE,
            1);
    assertThat(model.parameters()).isEqualTo(expected);
  }

  @Test
  void wrongSizesAreNamed() {
    assertThatThrownBy(() -> new DenseDenoiseArchitecture(Shape.MNIST, List.of(0), 8))
        .isInstanceOf(ZooException.class)
        .hasMessage("key 'hidden': 1 to 65536 units expected; got 0");
  }
}
