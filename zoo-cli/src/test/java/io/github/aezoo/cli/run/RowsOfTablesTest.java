package io.github.aezoo.cli.run;

import static io.github.aezoo.cli.Ran.tiny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.cli.TinyZoo;
import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.table.CsvTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user of a table sees of a model: cells and columns, no pictures. */
final class RowsOfTablesTest {
  private static final String CARS = "price,\"colour, outside\",doors,label\n";

  @TempDir private static Path temp;

  private static Path table;
  private static Path detector;
  private static Path vae;

  @BeforeAll
  static void fit() throws IOException {
    table = Files.writeString(temp.resolve("cars.csv"), rows());
    detector = fit("dense", 60);
    vae = fit("vae", 2);
  }

  private static Path fit(String kind, int epochs) {
    Path out = temp.resolve(kind);
    tiny(
            "anomalies",
            "--fit",
            table,
            "--out",
            out,
            "--detector",
            kind,
            "--false-alarms",
            0.05,
            "--epochs",
            epochs,
            "--threads",
            1)
        .ok();
    return out;
  }

  /** The price follows the colour; anomalies cost much more. */
  private static String rows() {
    Random random = new Random(4);
    StringBuilder text = new StringBuilder(CARS);
    for (int i = 0; i < 300; i++) {
      boolean anomaly = i % 25 == 3;
      boolean red = random.nextBoolean();
      double price = (anomaly ? 90_000 : red ? 30_000 : 10_000) + 500 * random.nextGaussian();
      text.append(
          String.format(
              Locale.ROOT,
              "%.2f,%s,4,%d%n",
              price,
              red ? "red" : "\"blue, dark\"",
              anomaly ? 1 : 0));
    }
    return text.toString();
  }

  @Test
  void reconstructedRowsAreATableInItsOwnUnits() {
    Path out = temp.resolve("reconstructed.csv");
    JsonNode json = tiny("reconstruct", detector, "--data", table, "--out", out, "--json").json();
    assertThat(json.get("rows").asInt()).isEqualTo(300);
    CsvTable original = CsvTable.read(table, DataSpec.Header.AUTO);
    CsvTable reconstructed = CsvTable.read(out, DataSpec.Header.AUTO);
    assertThat(reconstructed.columns()).isEqualTo(original.columns());
    assertThat(reconstructed.rows()).hasSize(300);
    for (int i = 0; i < 300; i++) {
      List<String> was = original.rows().get(i).cells();
      List<String> came = reconstructed.rows().get(i).cells();
      assertThat(came.get(3)).isEqualTo(was.get(3));
      if (was.get(3).equals("0")) {
        assertThat(Double.parseDouble(came.get(0)))
            .isCloseTo(Double.parseDouble(was.get(0)), within(7000.0));
        assertThat(came.get(1)).isEqualTo(was.get(1));
        assertThat(Double.parseDouble(came.get(2))).isCloseTo(4, within(0.05));
      }
    }
    // It is a table that the model takes again.
    tiny("evaluate", detector, "--data", out).ok();
    Path few = temp.resolve("few.csv");
    tiny("reconstruct", detector, "--data", table, "--out", few, "--count", 7).ok();
    assertThat(CsvTable.read(few, DataSpec.Header.AUTO).rows()).hasSize(7);
  }

