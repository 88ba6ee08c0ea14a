package io.github.aezoo.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.image.ImageFolderDataset;
import io.github.aezoo.data.source.Datasets;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.probe.Probe;
import io.github.aezoo.probe.WithProbe;
import io.github.aezoo.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of users: what their classes mean, and rows that cannot be read. */
@ExtendWith(WithProbe.class)
final class OwnTableTest {
  @TempDir private Path folder;

  private static FitOptions.Builder options() {
    return FitOptions.builder().recipe(Probe.recipe("tiny", "none", 3)).falseAlarms(0.1);
  }

  /** 200 normal rows and 20 anomalies. */
  private Path table(String label, String normal, String anomaly) throws IOException {
    String text = Rows.csv(Rows.of(200, 20, 1)).replace("label", label);
    text = text.replaceAll("(?m),1\\r?$", ",@").replaceAll("(?m),0\\r?$", "," + normal);
    text = text.replaceAll("(?m),@$", "," + anomaly);
    return Files.writeString(folder.resolve("rows.csv"), text);
  }

  private static DetectorFit fit(Path file, FitOptions options) {
    return DetectorFit.of(file.toString(), options, List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "label,0,1",
    "Label,0.0,1.0",
    "CLASS,False,True",
    "label,1,-1",
    "target,normal,anomaly",
    "is_fraud,no,yes",
    "attack,benign,attack"
  })
  void anomaliesAreToldAndNotTrainedOn(String label, String normal, String anomaly)
      throws IOException {
    DetectorFit fit = fit(table(label, normal, anomaly), options().build());
    assertThat(fit.notes())
        .containsExactly(
            "anomalies: %s (20 rows); normal: %s (200 rows)".formatted(anomaly, normal));
    assertThat(fit.recipe().detect().anomalies()).containsExactly(anomaly);
    for (Split split : List.of(Split.TRAIN, Split.VALIDATION)) {
      for (int i = 0; i < fit.data().size(split); i++) {
        assertThat(fit.data().className(split, i)).contains(normal);
      }
    }
    try (Detector detector = fit.train(1, TrainingListener.NONE)) {
      assertThat(detector.fitted().orElseThrow().tested().anomalies()).isEqualTo(6);
    }
    Dataset memory =
        Datasets.open(folder.resolve("rows.csv") + ":validation=0", Optional.empty(), List.of());
    DetectorFit inMemory = DetectorFit.of(memory, options().build());
    assertThat(inMemory.notes()).isEqualTo(fit.notes());
    assertThat(inMemory.data().className(Split.TRAIN, 0)).contains(normal);
  }

  @Test
  void classesThatDoNotTellAreAskedFor() throws IOException {
    Path file = table("label", "cat", "dog");
    assertThatThrownBy(() -> fit(file, options().build()))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("column 'label' has the classes cat (200 rows), dog (20 rows)")
        .hasMessageContaining("name those that are anomalies, or the only normal ones");
    assertThat(fit(file, options().normal(List.of("cat")).build()).notes())
        .containsExactly("anomalies: dog (20 rows); normal: cat (200 rows)");
    assertThat(fit(file, options().anomalies(List.of("dog")).build()).recipe().data().without())
        .containsExactly("dog");
  }

  @Test
  void noneOrMostRowsAsAnomaliesAreRefusedWithTheirCounts() throws IOException {
    Path most = table("label", "1", "0");
    assertThatThrownBy(() -> fit(most, options().build()))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("200 of 220 rows would be anomalies, at most half expected")
        .hasMessageContaining("0 (20 rows), 1 (200 rows)");
    Path none = table("label", "0", "0");
    assertThatThrownBy(() -> fit(none, options().build()))
        .hasMessageContaining("no row is an anomaly: column 'label' has 0 (220 rows)");
    assertThat(fit(none, options().normal(List.of("0")).build()).data().size(Split.TRAIN))
        .isPositive();
    assertThat(fit(none, options().label("").build()).notes())
        .containsExactly("no label column: all rows are trained on as normal ones");
  }

  private static Dataset scored(Detector detector, Path file) {
    return Datasets.open(
        DataSpec.of(file.toString()),
        new Datasets.Opening(
            ImageFolderDataset.Options.standard(), detector.input().rows(), true, true, List.of()));
  }

  @Test
  void oneRowThatCannotBeReadDoesNotStopTheOthers() throws IOException {
    DetectorFit fit = fit(table("label", "0", "1"), options().build());
    Path file =
        Files.writeString(
            folder.resolve("new.csv"),
            """
            x,y,z,label
            0.5,1,0.5,0
            0.5,1e30,0.5,1
            0.5,abc,0.5,0
            0.5,inf,0.5,0
            0.5,1
            0.5,1e16,0.5,
            0.4,0.8,0.6,
            0.9,9,0.1,1
            """);
    try (Detector detector = fit.train(1, TrainingListener.NONE)) {
      Dataset data = scored(detector, file);
      assertThat(data.notes().get(0))
          .startsWith(
              "4 rows cannot be read and get the highest score: line 3, column 'y': a number near ")
          .contains("got 1e30; line 4, column 'y': a number expected; got 'abc'");
      assertThat(data.notes()).contains("3 rows have no class and do not count in the test");
      double[] scores = detector.score(data, Split.TEST);
      assertThat(IntStream.range(0, 8).filter(i -> Double.isInfinite(scores[i])))
          .contains(1, 2, 3, 4)
          .doesNotContain(0, 6, 7);
      Path out = folder.resolve("scores.csv");
      ScoreTable.Summary summary =
          new ScoreTable(detector, data, Split.TEST, List.of("1"), 1)
              .write(out, (done, total) -> {});
      assertThat(summary.tested().orElseThrow().samples()).isEqualTo(5);
      assertThat(Files.readAllLines(out).get(2)).isEqualTo("3,Infinity,1,1,y,1.0000");
      assertThat(Files.readAllLines(out).get(7)).matches("8,[0-9.E-]+,[01],,.*");
      // A row alone is an error that names the column.
      assertThatThrownBy(() -> detector.score(Map.of("x", 1, "y", "abc", "z", 1)))
          .hasMessageContaining("column 'y': a number expected; got 'abc'");
    }
  }

  @Test
  void rowsThatCannotBeReadAreNotTrainedOn() throws IOException {
    Path file = table("label", "0", "1");
    Files.writeString(file, Files.readString(file) + "0.5,1e30,0.5,0\n0.5,abc,0.5,0\n");
    Dataset data = fit(file, options().build()).data();
    int rows = data.splits().stream().mapToInt(data::size).sum();
    assertThat(rows).isLessThanOrEqualTo(220);
    assertThat(data.notes().get(0)).startsWith("2 rows cannot be read and are left out: line ");
    assertThat(data.preparation().orElseThrow().values(Map.of("x", 0.5, "y", 1, "z", 0.5)))
        .doesNotContain(Float.NaN);
  }
}
