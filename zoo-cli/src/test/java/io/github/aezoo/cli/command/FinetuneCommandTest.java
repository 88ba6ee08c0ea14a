package io.github.aezoo.cli.command;

import static io.github.aezoo.cli.Ran.tiny;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.aezoo.cli.Ran;
import io.github.aezoo.cli.TinyZoo;
import io.github.aezoo.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
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
        .contains("tensors copied from " + TinyZoo.MODEL)
        .contains("before", "fromScratch")
        .contains("synthetic-digits, test split")
        .doesNotContain("initialised anew");
    JsonNode card = Json.read(out.resolve("card.json"), JsonNode.class);
    assertThat(card.at("/recipe/startFrom/model").asText()).isEqualTo(TinyZoo.MODEL);
    assertThat(card.at("/recipe/startFrom/keptRate").asDouble()).isEqualTo(1);
    Ran verified = tiny("verify", out);
    verified.ok();
    tiny("evaluate", out, "--data", TinyZoo.pictures()).ok();
  }

  @Test
  void onItsOwnDataNothingIsForgottenAndAllImagesAreTheDefault() {
    Object[] words = {
      "finetune", TinyZoo.MODEL, "--data", "synthetic-digits", "--images", 40, "--epochs", 1
    };
    Path few = temp.resolve("few");
    tiny(Stream.concat(Arrays.stream(words), Stream.of("--out", few)).toArray()).ok();
    JsonNode card = Json.read(few.resolve("card.json"), JsonNode.class);
    assertThat(card.get("results")).hasSize(1);
    assertThat(card.at("/recipe/images").asInt()).isEqualTo(40);
    tiny("verify", few).ok();
    tiny(
            "finetune",
            few,
            "--data",
            TinyZoo.pictures(),
            "--validation",
            4,
            "--epochs",
            1,
            "--out",
            out)
        .ok();
    assertThat(Json.read(out.resolve("card.json"), JsonNode.class).at("/recipe/images").isNumber())
        .isFalse();
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
    finetune("--images", 1_000_000).fails(1, "training images of", "got 1000000");
    tiny("finetune", "nothing.v1", "--data", TinyZoo.pictures(), "--out", out).fails(1, "nothing");
  }

  private Ran curve(Object... more) {
    Object[] words = {"--images", 9, "--batch", 4, "--curve", "3,1", "--threads", 1};
    Object[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return finetune(all);
  }

  @Test
  void theCurveComparesAtEqualEpochsOverSeedsAndKeepsWhatIsFinished() throws IOException {
    JsonNode json = curve("--seeds", 2, "--json").json();
    assertThat(json.get("runs")).hasSize(4);
    assertThat(json.get("points")).hasSize(2);
    JsonNode longest = json.get("points").get(1);
    assertThat(longest.get("epochs").asInt()).isEqualTo(3);
    assertThat(longest.get("seeds").asInt()).isEqualTo(2);
    double mean = longest.at("/mse/fine-tuned/mean").asDouble();
    List<Double> tuned = new ArrayList<>();
    json.get("runs")
        .forEach(
            run -> {
              if (run.get("epochs").asInt() == 3) {
                tuned.add(run.get("tuned").asDouble());
              }
            });
    assertThat(mean).isCloseTo((tuned.get(0) + tuned.get(1)) / 2, Offset.offset(1e-12));
    assertThat(longest.at("/mse/fine-tuned/deviation").asDouble())
        .isCloseTo(Math.abs(tuned.get(0) - tuned.get(1)) / Math.sqrt(2), Offset.offset(1e-12));
    assertThat(mean).isLessThan(longest.at("/mse/from scratch/mean").asDouble());
    assertThat(longest.at("/mse/as it was/deviation").asDouble()).isZero();
    assertThat(longest.at("/mse/synthetic-digits, as it was/mean").asDouble()).isPositive();

    Path file = out.resolve("curve.json");
    String kept = Files.readString(file);
    Ran people = curve("--seeds", 2);
    people.ok();
    assertThat(people.out()).contains("EPOCHS", "fine-tuned", "from scratch", " ±", "2 seeds");
    assertThat(Files.readString(file)).isEqualTo(kept);
    assertThat(Files.readString(out.resolve("report.html"))).contains("Error by epochs", "</html>");
    // A run that is missing is run again, and gives the same.
    JsonNode runs = Json.read(file, JsonNode.class);
    JsonNode last = ((ArrayNode) runs.get("runs")).remove(3);
    Files.writeString(file, Json.text(runs));
    curve("--seeds", 2).ok();
    assertThat(Json.line(Json.read(file, JsonNode.class).get("runs").get(3)))
        .isEqualTo(Json.line(last));

    curve("--rate", 0.01).fails(1, "curve.json has runs with other settings", "--overwrite");
    curve("--rate", 0.01, "--seeds", 1, "--overwrite").ok();
  }

  @Test
  void aPointOfTheCurveIsWhatFinetuneGives() {
    JsonNode json = curve("--seeds", 1, "--seed", 4, "--json").json();
    JsonNode run = json.get("runs").get(1);
    Path folder = temp.resolve("one");
    JsonNode one =
        tiny(
                "finetune",
                TinyZoo.MODEL,
                "--data",
                TinyZoo.pictures(),
                "--out",
                folder,
                "--validation",
                4,
                "--images",
                9,
                "--batch",
                4,
                "--epochs",
                3,
                "--patience",
                0,
                "--seed",
                4,
                "--threads",
                1,
                "--json")
            .json();
    assertThat(run.get("tuned")).isEqualTo(one.at("/metrics/mse"));
    JsonNode baselines = one.at("/results/0/baselines");
    assertThat(run.get("fromScratch")).isEqualTo(baselines.at("/fromScratch/mse"));
    assertThat(run.get("before")).isEqualTo(baselines.at("/before/mse"));
  }

  @Test
  void heldOutImagesAreTrainingImages() {
    JsonNode held = curve("--seeds", 1, "--held-out", "--no-scratch", "--json").json();
    assertThat(held.get("heldOut").asBoolean()).isTrue();
    assertThat(Ran.keys(held.get("points").get(0).get("mse")))
        .containsExactly("fine-tuned", "as it was");
    out = temp.resolve("test");
    JsonNode test = curve("--seeds", 1, "--no-scratch", "--json").json();
    assertThat(held.get("runs").get(0).get("before"))
        .isNotEqualTo(test.get("runs").get(0).get("before"));
  }

  @Test
  void wrongUseOfTheCurveIsSaid() throws IOException {
    curve("--epochs", 2).fails(2, "--curve excludes --epochs");
    curve("--patience", 2).fails(2, "--patience");
    finetune("--curve", "1,0").fails(2, "--curve: 1 to");
    finetune("--curve", "many").fails(2, "many");
    finetune("--seeds", 2).fails(2, "--seeds and --held-out need --curve");
    finetune("--held-out").fails(2, "need --curve");
    Files.createDirectories(out);
    Files.writeString(out.resolve("other.txt"), "mine");
    curve().fails(1, "holds something else");
  }
}
