package io.github.aezoo.cli.command;

import static io.github.aezoo.cli.Ran.keys;
import static io.github.aezoo.cli.Ran.tiny;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.cli.Ran;
import io.github.aezoo.cli.TinyZoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands about models as they are published: list, show, publish, verify, bench, demo. */
final class CatalogueCommandsTest {
  @TempDir private Path temp;

  @Test
  void listPrintsATableOfAtMost80Columns() {
    String out = tiny("list").ok().out();
    assertThat(out.lines().findFirst()).get().asString().startsWith("MODEL ").endsWith("HEADLINE");
    assertThat(out).contains(TinyZoo.MODEL, "51,544", "mse 0.0");
    assertThat(out.lines()).hasSize(2).allMatch(line -> line.length() <= 80);
  }

  @Test
  void listFiltersByPatternFamilyAndData() {
    assertThat(tiny("list", "*tiny*").ok().out()).contains(TinyZoo.MODEL);
    assertThat(tiny("list", TinyZoo.RECIPE).ok().out()).contains(TinyZoo.MODEL);
    assertThat(tiny("list", "*", "--family", "undercomplete").ok().out()).contains(TinyZoo.MODEL);
    assertThat(tiny("list", "--dataset", "synthetic-digits").ok().out()).contains(TinyZoo.MODEL);
    assertThat(tiny("list", "conv*").ok().out()).contains("no model matches");
    assertThat(tiny("list", "--family", "vae").ok().out()).contains("no model matches");
    assertThat(tiny("list", "--dataset", "mnist", "--json").json()).isEmpty();
  }

  @Test
  void listAsJsonHasTheKeysOfTheContract() {
    JsonNode rows = tiny("list", "--json").json();
    assertThat(rows).hasSize(1);
    assertThat(keys(rows.get(0)))
        .containsExactly(
            "id",
            "family",
            "variant",
            "dataset",
            "input",
            "latentSize",
            "parameters",
            "bytes",
            "sha256",
            "headline");
    assertThat(keys(rows.get(0).get("headline")))
        .containsExactly("metric", "unit", "split", "value");
    // 784-32-8-32-784 with biases: 784*32+32 + 32*8+8 + 8*32+32 + 32*784+784.
    assertThat(rows.get(0).get("parameters").asInt()).isEqualTo(51_544);
    assertThat(rows.get(0).get("input").toString()).isEqualTo("[1,28,28]");
  }

  @Test
  void showPrintsTheCard() {
    String out = tiny("show", TinyZoo.RECIPE).ok().out();
    assertThat(out)
        .startsWith(TinyZoo.MODEL)
        .contains("8 values", "[1, 28, 28]", "Apache-2.0", "SHA-256", "psnrDb", "pca");
  }

  @Test
  void showAsJsonIsTheCardItself() throws IOException {
    String json = tiny("show", TinyZoo.MODEL, "--json").ok().out();
    assertThat(json)
        .isEqualTo(
            Files.readString(TinyZoo.catalogue().resolve(TinyZoo.MODEL).resolve("card.json")));
  }

  @Test
  void showTakesACheckpointFolder() {
    assertThat(tiny("show", TinyZoo.checkpoint()).ok().out()).startsWith(TinyZoo.RECIPE);
  }

  @Test
  void publishKeepsIdsImmutable() {
    Path folder = temp.resolve("zoo");
    JsonNode entry = tiny("publish", TinyZoo.checkpoint(), "--to", folder, "--json").json();
    assertThat(entry.get("id").asText()).isEqualTo(TinyZoo.MODEL);
    tiny("publish", TinyZoo.checkpoint(), "--to", folder).fails(1, "immutable", "next version");
    tiny("publish", TinyZoo.checkpoint(), "--to", folder, "--id", TinyZoo.RECIPE + ".v2").ok();
    Ran newest = Ran.zoo("show", TinyZoo.RECIPE, "--catalogue", folder);
    assertThat(newest.ok().out()).startsWith(TinyZoo.RECIPE + ".v2");
    tiny("publish", TinyZoo.checkpoint(), "--to", folder, "--id", "Mine")
        .fails(1, "<family>-<variant>.<dataset>.v<n>", "'Mine'");
    tiny("publish", TinyZoo.checkpoint(), "--to", temp.resolve("other"), "--headline", "mze")
        .fails(1, "no metric 'mze'", "mse");
    assertThat(temp.resolve("other")).doesNotExist();
  }

