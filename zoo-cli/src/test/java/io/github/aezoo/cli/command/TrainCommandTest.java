package io.github.aezoo.cli.command;

import static io.github.aezoo.cli.Ran.keys;
import static io.github.aezoo.cli.Ran.tiny;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.cli.Ran;
import io.github.aezoo.cli.TinyZoo;
import io.github.aezoo.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training into a folder: new, again, on, and what goes wrong with it. */
final class TrainCommandTest {
  @TempDir private Path temp;

  private Path recipe;
  private Path out;

  @BeforeEach
  void writeRecipe() throws IOException {
    recipe = Files.writeString(temp.resolve("my recipe.json"), TinyZoo.recipe(3));
    out = temp.resolve("a run");
  }

  @Test
  void trainAsJsonHasTheKeysOfTheContract() {
    Ran ran = tiny("train", recipe, "--out", out, "--json");
    assertThat(ran.err()).isEmpty();
    JsonNode json = ran.json();
    assertThat(keys(json)).contains("out", "epochs", "seconds", "samplesPerSecond", "metrics");
    assertThat(json.get("out").asText()).isEqualTo(out.toString());
    assertThat(json.get("epochs").asInt()).isEqualTo(3);
    // Rounded, and three epochs of this take no tenth of a second.
    assertThat(json.get("seconds").asDouble()).isBetween(0.0, 60.0);
    assertThat(json.get("samplesPerSecond").asDouble()).isPositive();
    assertThat(json.get("metrics").get("mse").asDouble()).isBetween(0.0, 0.5);
    assertThat(out).isDirectoryContaining("glob:**card.json");
    tiny("evaluate", out, "--data", TinyZoo.pictures()).ok();
  }

  @Test
  void aTenthIsHeldOutWhereTheRecipeWantsMoreThanThereIs() throws IOException {
    String more = TinyZoo.recipe(1).replace("\"validation\": 8", "\"validation\": 5000");
    Ran ran = tiny("train", Files.writeString(recipe, more), "--out", out).ok();
    assertThat(ran.err())
        .contains(
            "zoo: 3 of the 36 training images are held out for validation, because there are too few for the recipe's 5,000");
    assertThat(out.resolve("card.json")).exists();
  }

  @Test
  void aFolderWithARunIsLeftAloneUnlessToldOtherwise() throws IOException {
    tiny("train", recipe, "--out", out).ok();
    byte[] card = Files.readAllBytes(out.resolve("card.json"));
    tiny("train", recipe, "--out", out).fails(1, "not empty", "--resume", "--overwrite");
    assertThat(Files.readAllBytes(out.resolve("card.json"))).isEqualTo(card);
    tiny("train", recipe, "--out", out, "--overwrite", "--seed", 8).ok();
    assertThat(card(out).at("/recipe/seed").asInt()).isEqualTo(8);
  }

  @Test
  void aRecipeForAnyDataAsksForOne() {
    tiny("train", "detector-vae-contrast.images", "--out", out)
        .fails(
            1, "detector-vae-contrast.images", "'images' is a placeholder for your data", "--data");
    assertThat(out).doesNotExist();
  }

  @Test
  void overwriteForgetsTheOldRun() throws IOException {
    tiny("train", recipe, "--out", out).ok();
    Path last = out.resolve("training/last.safetensors");
    byte[] old = Files.readAllBytes(last);
    // A run that stops before its first snapshot must not leave the other's to go on from.
    Path bad = Files.writeString(temp.resolve("bad.json"), diverging());
    assertThat(tiny("train", bad, "--out", out, "--overwrite").code()).isEqualTo(1);
    if (Files.exists(last)) {
      assertThat(Files.readAllBytes(last)).isNotEqualTo(old);
    }
    assertThat(out.resolve("card.json")).doesNotExist();
  }