  @Test
  void generatedRowsAreATableInItsOwnUnits() throws IOException {
    Path out = temp.resolve("new.csv");
    tiny("generate", vae, "--out", out, "--count", 40, "--seed", 3).ok();
    CsvTable made = CsvTable.read(out, DataSpec.Header.AUTO);
    assertThat(made.columns()).containsExactly("price", "colour, outside", "doors");
    assertThat(made.rows()).hasSize(40);
    for (CsvTable.Row row : made.rows()) {
      assertThat(Double.parseDouble(row.cells().get(0))).isBetween(0.0, 100_000.0);
      assertThat(row.cells().get(1)).isIn("red", "blue, dark");
    }
    assertThat(made.rows().stream().map(row -> row.cells().get(0)).distinct().count())
        .isGreaterThan(20);
    byte[] first = Files.readAllBytes(out);
    tiny("generate", vae, "--out", out, "--count", 40, "--seed", 3).fails(1, "new.csv", "exists");
    tiny("generate", vae, "--out", out, "--count", 40, "--seed", 3, "--overwrite").ok();
    assertThat(Files.readAllBytes(out)).isEqualTo(first);
    Path other = temp.resolve("none.csv");
    tiny("generate", vae, "--out", other, "--manifold").fails(2, "--manifold");
    tiny("generate", TinyZoo.MODEL, "--out", other).fails(2, "images");
    tiny("generate", detector, "--out", other).fails(1, "cannot generate");
    tiny("generate", vae, "--out", temp.resolve("rows.txt")).fails(2, ".png", ".csv");
    assertThat(other).doesNotExist();
  }

  @Test
  void picturesOfRowsAreRefused() throws IOException {
    Path png = temp.resolve("rows.png");
    tiny("reconstruct", detector, "--data", table, "--out", png)
        .fails(2, "rows of a table", ".csv");
    tiny("reconstruct", detector, "--data", table, "--out", temp + "/").fails(2, "rows of a table");
    tiny("codes", detector, "--data", table, "--out", png).fails(2, "--out", "rows of a table");
    tiny("generate", vae, "--out", png).fails(2, "rows of a table");
    tiny("interpolate", detector, "--data", table, "--out", png).fails(2, "rows of a table");
    tiny(
            "reconstruct",
            TinyZoo.MODEL,
            "--data",
            TinyZoo.pictures(),
            "--out",
            temp.resolve("pictures.csv"))
        .fails(2, ".png");
    assertThat(png).doesNotExist();
  }

  private static String report(Path model, Path data) throws IOException {
    Path page = temp.resolve("page.html");
    tiny("report", model, "--data", data, "--out", page, "--overwrite").ok();
    // Without what explains itself: the script of the charts, and pictures of nothing.
    return Files.readString(page).replaceAll("(?s)<script>.*?</script>|<style>.*?</style>", "");
  }

  @Test
  void aReportHasCellsColumnsScoresAndNoPictures() throws IOException {
    String page = report(detector, table);
    assertThat(page)
        .contains(": rows</h2>", "line 2", "reconstructed", "blue, dark")
        .contains("the columns with the largest errors", "price", "colour, outside", "categories")
        .contains("the rows with the largest scores", "(flagged)", "reconstructed as")
        .contains("anomaly scores", "\"mark\":{", "normal", "anomalies")
        .contains("detection of labelled anomalies", "AUROC", "5.0 %")
        .contains("a map of codes", "neighbours", "by values")
        .doesNotContain("<img", "pixel", "image ", "images");
  }

  @Test
  void withoutLabelsAndThresholdTheReportSaysSo() throws IOException {
    Path plain =
        Files.writeString(
            temp.resolve("plain.csv"),
            rows().replace(",label\n", "\n").replaceAll(",[01]\n", "\n"));
    Path out = temp.resolve("trained");
    tiny("train", TinyZoo.RECIPE, "--data", plain, "--epochs", 1, "--out", out).ok();
    assertThat(report(out, plain))
        .contains("anomaly scores", "the card has no threshold")
        .doesNotContain("AUROC", "(flagged)", "\"mark\"", "<img");
  }

  @Test
  void numbersOfRowsAreOfValues() {
    assertThat(tiny("evaluate", detector, "--data", table).ok().out())
        .contains("300 rows", "mse (value^2)", "mse of rows:", "ROWS")
        .doesNotContain("pixel", "mages");
    assertThat(tiny("codes", detector, "--data", table, "--query", 0).ok().out())
        .contains("rows of the test split", "2 (0)", "values");
  }
}
