package io.github.aezoo.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.table.CsvTable;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.probe.Probe;
import io.github.aezoo.probe.WithProbe;
import io.github.aezoo.train.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows train and which test. */
@ExtendWith(WithProbe.class)
class AdBenchProtocolTest {
  private static final int NORMAL = 1100;
  private static final int ANOMALIES = 100;
  private static final int COLUMNS = 8;

  /** Of a row. */
  private static final int LABEL = COLUMNS;

  @TempDir private static Path folder;
  private static Path file;
  private static CsvTable table;

  /** Noise, and a last value that is large in anomalies alone. */
  @BeforeAll
  static void write() {
    Random random = new Random(2);
    StringBuilder text = new StringBuilder("a,b,c,d,e,f,g,h,label\n");
    for (int i = 0; i < NORMAL + ANOMALIES; i++) {
      boolean anomaly = i >= NORMAL;
      for (int j = 0; j < COLUMNS; j++) {
        double noise = random.doubles(4).average().orElseThrow();
        double value = j < COLUMNS - 1 ? noise : anomaly ? 1 : 0.01 * noise;
        text.append(String.format(Locale.ROOT, "%.6f,", value));
      }
      text.append(anomaly ? "1\n" : "0\n");
    }
    file = folder.resolve("made.csv");
    SafeFiles.writeString(file, text.toString());
    table = CsvTable.read(file, DataSpec.Header.AUTO);
  }

  private static AdBench bench(boolean heldOut) {
    Recipe recipe = Probe.recipe("tiny", "none", 1).withBatchSize(256);
    return new AdBench(recipe, heldOut);
  }

  private static Map<Split, List<CsvTable.Row>> split(boolean heldOut, int seed, String training) {
    return bench(heldOut).split(table.rows(), LABEL, seed, training);
  }

  private static Set<Integer> lines(List<CsvTable.Row> rows) {
    Set<Integer> lines = rows.stream().map(CsvTable.Row::line).collect(Collectors.toSet());
    assertThat(lines).hasSameSizeAs(rows);
    return lines;
  }

  private static long anomalies(List<CsvTable.Row> rows) {
    return rows.stream().filter(row -> row.cells().get(LABEL).equals("1")).count();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyRowTrainsOrTestsAndNoneDoesBoth(int seed) {
    Map<Split, List<CsvTable.Row>> rows = split(false, seed, AdBench.CONTAMINATED);
    Set<Integer> train = lines(rows.get(Split.TRAIN));
    Set<Integer> test = lines(rows.get(Split.TEST));
    assertThat(train).doesNotContainAnyElementsOf(test);
    assertThat(train.size() + test.size()).isEqualTo(NORMAL + ANOMALIES);
    // 30 % of each class.
    assertThat(test).hasSize(360);
    assertThat(anomalies(rows.get(Split.TEST))).isEqualTo(30);
    assertThat(rows).containsOnlyKeys(Split.TRAIN, Split.TEST);
  }

  @Test
  void contaminatedTrainingKeepsTheAnomaliesThatNormalTrainingLeavesOut() {
    Map<Split, List<CsvTable.Row>> contaminated = split(false, 1, AdBench.CONTAMINATED);
    Map<Split, List<CsvTable.Row>> normal = split(false, 1, AdBench.NORMAL);
    assertThat(anomalies(contaminated.get(Split.TRAIN))).isEqualTo(70);
    assertThat(anomalies(normal.get(Split.TRAIN))).isZero();
    Set<Integer> left = lines(contaminated.get(Split.TRAIN));
    left.removeAll(lines(normal.get(Split.TRAIN)));
    assertThat(left).hasSize(70);
    assertThat(normal.get(Split.TEST)).isEqualTo(contaminated.get(Split.TEST));
  }

  @Test
  void anotherSeedTestsOtherRows() {
    assertThat(lines(split(false, 1, AdBench.NORMAL).get(Split.TEST)))
        .isNotEqualTo(lines(split(false, 2, AdBench.NORMAL).get(Split.TEST)));
  }

  @ParameterizedTest
  @ValueSource(strings = {AdBench.CONTAMINATED, AdBench.NORMAL})
  void settingsAreChosenInsideOfTheTrainingRows(String training) {
    Map<Split, List<CsvTable.Row>> rows = split(true, 1, training);
    Set<Integer> inside = new HashSet<>(lines(rows.get(Split.TRAIN)));
    Set<Integer> held = lines(rows.get(Split.TEST));
    assertThat(inside).doesNotContainAnyElementsOf(held);
    inside.addAll(held);
    assertThat(inside)
        .doesNotContainAnyElementsOf(lines(split(false, 1, training).get(Split.TEST)));
    // 30 % of 770 and of 70.
    assertThat(held).hasSize(231 + 21);
  }

  @Test
  void anomaliesAmongTheTrainingRowsTeachADetectorThatTheyAreUsual() {
    List<AdBench.Result> results = bench(false).run(file, 1, trainings());
    Map<String, AdBench.Result> byName =
        results.stream()
            .collect(Collectors.toMap(r -> r.training() + " " + r.detector(), Function.identity()));
    List<String> names = new ArrayList<>();
    for (String training : trainings()) {
      Stream.of("autoencoder", "pca", "isolationForest")
          .forEach(detector -> names.add(training + " " + detector));
    }
    assertThat(byName).containsOnlyKeys(names.toArray(String[]::new));
    // The first principal component of contaminated rows is what sets the anomalies apart.
    assertThat(byName.get("normal pca").auroc().get(0)).isEqualTo(1);
    assertThat(byName.get("contaminated pca").auroc().get(0)).isLessThan(0.8);
    assertThat(byName.get("normal isolationForest").auroc())
        .isNotEqualTo(byName.get("contaminated isolationForest").auroc());
  }

  private static List<String> trainings() {
    return List.of(AdBench.CONTAMINATED, AdBench.NORMAL);
  }
}
