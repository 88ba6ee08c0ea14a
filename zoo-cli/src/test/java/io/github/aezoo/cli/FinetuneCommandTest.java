package io.github.aezoo.cli;

import static io.github.aezoo.cli.Ran.tiny;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.io.Json;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Going on from a trained model on other data. */
final class FinetuneCommandTest {
  @TempDir private Path temp;

  private Path out;

  @BeforeEach
  void place() {
    out = temp.resolve("tuned");
  }

  private Ran finetune(Object... more) {
    Object[] words = {
      "finetune", TinyZoo.MODEL, "--data", TinyZoo.pictures(), "--out", out, "--validation", 4
    };
    Object[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return tiny(all);
  }

  @Test
  void theModelIsShownBeforeFromScratchAndOnWhatItKnew() {
    Ran ran = finetune("--epochs", 2);
    ran.ok();
    assertThat(ran.out())
        .contains("tensors taken over from " + TinyZoo.MODEL)
        .contains("before", "fromScratch")
        .contains("synthetic-digits, test split")
        .doesNotContain("begun anew");
    JsonNode card = Json.read(out.resolve("card.json"), JsonNode.class);
    assertThat(card.at("/recipe/startFrom/model").asText()).isEqualTo(TinyZoo.MODEL);
    assertThat(card.at("/recipe/startFrom/keptRate").asDouble()).isEqualTo(1);
    Ran verified = tiny("verify", out);
    verified.ok();
    tiny("evaluate", out, "--data", TinyZoo.pictures()).ok();
  }

  @Test
  void optionsReachTheRecipe() {
    finetune(
            "--epochs",
            1,
            "--freeze",
            "decoder",
            "--batch",
            5,
            "--rate",
            0.02,
            "--kept-rate",
            0.5,
            "--images",
            9,
            "--patience",
            0,
            "--seed",
            4,
            "--no-scratch")
        .ok();
    JsonNode recipe = Json.read(out.resolve("card.json"), JsonNode.class).get("recipe");
    assertThat(recipe.at("/startFrom/freeze").asText()).isEqualTo("decoder");
    assertThat(recipe.at("/startFrom/keptRate").asDouble()).isEqualTo(0.5);
    assertThat(recipe.get("batchSize").asInt()).isEqualTo(5);
    assertThat(recipe.at("/optimizer/learningRate").asDouble()).isEqualTo(0.02);
    assertThat(recipe.get("images").asInt()).isEqualTo(9);
    assertThat(recipe.get("patience").asInt()).isZero();
    assertThat(recipe.get("seed").asInt()).isEqualTo(4);
    assertThat(recipe.get("twin").asBoolean()).isFalse();
    assertThat(out.resolve("twin")).doesNotExist();
  }

  @Test
  void wrongWordsAreUsageErrorsAndWrongValuesAreSaidByTheirKey() {
    finetune("--freeze", "middle").fails(2, "middle");
    finetune("--resume", "--overwrite").fails(2, "exclude each other");
    finetune("--epochs", 0).fails(2, "--epochs");
    finetune("--kept-rate", 2).fails(1, "keptRate", "(0, 1]");
    finetune("--images", 1_000_000).fails(1, "training images of", "came 1000000");
    tiny("finetune", "nothing.v1", "--data", TinyZoo.pictures(), "--out", out).fails(1, "nothing");
  }
}
