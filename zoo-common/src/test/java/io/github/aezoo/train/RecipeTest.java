package io.github.aezoo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Loss;
import io.github.aezoo.probe.Probe;
import io.github.aezoo.probe.ProbeArchitecture;
import io.github.aezoo.probe.WithProbe;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(WithProbe.class)
class RecipeTest {
  @TempDir private Path folder;

  private static final String LEAST =
      """
      {"name": "probe-tiny.mnist", "family": "probe", "variant": "tiny", "data": "mnist",
       "loss": "bce", "optimizer": {"type": "adam", "learningRate": 0.001},
       "epochs": 3, "batchSize": 32}
      """;

  private static Recipe read(String json) {
    return Json.read(json, Recipe.class, "r.json");
  }

  private static String least(Consumer<ObjectNode> change) {
    ObjectNode node = Json.read(LEAST, ObjectNode.class, "test");
    change.accept(node);
    return Json.line(node);
  }

  @Test
  void whatIsLeftOutHasItsDocumentedValue() {
    Recipe recipe = read(LEAST);
    assertThat(recipe.corruption()).isEqualTo("none");
    assertThat(recipe.augmentation()).isEqualTo("none");
    assertThat(recipe.weightDecay()).isZero();
    assertThat(recipe.schedule()).isEqualTo(new Schedule.Constant());
    assertThat(recipe.seed()).isEqualTo(1);
    assertThat(recipe.validation()).isEqualTo(5000);
    assertThat(recipe.patience()).isZero();
    assertThat(recipe.optimizer().beta1()).isEqualTo(0.9);
    assertThat(recipe.optimizer().beta2()).isEqualTo(0.999);
    assertThat(recipe.loss()).isEqualTo(Loss.BCE);
  }

  @Test
  void weightsAndTwinAreReadKeptAndLeftOutAsDocumented() {
    assertThat(read(LEAST).weights()).isEqualTo(Safetensors.Precision.F32);
    assertThat(read(LEAST).twin()).isFalse();
    Recipe recipe = read(least(r -> r.put("weights", "f16").put("twin", true)));
    assertThat(recipe.weights()).isEqualTo(Safetensors.Precision.F16);
    assertThat(recipe.twin()).isTrue();
    assertThat(Json.text(recipe)).contains("\"weights\" : \"f16\"", "\"twin\" : true");
    assertThat(read(Json.text(recipe))).isEqualTo(recipe);
    Recipe other =
        recipe.withSeed(9).withEpochs(2).withData("x").withValidation(3).withoutExpected();
    assertThat(other.weights()).isEqualTo(Safetensors.Precision.F16);
    assertThat(other.twin()).isTrue();
  }

  @Test
  void anotherPrecisionIsAnsweredWithThoseThatExist() {
    assertThatThrownBy(() -> read(least(r -> r.put("weights", "f64"))))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("r.json: key 'weights'")
        .hasMessageContaining("f32, f16")
        .hasMessageContaining("f64");
  }

  @Test
  void theRecipeOfATwinIsTheSameRunOfThePlainNetwork() {
    Shape shape = new Shape(1, 4, 4);
    Recipe recipe =
        Probe.withTwin(Probe.recipe("dropout", "half", 3), true, Safetensors.Precision.F16);
    Recipe twin = recipe.ofTwin(shape);
    assertThat(twin.build(shape)).isEqualTo(new ProbeArchitecture(shape, 4, 1, false));
    assertThat(twin.name()).isEqualTo("probe-dropout.synthetic-digits-twin");
    assertThat(twin.variant()).isNull();
    assertThat(twin.twin()).isFalse();
    Recipe back = Probe.withTwin(twin, true, Safetensors.Precision.F16);
    assertThat(back)
        .usingRecursiveComparison()
        .ignoringFields("name", "variant", "architecture")
        .isEqualTo(recipe);
    assertThat(twin.weights()).isEqualTo(Safetensors.Precision.F16);
    assertThat(read(Json.text(twin)).build(shape)).isEqualTo(twin.build(shape));
  }

