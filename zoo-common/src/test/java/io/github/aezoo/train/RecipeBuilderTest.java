package io.github.aezoo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Loss;
import io.github.aezoo.probe.ProbeArchitecture;
import io.github.aezoo.probe.WithProbe;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithProbe.class)
class RecipeBuilderTest {
  private static RecipeBuilder least() {
    return Recipe.of("probe", "tiny")
        .data("mnist")
        .loss(Loss.BCE)
        .optimizer(new Optimizer(Optimizer.Type.ADAM, 0.001, null, null))
        .epochs(3)
        .batchSize(32);
  }

  /** No value is the one that a recipe has when nothing is told. */
  private static RecipeBuilder all() {
    return least()
        .name("mine")
        .corruption("gaussian:0.2")
        .augmentation("shift:1x0.5")
        .weightDecay(0.01)
        .penaltyWarmup(2)
        .schedule(new Schedule.Cosine(0, 0.1))
        .seed(7)
        .validation(50)
        .images(900)
        .patience(4)
        .weights(Safetensors.Precision.F16)
        .startFrom(new StartFrom("somewhere", null, null, null))
        .twin(true)
        .detect(new DetectorSettings(0.05, null, null))
        .expected(new Recipe.Expected("mse", 0.1, 2));
  }

  @Test
  void whatIsNotToldIsWhatJsonLeavesOut() {
    assertThat(least().build())
        .isEqualTo(
            Json.read(
                """
                {"name": "probe-tiny.mnist", "family": "probe", "variant": "tiny",
                 "data": "mnist", "loss": "bce", "epochs": 3, "batchSize": 32,
                 "optimizer": {"type": "adam", "learningRate": 0.001}}
                """,
                Recipe.class,
                "test"));
  }

  @Test
  void everyValueIsToldAndKept() throws ReflectiveOperationException {
    Recipe recipe = all().build();
    Recipe usual = least().build();
    for (RecordComponent component : Recipe.class.getRecordComponents()) {
      if (List.of(
              "architecture",
              "family",
              "variant",
              "data",
              "loss",
              "optimizer",
              "epochs",
              "batchSize")
          .contains(component.getName())) {
        continue;
      }
      assertThat(component.getAccessor().invoke(recipe))
          .as(component.getName())
          .isNotEqualTo(component.getAccessor().invoke(usual));
    }
    assertThat(recipe.toBuilder().build()).isEqualTo(recipe);
    assertThat(usual.toBuilder().build()).isEqualTo(usual);
  }

  @Test
  void eachOfTheOtherValuesChangesThatValueAlone() {
    Recipe recipe = all().build();
    assertThat(recipe.withName("x")).isEqualTo(all().name("x").build());
    assertThat(recipe.withEpochs(9)).isEqualTo(all().epochs(9).build());
    assertThat(recipe.withBatchSize(9)).isEqualTo(all().batchSize(9).build());
    assertThat(recipe.withSeed(9)).isEqualTo(all().seed(9).build());
    assertThat(recipe.withValidation(9)).isEqualTo(all().validation(9).build());
    assertThat(recipe.withImages(9)).isEqualTo(all().images(9).build());
    assertThat(recipe.withTwin(false)).isEqualTo(all().twin(false).build());
    Schedule constant = new Schedule.Constant();
    assertThat(recipe.withSchedule(constant)).isEqualTo(all().schedule(constant).build());
    StartFrom other = new StartFrom("other", null, null, 0.5);
    assertThat(recipe.withStartFrom(other)).isEqualTo(all().startFrom(other).build());
    DetectorSettings detect = new DetectorSettings(0.1, List.of("9"), "error");
    assertThat(recipe.withDetect(detect)).isEqualTo(all().detect(detect).build());
    assertThat(recipe.withoutExpected()).isEqualTo(all().withoutExpected().build());
    assertThat(recipe.withoutExpected().expected()).isNull();
  }

  @Test
  void aVariantAndANetworkOfOnesOwnReplaceEachOther() {
    ProbeArchitecture own = new ProbeArchitecture(Shape.MNIST, 6, 1, false);
    Recipe recipe = least().build().withArchitecture(own);
    assertThat(recipe.variant()).isNull();
    assertThat(recipe.build(Shape.MNIST)).isEqualTo(own);
    assertThat(recipe.toBuilder().variant("tiny").build()).isEqualTo(least().build());
    Recipe ofNetwork =
        Recipe.of(own)
            .data("My pictures")
            .loss(Loss.BCE)
            .optimizer(least().build().optimizer())
            .epochs(1)
            .batchSize(8)
            .build();
    assertThat(ofNetwork.build(Shape.MNIST)).isEqualTo(own);
    assertThat(ofNetwork.name()).isEqualTo("probe-own.my-pictures");
  }

  @Test
  void aValueThatIsNotAllowedOrNotToldIsNamedWithTheRecipe() {
    assertThatThrownBy(() -> least().build().withEpochs(0))
        .isInstanceOf(ZooException.class)
        .hasMessage("recipe probe-tiny.mnist: key 'epochs': 1 to 100000 expected; got 0");
    assertThatThrownBy(() -> Recipe.of("probe", "tiny").name("mine").build())
        .isInstanceOf(ZooException.class)
        .hasMessage("recipe mine: key 'data' is missing");
    assertThatThrownBy(() -> least().loss(null).build())
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "recipe probe-tiny.mnist: key 'loss': bce, squared-error or absolute-error expected");
  }
}
