package io.github.aezoo.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Corruption;
import io.github.aezoo.data.Corruptions;
import io.github.aezoo.data.ImageShape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.SyntheticDigits;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Families;
import io.github.aezoo.model.FamilyContract;
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

class DenoiseTest extends FamilyContract {
  @Override
  protected ModelFamily family() {
    return new Denoise();
  }

  /** Weights and biases of the layers, summed by hand. */
  @Override
  protected Map<String, Parameters> parameters() {
    return Map.of(
        "tiny", new Parameters(105_392, 400_544),
        "stepped", new Parameters(1_067_024, 3_412_224));
  }

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
  void recipesDamageTheInput() {
    for (String name : List.of("denoise-tiny.synthetic-digits", "denoise-stepped.mnist")) {
      Recipe recipe = Recipe.open(name);
      assertThat(recipe.name()).isEqualTo(name);
      assertThat(recipe.corruption()).isEqualTo("salt-pepper:10px");
      assertThat(recipe.build(ImageShape.MNIST)).isInstanceOf(DenoiseArchitecture.class);
    }
  }

  @Test
  void steppedHasTheLayersOfItsTable() {
    // 784-512-256-512-784, each with biases.
    long expected = 784 * 512 + 512 + 512 * 256 + 256 + 256 * 512 + 512 + 512 * 784 + 784;
    Autoencoder model =
        Autoencoder.create(
            "denoise-stepped",
            Families.variant("denoise", "stepped", ImageShape.MNIST),
            Learning.NONE,
            1);
    assertThat(model.parameters()).isEqualTo(expected);
  }

  @Test
  void variantsTakeGreyAndColour() {
    for (String variant : new Denoise().variants().keySet()) {
      for (ImageShape shape : List.of(ImageShape.MNIST, new ImageShape(3, 32, 32))) {
        Autoencoder model =
            Autoencoder.create(
                variant, Families.variant("denoise", variant, shape), Learning.NONE, 1);
        INDArray grey = Nd4j.zeros(shape.batch(2)).addi(0.5);
        assertThat(model.reconstruct(grey)).isEqualTo(model.decode(model.encode(grey)));
        assertThat(model.reconstruct(grey).shape()).containsExactly(shape.batch(2));
      }
    }
  }

  @Test
  void wrongSizesAreNamed() {
    assertThatThrownBy(() -> new DenseDenoiseArchitecture(ImageShape.MNIST, List.of(0), 8))
        .isInstanceOf(ZooException.class)
        .hasMessage("key 'hidden': 1 to 65536 units expected; came 0");
  }
}
