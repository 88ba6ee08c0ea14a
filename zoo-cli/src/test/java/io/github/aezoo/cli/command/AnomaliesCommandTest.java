package io.github.aezoo.cli.command;

import static io.github.aezoo.cli.Ran.tiny;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.cli.Ran;
import io.github.aezoo.cli.TinyZoo;
import io.github.aezoo.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Detectors: fitting, scoring, and what goes wrong with them. */
final class AnomaliesCommandTest {
  @TempDir private Path temp;

  private Path table;
  private Path out;

  @BeforeEach
  void writeTable() throws IOException {
    table = Files.writeString(temp.resolve("rows.csv"), rows(400, 40, 1));
    out = temp.resolve("detector");
  }

  /** Normal rows lie on a line, and anomalies beside it: in column {@code y}. */
  private static String rows(int normal, int anomalies, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("id,x,y,kind,label\n");
    for (int i = 0; i < normal + anomalies; i++) {
      boolean anomaly = i >= normal;
      double x = random.nextDouble();
      double y = anomaly ? 3 + random.nextDouble() : 2 * x + 0.02 * random.nextGaussian();
      text.append(
          String.format(
              Locale.ROOT,
              "r%d,%.4f,%s,%s,%d%n",
              i,
              x,
              i % 50 == 7 ? "" : String.format(Locale.ROOT, "%.4f", y),
              x > 0.5 ? "high" : "low",
              anomaly ? 1 : 0));
    }
    return text.toString();
  }

  private Ran fit(Object... more) {
    Object[] words = {
      "anomalies",
      "--fit",
      table + ":ignore=id",
      "--out",
      out,
      "--false-alarms",
      0.05,
      "--epochs",
      20,
      "--threads",
      1
    };
    return tiny(with(words, more));
  }

  @Test
  void aDetectorIsFittedScoredShownVerifiedAndGoneOnFrom() throws IOException {
    Ran fitted = fit();
    fitted.ok();
    assertThat(fitted.out()).contains("at most 0.05", "AUROC").doesNotContain("psnr", "Clipped");
    JsonNode card = Json.read(out.resolve("card.json"), JsonNode.class);
    assertThat(card.at("/recipe/data").asText())
        .endsWith("rows.csv:ignore=id,without=1,test=0.3,validation=56");
    assertThat(card.get("id").asText()).isEqualTo("detector-dense.rows-without-1");
    assertThat(card.at("/input/table/columns")).hasSize(3);
    assertThat(card.at("/detection/heldOut").asInt()).isEqualTo(56);
    assertThat(card.at("/detection/score").asText()).isEqualTo("reconstructionError");
    assertThat(card.at("/detection/tested/anomalies").asInt()).isEqualTo(12);
    assertThat(card.at("/detection/tested/auroc").asDouble()).isGreaterThan(0.9);
    tiny("verify", out).ok();
    assertThat(tiny("show", out).out()).contains("rows of a table with the columns x, y, kind");

    Path fresh = Files.writeString(temp.resolve("fresh.csv"), rows(50, 5, 2));
    Path scores = temp.resolve("scores.csv");
    JsonNode json = tiny("anomalies", out, "--data", fresh, "--out", scores, "--json").json();
    assertThat(json.get("samples").asInt()).isEqualTo(55);
    assertThat(json.get("auroc").asDouble()).isGreaterThan(0.9);
    assertThat(json.get("flagged").asInt()).isBetween(4, 15);
    List<String> lines = Files.readAllLines(scores);
    assertThat(lines).hasSize(56);
    assertThat(lines.get(0))
        .isEqualTo("line,score,anomaly,label,top1,share1,top2,share2,top3,share3");
    assertThat(lines.get(1)).startsWith("2,");
    assertThat(lines.get(53)).matches("54,[0-9.E-]+,1,1,y,0\\.[0-9]{4},.*");

    tiny("anomalies", out, "--data", fresh, "--out", scores).fails(1, "exists already");
    tiny("anomalies", out, "--data", "synthetic-digits", "--out", temp.resolve("s.csv"))
        .fails(1, "synthetic-digits holds images [1, 28, 28]", "trained on a table");
    tiny("encode", out, "--data", fresh, "--out", temp.resolve("codes.csv")).ok();

    Path third = Files.writeString(temp.resolve("other.csv"), rows(300, 20, 3));
    Path second = temp.resolve("second");
    tiny("anomalies", "--fit", third + ":ignore=id", "--out", second, "--false-alarms", 0.05).ok();
    tiny("codes", out, second, "--data", fresh)
        .fails(1, "detector-dense.other-without-1 prepares its inputs differently");

    Path tuned = temp.resolve("tuned");
    tiny(
            "finetune",
            out,
            "--data",
            table + ":ignore=id,without=1,validation=40",
            "--out",
            tuned,
            "--epochs",
            2,
            "--no-scratch")
        .ok();
    JsonNode other = Json.read(tuned.resolve("card.json"), JsonNode.class);
    assertThat(other.at("/input/table")).isEqualTo(card.at("/input/table"));
    assertThat(other.at("/detection/heldOut").asInt()).isEqualTo(40);
    tiny("verify", tuned).ok();
  }