  @Test
  void verifyAgreesWithAFreshModel() {
    JsonNode all = tiny("verify", "*tiny*", "--json").json();
    assertThat(all).hasSize(1);
    assertThat(keys(all.get(0))).containsExactly("id", "ok", "checks");
    assertThat(all.get(0).get("ok").asBoolean()).isTrue();
    assertThat(all.get(0).get("checks")).hasSizeGreaterThan(20);
    assertThat(keys(all.get(0).get("checks").get(0)))
        .containsExactly("name", "expected", "got", "tolerance", "ok");
  }

  @Test
  void verifyNamesDamagedWeights() throws IOException {
    Path copy = copyOfCheckpoint();
    Path weights = copy.resolve("weights.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1000] ^= 1;
    Files.write(weights, bytes);
    tiny("verify", copy).fails(1, "weights.safetensors", "SHA-256");
  }

  @Test
  void verifyNamesTheNumberThatWasEditedOnTheCard() throws IOException {
    Path copy = copyOfCheckpoint();
    Path card = copy.resolve("card.json");
    String text = Files.readString(card);
    String edited = text.replaceFirst("\"psnrDb\" : [0-9.]+", "\"psnrDb\" : 99.5");
    assertThat(edited).isNotEqualTo(text);
    Files.writeString(card, edited);
    Ran ran = tiny("verify", copy);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).contains("FAIL", "psnrDb: expected 99.5, got ");
    assertThat(ran.out().lines().filter(line -> line.startsWith("     FAIL"))).hasSize(1);
  }

  @Test
  void benchHasTheKeysOfTheContract() {
    JsonNode rows = tiny("bench", TinyZoo.MODEL, "--threads", 1, "--json").json();
    assertThat(rows).hasSize(1);
    assertThat(keys(rows.get(0)))
        .contains("model", "batch", "trainSamplesPerSecond", "inferSamplesPerSecond");
    assertThat(rows.get(0).get("trainSamplesPerSecond").asDouble()).isPositive();
    assertThat(rows.get(0).get("inferSamplesPerSecond").asDouble()).isPositive();
  }

  @Test
  void demoWritesAPageAPictureAndNumbers() throws IOException {
    Path out = temp.resolve("the demo");
    JsonNode json = tiny("demo", "--out", out, "--json").json();
    assertThat(json.get("report").asText()).isEqualTo(out.resolve("report.html").toString());
    assertThat(out.resolve("reconstructions.png")).isNotEmptyFile();
    assertThat(out.resolve("metrics.json")).content().contains(TinyZoo.MODEL, "\"mse\"");
    String page = Files.readString(out.resolve("report.html"));
    assertThat(page).contains(TinyZoo.MODEL, "trained on synthetic-digits");
    tiny("demo", "--all", "--out", out).ok();
  }

  @Test
  void demoDoesNotReplaceAPageOfSomebodyElse() throws IOException {
    Path page = Files.writeString(temp.resolve("report.html"), "<p>mine</p>");
    tiny("demo", "--out", temp).fails(1, "exists already", "--overwrite");
    assertThat(page).hasContent("<p>mine</p>");
  }

  private Path copyOfCheckpoint() throws IOException {
    Path copy = Files.createDirectories(temp.resolve("copy"));
    for (String name : new String[] {"card.json", "weights.safetensors", "reference.safetensors"}) {
      Files.copy(TinyZoo.checkpoint().resolve(name), copy.resolve(name));
    }
    return copy;
  }
}
