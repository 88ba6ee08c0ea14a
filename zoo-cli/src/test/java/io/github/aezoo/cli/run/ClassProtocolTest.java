package io.github.aezoo.cli.run;

import static io.github.aezoo.cli.Ran.tiny;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.aezoo.cli.Ran;
import io.github.aezoo.cli.TinyZoo;
import io.github.aezoo.io.Json;
import io.github.aezoo.train.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Detectors of every class of images in turn. */
final class ClassProtocolTest {
  /** Epochs after which the tiny detectors tell classes apart. */
  private static final int LEARNED = 20;

  /** Epochs where only the way of the numbers is looked at. */
  private static final int FEW = 4;

  @TempDir private Path temp;

  private Path out;

  @BeforeEach
  void place() {
    out = temp.resolve("protocol");
  }

  private static Ran run(String protocol, Object... more) {
    return runOf(TinyZoo.RECIPE, protocol, LEARNED, more);
  }

  private static Ran runOf(String detector, String protocol, int epochs, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "anomalies",
                "--protocol",
                protocol,
                "--data",
                "synthetic-digits",
                "--detector",
                detector,
                "--epochs",
                epochs,
                "--images",
                300,
                "--threads",
                1));
    words.addAll(Arrays.asList(more));
    return tiny(words.toArray());
  }

  @Test
  void eachClassHasACheckpointAndFinishedOnesAreKept() throws IOException {
    JsonNode json = run("one-class", "--normal", "1,8", "--out", out, "--json").json();
    assertThat(json.get("protocol").asText()).isEqualTo("one-class");
    assertThat(json.get("classes").asInt()).isEqualTo(2);
    double mean = 0;
    for (JsonNode result : json.get("results")) {
      Path folder = out.resolve(result.get("name").asText());
      JsonNode card = Json.read(folder.resolve("card.json"), JsonNode.class);
      assertThat(card.at("/recipe/data").asText())
          .isEqualTo("synthetic-digits:only=" + result.get("name").asText());
      assertThat(card.at("/detection/tested/auroc")).isEqualTo(result.get("auroc"));
      assertThat(card.at("/detection/tested/averagePrecision"))
          .isEqualTo(result.get("averagePrecision"));
      assertThat(card.at("/detection/anomalies")).hasSize(9);
      assertThat(result.get("auroc").asDouble()).isBetween(0.8, 1.0);
      assertThat(result.get("pcaAuroc").asDouble()).isBetween(0.8, 1.0);
      assertThat(result.get("codes").asInt()).isEqualTo(TinyZoo.CODES);
      mean += result.get("auroc").asDouble() / 2;
    }
    assertThat(json.at("/mean/auroc/mean").asDouble()).isCloseTo(mean, Offset.offset(1e-12));
    tiny("verify", out.resolve("8")).ok();

    // Whatever is there is not run again; what is missing is, from the snapshot of its run.
    Path file = out.resolve("protocol.json");
    JsonNode whole = Json.read(file, JsonNode.class);
    byte[] kept = Files.readAllBytes(out.resolve("1/card.json"));
    ((ArrayNode) whole.get("runs")).remove(1);
    Files.writeString(file, Json.text(whole));
    Files.delete(out.resolve("8/card.json"));
    Ran again = run("one-class", "--normal", "1,8", "--out", out);
    again.ok();
    assertThat(again.out()).contains("CLASS", "AUROC", "PCA AUROC", "mean", "report.html");
    assertThat(Files.readAllBytes(out.resolve("1/card.json"))).isEqualTo(kept);
    assertThat(Json.read(file, JsonNode.class).get("runs").get(1).get("auroc"))
        .isEqualTo(json.get("results").get(1).get("auroc"));
    assertThat(out.resolve("8/card.json")).exists();
    assertThat(Files.readString(out.resolve("report.html"))).contains("AUROC by class", "</html>");

    Files.delete(out.resolve("report.html"));
    run("one-class", "--normal", "1,8", "--out", out).ok();
    assertThat(out.resolve("report.html")).exists();

    run("one-class-out", "--out", out).fails(1, "protocol.json has runs with other settings");
    Ran more =
        run("one-class", "--normal", "1", "--seeds", 2, "--false-alarms", 0.01, "--out", out);
    more.ok();
    assertThat(out.resolve("1-seed-2/card.json")).exists();
    assertThat(more.out()).contains(" ±");
  }

  @Test
  void oneClassIsLeftOutAndHeldOutImagesStandForTheTest() {
    JsonNode test = runOf(TinyZoo.RECIPE, "one-class-out", FEW, "--anomaly", "1", "--json").json();
    assertThat(test.get("results").get(0).get("name").asText()).isEqualTo("1");
    assertThat(test.get("heldOut").asBoolean()).isFalse();
    JsonNode held =
        runOf(TinyZoo.RECIPE, "one-class-out", FEW, "--anomaly", "1", "--held-out", "--json")
            .json();
    assertThat(held.get("heldOut").asBoolean()).isTrue();
    assertThat(held.get("results").get(0).get("auroc"))
        .isNotEqualTo(test.get("results").get(0).get("auroc"));
    assertThat(held.at("/results/0/auroc").asDouble()).isBetween(0.0, 1.0);
  }

  @Test
  void aVariationalDetectorHasAnyOfItsScores() {
    String vae = "vae-tiny.synthetic-digits";
    Object[] one = {"--normal", "8", "--out", out};
    JsonNode result =
        runOf(vae, "one-class", FEW, with(one, "--score", "excessNats", "--json"))
            .json()
            .at("/results/0");
    double other = result.at("/otherAurocs/negativeElboNats").asDouble();
    assertThat(other).isBetween(0.5, 1.0).isNotEqualTo(result.get("auroc").asDouble());
    assertThat(result.at("/otherAurocs/excessPerRootInk").asDouble()).isBetween(0.5, 1.0);
    // In the family's order, whatever a hash makes of it.
    assertThat(result.get("otherAurocs").fieldNames())
        .toIterable()
        .containsExactly("negativeElboNats", "excessPerRootInk");
    Path detector = out.resolve("8");
    JsonNode card = Json.read(detector.resolve("card.json"), JsonNode.class);
    assertThat(card.at("/detection/score").asText()).isEqualTo("excessNats");
    assertThat(card.at("/detection/tested/auroc")).isEqualTo(result.get("auroc"));
    tiny("verify", detector).ok();

    Path scores = temp.resolve("scores.csv");
    Object[] scored = {"anomalies", detector, "--data", "synthetic-digits", "--out", scores};
    JsonNode own = tiny(with(scored, "--json")).json();
    assertThat(own.get("score").asText()).isEqualTo("excessNats");
    assertThat(own.get("auroc")).isEqualTo(result.get("auroc"));
    assertThat(own.get("flagged").isNull()).isFalse();
    JsonNode negative =
        tiny(with(scored, "--overwrite", "--json", "--score", "negativeElboNats")).json();
    assertThat(negative.get("auroc").asDouble()).isEqualTo(other);
    // The card's threshold is of its own score.
    assertThat(negative.path("flagged").asInt(-1)).isLessThanOrEqualTo(0);
    assertThat(negative.path("threshold").asText("null")).isEqualTo("null");
    tiny(with(scored, "--overwrite", "--score", "likelihood"))
        .fails(
            1, "score negativeElboNats or excessNats or excessPerRootInk expected; got likelihood");
    // What is there was run with the one score.
    runOf(vae, "one-class", FEW, one).fails(1, "other settings");
    run("one-class", "--score", "excessNats").fails(1, "score reconstructionError expected");
    tiny("anomalies", "--protocol", "adbench", "--data", temp, "--score", "excessNats")
        .fails(2, "--protocol adbench takes");
  }

  @Test
  void imagesAreScaledAsTheDetectorsRecipeSays() throws IOException {
    Recipe recipe = Recipe.open(TinyZoo.RECIPE).withData("images:scaling=contrast");
    Path file = Files.writeString(temp.resolve("detector.json"), Json.text(recipe));
    JsonNode result =
        runOf(file.toString(), "one-class-out", FEW, "--anomaly", "8", "--out", out, "--json")
            .json()
            .at("/results/0");
    Path detector = out.resolve("8");
    assertThat(dataOf(detector)).isEqualTo("synthetic-digits:scaling=contrast,without=8");
    tiny("verify", detector).ok();
    assertThat(tiny("show", detector).out()).contains("(scaling=contrast)");

    // Images are scaled for the model, whether or not the word says so.
    Path scores = temp.resolve("scores.csv");
    Object[] scored = {"anomalies", detector, "--out", scores, "--overwrite", "--json", "--data"};
    for (String word : List.of("synthetic-digits", "synthetic-digits:scaling=contrast")) {
      assertThat(tiny(with(scored, word)).json().get("auroc")).isEqualTo(result.get("auroc"));
    }
    tiny(
            "report",
            detector,
            TinyZoo.MODEL,
            "--data",
            "synthetic-digits",
            "--out",
            temp.resolve("p"))
        .fails(1, "prepares its inputs differently");
    Path picture = temp.resolve("digits");
    tiny("reconstruct", TinyZoo.MODEL, "--data", "synthetic-digits", "--out", picture + "/").ok();
    tiny("restore", detector, "--data", picture, "--out", temp.resolve("restored"))
        .fails(1, "pictures are restored unscaled");

    Path next = temp.resolve("next");
    Object[] learns = {"--data", "synthetic-digits", "--epochs", 1, "--overwrite", "--out", next};
    tiny(with(new Object[] {"train", file}, learns)).ok();
    assertThat(dataOf(next)).isEqualTo("synthetic-digits:scaling=contrast");
    tiny(with(new Object[] {"finetune", detector, "--images", 200, "--no-scratch"}, learns)).ok();
    assertThat(dataOf(next)).isEqualTo("synthetic-digits:scaling=contrast");
  }

  private static String dataOf(Path run) throws IOException {
    return Json.read(run.resolve("card.json"), JsonNode.class).at("/recipe/data").asText();
  }

  private static Object[] with(Object[] words, Object... more) {
    List<Object> all = new ArrayList<>(Arrays.asList(words));
    all.addAll(Arrays.asList(more));
    return all.toArray();
  }

  @Test
  void whatCannotBeIsSaidBeforeAnythingIsTrained() throws IOException {
    run("one-class", "--anomaly", "3").fails(2, "--protocol one-class takes --normal");
    run("one-class-out", "--normal", "3").fails(2, "takes --anomaly");
    run("one-class", "--normal", "3,eleven", "--out", out).fails(1, "no class eleven", "0, 1, 2");
    run("one-class", "--seeds", 0).fails(2, "--seeds");
    tiny("anomalies", "--protocol", "one-class").fails(2, "'--data'");
    tiny("anomalies", "--protocol", "one-class", "--data", "synthetic-digits:only=3")
        .fails(1, "the protocol chooses the training classes");
    Path table = Files.writeString(temp.resolve("rows.csv"), "a,label\n1,0\n2,1\n");
    tiny("anomalies", "--protocol", "one-class", "--data", table).fails(1, "is a table", "--fit");
    Path bare = temp.resolve("bare");
    tiny("reconstruct", TinyZoo.MODEL, "--data", "synthetic-digits", "--out", bare + "/").ok();
    tiny("anomalies", "--protocol", "one-class", "--data", bare)
        .fails(1, "images of two or more classes expected");
    Files.createDirectories(out);
    Files.writeString(out.resolve("other.txt"), "mine");
    run("one-class", "--out", out).fails(1, "holds something else");
    assertThat(out.resolve("protocol.json")).doesNotExist();
  }
}