  @Test
  void aDenseRecipeTrainsOnATable() {
    Ran ran =
        tiny("train", TinyZoo.RECIPE, "--data", table + ":ignore=id", "--epochs", 2, "--out", out);
    ran.ok();
    // As many components as columns would give the rows back.
    assertThat(ran.out()).contains("mse", "meanImage").doesNotContain("pca");
    tiny("verify", out).ok();
    // Without a threshold nothing is flagged, and that is said.
    Ran scored = tiny("anomalies", out, "--data", table, "--out", temp.resolve("scores.csv"));
    scored.ok();
    assertThat(scored.out()).contains("none flagged", "--threshold", "AUROC");
  }

  @Test
  void aVaeDetectsByItsBound() {
    fit("--detector", "vae").ok();
    JsonNode card = Json.read(out.resolve("card.json"), JsonNode.class);
    assertThat(card.at("/detection/score").asText()).isEqualTo("negativeElboNats");
    assertThat(card.at("/detection/tested/auroc").asDouble()).isGreaterThan(0.8);
    tiny("verify", out).ok();
  }

  @Test
  void aDetectorOfImagesIsFittedWithoutAClass() {
    Path scores = temp.resolve("scores.csv");
    Path map = temp.resolve("map.png");
    tiny(
            "anomalies",
            "--fit",
            "synthetic-digits",
            "--anomaly",
            3,
            "--detector",
            TinyZoo.RECIPE,
            "--epochs",
            1,
            "--out",
            out)
        .ok();
    JsonNode card = Json.read(out.resolve("card.json"), JsonNode.class);
    assertThat(card.at("/recipe/data").asText()).isEqualTo("synthetic-digits:without=3");
    assertThat(card.at("/detection/anomalies/0").asText()).isEqualTo("3");
    assertThat(card.at("/detection/tested/anomalies").asInt()).isPositive();
    tiny("anomalies", out, "--data", "synthetic-digits", "--out", scores, "--map", map).ok();
    assertThat(map).isNotEmptyFile();
    tiny("anomalies", out, "--data", table, "--out", temp.resolve("t.csv"))
        .fails(1, "is a table", "trained on images [1, 28, 28]");
  }