  @Test
  void aRecipeSurvivesJson() {
    Recipe recipe = Probe.recipe("tiny", "gaussian:0.2", 4).withSeed(-3).withValidation(7);
    assertThat(read(Json.text(recipe))).isEqualTo(recipe);
    assertThat(read(Json.text(read(LEAST)))).isEqualTo(read(LEAST));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          epochs        | 0       | r.json: key 'epochs': 1 to 100000 expected; got 0
          batchSize     | 70000   | r.json: key 'batchSize': 1 to 65536 expected; got 70000
          weightDecay   | 1       | r.json: key 'weightDecay': in [0, 1) expected; got 1.0
          patience      | -1      | r.json: key 'patience': 0 (never) or more epochs expected; got -1
          validation    | 0       | r.json: key 'validation': 1 or more images expected; got 0
          """)
  void aNumberOutOfRangeIsRefusedByKey(String key, int value, String message) {
    assertThatThrownBy(() -> read(least(r -> r.put(key, value))))
        .isInstanceOf(ZooException.class)
        .hasMessage(message);
  }

  @Test
  void aLearningRateOfAMillionIsRefused() {
    assertThatThrownBy(
            () -> read(least(r -> ((ObjectNode) r.get("optimizer")).put("learningRate", 1e6))))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "r.json: key 'optimizer': key 'learningRate': in (0, 10] expected; got 1000000.0");
  }

  @Test
  void aMistypedKeyIsNamedWithTheKeysThatExist() {
    assertThatThrownBy(() -> read(least(r -> r.put("patiense", 3))))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("r.json: unknown key 'patiense'; allowed here: ")
        .hasMessageContaining("patience")
        .hasMessageContaining("weightDecay");
  }

  @ParameterizedTest
  @CsvSource({"epochs", "batchSize", "name", "family", "data", "loss", "optimizer"})
  void aMissingKeyIsNamed(String key) {
    assertThatThrownBy(() -> read(least(r -> r.remove(key))))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("r.json: ")
        .hasMessageContaining("key '" + key + "'")
        .hasMessageNotContaining("DeserializationConfig");
  }

  @Test
  void anotherLossIsAnsweredWithTheLossesAsTheyAreWritten() {
    assertThatThrownBy(() -> read(least(r -> r.put("loss", "l2"))))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "r.json: key 'loss': one of bce, squared-error, absolute-error expected; got 'l2'");
  }

  @Test
  void anotherScheduleIsAnsweredWithTheSchedulesThatExist() {
    assertThatThrownBy(() -> read(least(r -> r.putObject("schedule").put("type", "linear"))))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("r.json: key 'schedule': unknown type 'linear'; ")
        .hasMessageContaining("constant, cosine, steps");
  }

  @Test
  void eitherAVariantOrAnArchitectureIsGiven() {
    assertThatThrownBy(() -> read(least(r -> r.remove("variant"))))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("exactly one of 'variant' and 'architecture'");
    assertThatThrownBy(() -> read(least(r -> r.putObject("architecture"))))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("exactly one of 'variant' and 'architecture'");
  }

  @Test
  void anUnknownCorruptionIsRefusedWhenTheRecipeIsRead() {
    assertThatThrownBy(() -> read(least(r -> r.put("corruption", "gausian:0.2"))))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("r.json: ")
        .hasMessageContaining("gausian");
  }

  @Test
  void anArchitectureOfOnesOwnIsBuiltAndMustFitTheData() {
    Recipe recipe =
        read(
            least(
                r -> {
                  r.remove("variant");
                  r.set("architecture", Json.tree(new ProbeArchitecture(Shape.MNIST, 6, 1, false)));
                }));
    assertThat(recipe.build(Shape.MNIST).latentSize()).isEqualTo(6);
    assertThatThrownBy(() -> recipe.build(new Shape(3, 28, 28)))
        .isInstanceOf(ZooException.class)
        .hasMessage("recipe probe-tiny.mnist takes [1, 28, 28]; the data is [3, 28, 28]");
  }

  @Test
  void unknownFamiliesAndVariantsAreAnsweredWithThoseThatExist() {
    assertThatThrownBy(() -> read(least(r -> r.put("family", "prob"))).build(Shape.MNIST))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("unknown family 'prob'; on the class path: probe");
    assertThatThrownBy(() -> read(least(r -> r.put("variant", "huge"))).build(Shape.MNIST))
        .isInstanceOf(ZooException.class)
        .hasMessage("family 'probe' has no variant 'huge'; it has dropout, normalised, tiny");
  }

  @Test
  void aRecipeIsOpenedFromAFileOrRefusedByName() {
    Path file = folder.resolve("mine.json");
    SafeFiles.writeString(file, LEAST);
    assertThat(Recipe.open(file.toString())).isEqualTo(read(LEAST));
    assertThatThrownBy(() -> Recipe.open("probe-none.mnist"))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("no recipe 'probe-none.mnist'");
  }
}
