package io.github.aezoo.cli.command;

import static io.github.aezoo.cli.Ran.tiny;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as users have them: what is assumed is said, and one bad row does not stop the others. */
final class OwnTableCommandTest {
  @TempDir private Path temp;

  /** 200 rows on a line and 20 beside it, with decimal commas and classes in words. */
  private Path table(String normal, String anomaly) throws IOException {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("when;x;y;Label\n");
    for (int i = 0; i < 220; i++) {
      double x = random.nextDouble();
      text.append("2024-03-%02d;".formatted(1 + i % 31))
          .append(String.format(Locale.GERMANY, "%.4f;%.4f;", x, i < 200 ? 2 * x : 4 + x))
          .append(i < 200 ? normal : anomaly)
          .append('\n');
    }
    return Files.writeString(temp.resolve("rows.csv"), text);
  }

  private Ran fit(Path file, Object... more) {
    Object[] words = {
      "anomalies",
      "--fit",
      file,
      "--out",
      temp.resolve("detector"),
      "--false-alarms",
      0.1,
      "--epochs",
      5,
      "--threads",
      1
    };
    Object[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return tiny(all);
  }

  @Test
  void aFitSaysWhatItAssumes() throws IOException {
    Ran fitted = fit(table("normal", "anomaly")).ok();
    assertThat(fitted.err())
        .contains(
            "zoo: anomalies: anomaly (20 rows); normal: normal (200 rows)",
            "zoo: 220 rows, 4 columns; separator semicolon, decimal comma, encoding UTF-8",
            "zoo: label column 'Label': anomaly (20 rows), normal (200 rows)",
            "zoo: features: 2 numeric, 1 of dates; 6 values in all");
    assertThat(fitted.err().lines().filter(line -> line.startsWith("zoo: ")).count())
        .isBetween(4L, 9L);
    assertThat(fitted.out()).contains("AUROC");
    tiny("verify", temp.resolve("detector")).ok();

    Path fresh =
        Files.writeString(
            temp.resolve("new.csv"),
            """
            when,x,y,label
            2024-04-02,0.5,1,0
            2024-04-03,0.5,1e30,1
            2024-04-04,0.5,1.01,
            2024-04-05,0.1,6,1
            """);
    Path scores = temp.resolve("scores.csv");
    Ran scored = tiny("anomalies", temp.resolve("detector"), "--data", fresh, "--out", scores).ok();
    assertThat(scored.err())
        .contains(
            "1 row cannot be read and gets the highest score: line 3, column 'y'",
            "1 row has no class and does not count in the test");
    assertThat(scored.out()).contains("AUROC 1.000");
    List<String> lines = Files.readAllLines(scores);
    assertThat(lines).hasSize(5);
    assertThat(lines.get(2)).startsWith("3,Infinity,1,1,y,1.0000");
    // What is not scored needs rows that can be read.
    tiny("evaluate", temp.resolve("detector"), "--data", fresh)
        .fails(1, "line 3, column 'y'", "got 1e30 (1 of 4 rows cannot be read)");
  }

  @Test
  void classesThatDoNotTellAreAskedForByTheOption() throws IOException {
    fit(table("cat", "dog"))
        .fails(1, "--anomaly", "column 'Label' has the classes cat (200 rows), dog (20 rows)");
    fit(table("1", "0")).fails(1, "200 of 220 rows would be anomalies");
    fit(table("0", "0")).fails(1, "--normal", "no row is an anomaly", "0 (220 rows)");
  }

  @Test
  void aDescriptionHasALineForEachColumn() throws IOException {
    JsonNode json = tiny("data", "describe", table("no", "yes"), "--json").json();
    List<String> lines = new ArrayList<>();
    json.get("description").forEach(line -> lines.add(line.asText()));
    assertThat(lines)
        .contains("label column 'Label': no (200 rows), yes (20 rows)")
        .anyMatch(
            l ->
                l.startsWith(
                    "column 'when': feature, dates since 2024-03-01T00:00 (4 values); 0 missing, 31 distinct, for example '2024-03-01'"))
        .anyMatch(l -> l.startsWith("column 'x': feature, numbers from 0."))
        .anyMatch(l -> l.startsWith("column 'Label': label; 0 missing, 2 distinct"));
    assertThat(tiny("data", "describe", temp.resolve("rows.csv")).ok().out())
        .contains(lines.get(0), lines.get(lines.size() - 1));
  }
}