  @Test
  void whatCannotBeIsSaidBeforeAnythingIsTrained() throws IOException {
    tiny("anomalies", "--out", out).fails(2, "one of MODEL, --fit and --protocol");
    tiny("anomalies", "--fit", table).fails(2, "'--out'");
    fit("--false-alarms", 2).fails(2, "false-alarms");
    tiny("anomalies", "--fit", table + ":ignore=id", "--false-alarms", 0.001, "--out", out)
        .fails(1, "a false-alarm rate of 0.001 needs 999 held-out", "at most half");
    fit("--label", "class").fails(1, "no column 'class'");
    fit("--anomaly", "fraud").fails(1, "no class fraud", "its classes are 0, 1");
    fit("--detector", "conv").fails(1, "conv is only for images", "dense, vae or a recipe");
    tiny("anomalies", "--protocol", "adbench", "--data", temp.resolve("none"))
        .fails(1, "a folder of tables expected");
    fit("--data", "new.csv", "--top", 2, "--split", "test", "--seeds", 1, "--quiet")
        .fails(2, "--fit takes --out,", "; got --data, --top, --split, --seeds;");
    tiny("anomalies", TinyZoo.MODEL, "--data", table, "--out", "x.csv", "--epochs", 2, "--held-out")
        .fails(2, "MODEL takes --data,", "; got --epochs, --held-out;");
    tiny("anomalies", "--protocol", "adbench", "--data", temp, "--resume", "--threshold", 1)
        .fails(2, "--protocol adbench takes --data,", "; got --resume, --threshold;");
    tiny("anomalies", "--protocol", "other", "--data", temp)
        .fails(2, "adbench, one-class-out or one-class expected; got other");
    tiny("anomalies", "--protocol", "adbench", "--data", temp, "--label", "class")
        .fails(2, "--protocol adbench takes");
    tiny("anomalies", "--fit", "synthetic-digits:without=3", "--anomaly", 5, "--out", out)
        .fails(1, "choose them only once");
    Path pictures = TinyZoo.pictures().resolve("test");
    tiny("anomalies", "--fit", pictures, "--anomaly", "b", "--out", out)
        .fails(1, "put the images into train/ and test/");
    tiny("anomalies", "--fit", temp.resolve("none.csv"), "--out", out).fails(1, "no such file");
    tiny("train", "conv-tiny.synthetic-digits", "--data", table + ":ignore=id", "--out", out)
        .fails(1, "is a table", "choose a dense network");
    tiny(
            "anomalies",
            "--fit",
            table + ":ignore=id,scaling=standard",
            "--detector",
            "vae",
            "--false-alarms",
            0.05,
            "--out",
            out)
        .fails(1, "scaling=min-max");
    assertThat(out).doesNotExist();
  }

  @Test
  void imagesHaveNoUsualAnomaly() {
    JsonNode json =
        tiny(
                "anomalies",
                TinyZoo.MODEL,
                "--data",
                "synthetic-digits",
                "--out",
                temp.resolve("scores.csv"),
                "--json")
            .json();
    assertThat(json.get("samples").asInt()).isPositive();
    assertThat(json.has("auroc")).isFalse();
  }

  @Test
  void theProtocolPrintsItsTable() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("tables"));
    Files.writeString(folder.resolve("small.csv"), numbers());
    Object[] words = {"anomalies", "--protocol", "adbench", "--data", folder, "--seeds", 1};
    JsonNode json = tiny(with(words, "--epochs", 20, "--json")).json();
    assertThat(json.get("results")).hasSize(6);
    for (JsonNode result : json.get("results")) {
      assertThat(result.get("auroc").get(0).asDouble()).isBetween(0.8, 1.0);
    }
    Ran people = tiny(with(words, "--epochs", 2, "--held-out"));
    people.ok();
    assertThat(people.out()).contains("trained on contaminated rows", "isolationForest", "mean");
  }

  private static Object[] with(Object[] words, Object... more) {
    Object[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }

  /** Rows on a line beside a few that are off it. */
  private static String numbers() {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder("a,b,c,label\n");
    for (int i = 0; i < 300; i++) {
      boolean anomaly = i % 30 == 0;
      double x = random.nextDouble();
      text.append(
          String.format(
              Locale.ROOT,
              "%.4f,%.4f,%.4f,%d%n",
              x,
              anomaly ? 3 : 2 * x + 0.1 * random.nextGaussian(),
              anomaly ? -2 : x + 0.1 * random.nextGaussian(),
              anomaly ? 1 : 0));
    }
    return text.toString();
  }
}