  @Test
  void aCardSaysWhatItWasTrainedOnAndItsLicenceIsStatedWhenItIsPublished() throws IOException {
    Object[] words = {
      "train",
      TinyZoo.RECIPE,
      "--data",
      TinyZoo.pictures(),
      "--validation",
      4,
      "--epochs",
      1,
      "--out",
      out
    };
    tiny(words).ok();
    JsonNode card = card(out);
    assertThat(card.at("/id").asText()).isEqualTo("undercomplete-tiny.pictures");
    assertThat(card.at("/recipe/name").asText()).isEqualTo("undercomplete-tiny.pictures");
    assertThat(card.at("/data/name").asText()).isEqualTo("pictures");
    assertThat(card.at("/licence").asText()).isEqualTo("not stated");
    Path folder = temp.resolve("zoo");
    tiny("publish", out, "--to", folder).fails(1, "states no licence", "--licence");
    assertThat(folder).doesNotExist();
    tiny("publish", out, "--to", folder, "--licence", "CC-BY-4.0").ok();
    Ran shown = Ran.zoo("show", "undercomplete-tiny.pictures.v1", "--catalogue", folder);
    assertThat(shown.ok().out()).contains("CC-BY-4.0");
  }

  @Test
  void aShippedRecipeOnItsOwnDataHasItsNameAndTheLicenceOfTheZoo() throws IOException {
    JsonNode card = card(TinyZoo.checkpoint());
    assertThat(card.at("/id").asText()).isEqualTo(TinyZoo.RECIPE);
    assertThat(card.at("/licence").asText()).isEqualTo("Apache-2.0");
  }

  @Test
  void optionsReplaceWhatTheRecipeSays() throws IOException {
    tiny("train", recipe, "--out", out, "--epochs", 1, "--validation", 4, "--seed", 3).ok();
    JsonNode card = card(out);
    assertThat(card.at("/training/epochs").asInt()).isEqualTo(1);
    assertThat(card.at("/data/validation").asInt()).isEqualTo(4);
    assertThat(card.at("/recipe/seed").asInt()).isEqualTo(3);
    assertThat(card.at("/recipe/data").asText()).contains("pictures");
  }

  @Test
  void sameRecipeSameWeights() throws IOException {
    Path again = temp.resolve("again");
    tiny("train", recipe, "--out", out, "--threads", 1).ok();
    tiny("train", recipe, "--out", again, "--threads", 1).ok();
    assertThat(card(again).get("weights")).isEqualTo(card(out).get("weights"));
  }

  @Test
  void resumeOfAFinishedRunKeepsItsWeights() throws IOException {
    tiny("train", recipe, "--out", out).ok();
    JsonNode weights = card(out).get("weights");
    tiny("train", recipe, "--out", out, "--resume").ok();
    assertThat(card(out).get("weights")).isEqualTo(weights);
  }

  @Test
  void resumeNeedsARunOfTheSameRecipe() throws IOException {
    tiny("train", recipe, "--out", out, "--resume").fails(1, "holds no run to resume");
    assertThat(out).doesNotExist();
    tiny("train", recipe, "--out", out).ok();
    tiny("train", recipe, "--out", out, "--resume", "--seed", 9)
        .fails(1, "the same recipe; it differs", "recipe.json");
    tiny("train", recipe, "--out", out, "--resume", "--overwrite").fails(2, "exclude each other");
  }

  @Test
  void divergenceNamesPlaceAndRateAndWritesNoModel() throws IOException {
    Path bad = Files.writeString(temp.resolve("bad.json"), diverging());
    Ran ran = tiny("train", bad, "--out", out);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err().lines().toList())
        .allMatch(line -> line.startsWith("zoo: "))
        .last()
        .asString()
        .contains("diverged", "epoch ", "iteration ", "learning rate 10.0", "lower");
    assertThat(out.resolve("card.json")).doesNotExist();
    assertThat(out.resolve("training/recipe.json")).exists();
  }

  private static String diverging() {
    return TinyZoo.recipe(200, "{\"type\": \"nesterovs\", \"learningRate\": 10}")
        .replace("\"bce\"", "\"squared-error\"")
        .replace("\"seed\"", "\"weightDecay\": 0.999, \"seed\"");
  }

  private static JsonNode card(Path folder) throws IOException {
    return Json.read(
        Files.readString(folder.resolve("card.json")), JsonNode.class, "the card of a test");
  }
}
