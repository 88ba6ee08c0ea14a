package io.github.aezoo.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.source.Datasets;
import io.github.aezoo.io.Json;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.probe.WithProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(WithProbe.class)
class RecipeDataTest {
  private static final Recipe RECIPE =
      Json.read(
          """
          {"name": "probe-tiny.mnist", "family": "probe", "variant": "tiny", "data": "mnist",
           "loss": "bce", "optimizer": {"type": "adam", "learningRate": 0.001},
           "epochs": 1, "batchSize": 512}
          """,
          Recipe.class,
          "r.json");

  private static Dataset images(int count) {
    float[][] images = new float[count][28 * 28];
    for (int i = 0; i < count; i++) {
      images[i][i % 784] = 1;
    }
    return Datasets.of("few", images, Shape.MNIST);
  }

  @ParameterizedTest
  @CsvSource({
    "60, 5000, 6",
    "2, 5000, 1",
    "9999, 5000, 999",
    "10000, 5000, 5000",
    "60, 40, 40",
    "60, 60, 6"
  })
  void aTenthIsHeldOutWhereThereAreTooFew(int there, int validation, int held) {
    Recipe recipe = RECIPE.withValidation(validation);
    Dataset all = images(there);
    Dataset used = recipe.asUsed(all);
    assertThat(used.size(Split.VALIDATION)).isEqualTo(held);
    assertThat(used.size(Split.TRAIN)).isEqualTo(there - held);
    assertThat(RecipeData.note(recipe, all).isPresent()).isEqualTo(held != validation);
  }

  @Test
  void whatIsHeldOutIsTold() {
    assertThat(RecipeData.note(RECIPE, images(60)))
        .hasValue(
            "6 of the 60 training images are held out for validation, because there are too few for the recipe's 5,000");
    assertThat(RecipeData.note(RECIPE, images(60).withValidation(3, 1))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1", "3"})
  void aBatchMayBeLargerThanTheData(int threads) {
    Trainer trainer = new Trainer(RECIPE, images(20), threads);
    try (Autoencoder model = trainer.model()) {
      Recorder recorder = new Recorder();
      trainer.run(recorder);
      assertThat(recorder.last().log()).hasSize(1);
      assertThat(model.reconstruct(new float[28 * 28])).hasSize(28 * 28);
    }
  }

  @Test
  void aNetworkOfTheRecipeHasItsShape() {
    assertThat(RecipeData.shape(RECIPE)).isEmpty();
    Recipe own = RECIPE.withArchitecture(RECIPE.build(new Shape(1, 14, 14)));
    assertThat(RecipeData.shape(own)).hasValue(new Shape(1, 14, 14));
  }
}
