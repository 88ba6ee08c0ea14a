package io.github.aezoo.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.source.Datasets;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import io.github.aezoo.probe.Probe;
import io.github.aezoo.probe.ProbeArchitecture;
import io.github.aezoo.probe.WithProbe;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.TrainingListener;
import io.github.aezoo.zoo.Assessment;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.Detectors;
import io.github.aezoo.zoo.TrainingRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Detectors of rows: one object that scores, flags and explains. */
@ExtendWith(WithProbe.class)
final class DetectorTest {
  private static final double ROUNDING = 1e-6;

  @TempDir private static Path temp;

  private static Path table;
  private static Detector detector;
  private static List<Map<String, Object>> fresh;
  private static Dataset freshData;

  @BeforeAll
  static void fit() throws IOException {
    table = Files.writeString(temp.resolve("rows.csv"), Rows.csv(Rows.of(400, 40, 1)));
    detector = DetectorFit.of(table.toString(), options().build(), List.of()).train(1, quiet());
    fresh = Rows.of(50, 5, 2);
    Path file = Files.writeString(temp.resolve("fresh.csv"), Rows.csv(fresh));
    freshData = open(file.toString(), true);
  }

  @AfterAll
  static void close() {
    detector.close();
  }

  private static FitOptions.Builder options() {
    return FitOptions.builder().recipe(Probe.recipe("tiny", "none", 20)).falseAlarms(0.05);
  }

  private static TrainingListener quiet() {
    return TrainingListener.NONE;
  }

  private static Dataset open(String word, boolean asTheDetector) {
    return Datasets.open(
        io.github.aezoo.data.DataSpec.parse(word),
        new Datasets.Opening(
            io.github.aezoo.data.image.ImageFolderDataset.Options.standard(),
            asTheDetector ? detector.input().rows() : Optional.empty(),
            asTheDetector,
            List.of()));
  }

  private static double[] values(Map<String, Object> row) {
    return Stream.of("x", "y", "z").mapToDouble(c -> ((Number) row.get(c)).doubleValue()).toArray();
  }

  @Test
  void aFittedDetectorKnowsItsThresholdAndItsTest() {
    Threshold detection = detector.fitted().orElseThrow();
    assertThat(detector.threshold()).hasValue(detection.value());
    assertThat(detection.anomalies()).containsExactly("1");
    assertThat(detection.heldOut()).isGreaterThanOrEqualTo(Ranking.needed(0.05));
    assertThat(detection.tested().anomalies()).isEqualTo(12);
    assertThat(detection.tested().auroc()).isGreaterThan(0.9);
  }

  @Test
  void aDetectorOfHalvesHasTheSameThresholdInMemoryAndInAFolder() {
    Recipe halves =
        Probe.recipe("tiny", "none", 2).toBuilder().weights(Safetensors.Precision.F16).build();
    DetectorFit fit = DetectorFit.of(table.toString(), options().recipe(halves).build(), List.of());
    Checkpoint stored =
        new TrainingRun(fit.recipe(), fit.data(), temp.resolve("halves"), 1, TrainingRun.Start.NEW)
            .run(quiet(), new Assessment())
            .checkpoint()
            .orElseThrow();
    try (Detector inMemory = fit.train(1, quiet());
        Detector opened = Detectors.open(stored)) {
      assertThat(inMemory.fitted()).isEqualTo(opened.fitted());
      assertThat(inMemory.model().weights()).isEqualTo(opened.model().weights());
    }
  }

  @Test
  void aRowScoresAloneAsInItsTable() {
    double[] scores = detector.score(freshData, Split.TEST);
    assertThat(scores).hasSize(55);
    for (int i = 0; i < scores.length; i++) {
      Map<String, Object> row = fresh.get(i);
      assertThat(detector.score(row)).isCloseTo(scores[i], within(ROUNDING));
      assertThat(detector.score(values(row))).isEqualTo(detector.score(row));
      assertThat(detector.flag(row)).isEqualTo(detector.explain(values(row)).flagged());
    }
    assertThat(detector.flag(fresh.get(54))).isTrue();
    assertThat(detector.flag(fresh.stream()))
        .containsExactlyElementsOf(fresh.stream().map(row -> detector.flag(row)).toList());
    assertThat(detector.score(fresh.stream()).toArray()).containsExactly(scores, within(ROUNDING));
  }

  @Test
  void theColumnThatWasPushedOutIsTheFirstReason() {
    Finding finding = detector.explain(fresh.get(54));
    assertThat(finding.flagged()).isTrue();
    assertThat(finding.reasons()).hasSize(3);
    assertThat(finding.reasons().get(0).name()).isEqualTo("y");
    assertThat(finding.reasons().get(0).share()).isBetween(0.5, 1.0);
    assertThat(detector.explain(fresh.stream()).skip(54).findFirst().orElseThrow().reasons().get(0))
        .extracting(Contributions.Part::name)
        .isEqualTo("y");
  }

  @Test
  void aColumnThatIsMissingOrUnknownIsNamed() {
    Map<String, Object> row = new LinkedHashMap<>(fresh.get(0));
    row.put("w", 1);
    assertThatThrownBy(() -> detector.score(row))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("column 'w'");
    row.remove("w");
    row.remove("y");
    assertThatThrownBy(() -> detector.explain(row)).hasMessageContaining("column 'y' is missing");
    assertThatThrownBy(() -> detector.score(Stream.of(fresh.get(0), row)).toArray())
        .hasMessageContaining("sample 1: column 'y' is missing");
    assertThatThrownBy(() -> detector.score(1, 2)).hasMessageContaining("3 values expected");
    assertThatThrownBy(() -> detector.score(Path.of("a.png")))
        .hasMessageContaining("a row as double[] or Map expected; got the file a.png");
    assertThatThrownBy(() -> detector.score(Stream.of("a")).toArray())
        .hasMessageContaining("sample 0: a row as double[] or Map expected; got java.lang.String");
    assertThatThrownBy(() -> detector.score(open(table.toString(), false), Split.TRAIN))
        .hasMessageContaining("prepared differently");
  }

  @Test
  void aStreamIsReadABatchAtATimeInItsOrder() {
    AtomicInteger read = new AtomicInteger();
    Stream<double[]> rows =
        IntStream.range(0, 2000)
            .mapToObj(i -> new double[] {i / 2000.0, i / 1000.0, 1})
            .peek(row -> read.incrementAndGet());
    Stream<Finding> findings = detector.explain(rows);
    assertThat(read).hasValue(0);
    var iterator = findings.iterator();
    double first = iterator.next().score();
    assertThat(read.get()).isBetween(1, 513);
    assertThat(first).isCloseTo(detector.score(0, 0, 1), within(ROUNDING));
    for (int i = 1; i < 1999; i++) {
      iterator.next();
    }
    assertThat(iterator.next().score())
        .isCloseTo(detector.score(1999 / 2000.0, 1.999, 1), within(ROUNDING));
    assertThat(iterator.hasNext()).isFalse();
  }

  @Test
  void threadsGetIdenticalNumbers() throws Exception {
    double[] alone = fresh.stream().mapToDouble(row -> detector.score(row)).toArray();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<double[]>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(
            threads.submit(() -> fresh.stream().mapToDouble(row -> detector.score(row)).toArray()));
      }
      for (Future<double[]> one : all) {
        assertThat(one.get()).containsExactly(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theTableOfScoresHasARowASample() throws IOException {
    Path file = temp.resolve("scores.csv");
    ScoreTable scores = new ScoreTable(detector, freshData, Split.TEST, List.of("1"), 2);
    List<Integer> told = new ArrayList<>();
    ScoreTable.Summary summary = scores.write(file, (done, total) -> told.add(done));
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(56);
    assertThat(lines.get(0)).isEqualTo("line,score,anomaly,label,top1,share1,top2,share2");
    assertThat(lines.get(55)).matches("56,[0-9.E-]+,1,1,y,0\\.[0-9]{4},.*");
    assertThat(told).containsExactly(55);
    assertThat(summary.tested().orElseThrow().auroc()).isGreaterThan(0.9);
    assertThat(summary.flagged().orElseThrow()).isBetween(5L, 15L);
    assertThat(summary.scores()).containsExactly(scores.summary().scores());
  }

  @Test
  void withoutAThresholdNothingIsFlagged() {
    Detector plain =
        Detector.of(
            detector.model(),
            detector.input(),
            detector.scoredBy(),
            OptionalDouble.empty(),
            detector.fitted().orElseThrow().heldOut());
    assertThat(plain.score(fresh.get(54))).isEqualTo(detector.score(fresh.get(54)));
    assertThat(plain.explain(fresh.get(54)).flagged()).isFalse();
    assertThatThrownBy(() -> plain.flag(fresh.get(54)))
        .hasMessageContaining("a threshold expected")
        .hasMessageContaining("reconstructionError");
  }

  @Test
  void afterCloseEveryCallSaysSo() {
    Shape shape = Shape.row(3);
    Autoencoder model =
        Autoencoder.create("small", new ProbeArchitecture(shape, 2, 1, false), Learning.NONE, 1);
    Detector closed =
        Detector.of(
            model,
            DetectorInput.ofImages(shape, false),
            detector.scoredBy(),
            OptionalDouble.of(1),
            1);
    assertThat(closed.flag(0, 0, 0)).isFalse();
    var later = closed.score(Stream.of(new double[3]));
    closed.close();
    closed.close();
    String said = "an open detector expected; small is closed: open it again";
    assertThatThrownBy(() -> closed.score(0, 0, 0))
        .isInstanceOf(ZooException.class)
        .hasMessage(said);
    assertThatThrownBy(() -> closed.flag(0, 0, 0)).hasMessage(said);
    assertThatThrownBy(() -> closed.explain(Map.of())).hasMessage(said);
    assertThatThrownBy(() -> closed.score(Stream.of())).hasMessage(said);
    assertThatThrownBy(() -> closed.score(freshData, Split.TEST)).hasMessage(said);
    assertThatThrownBy(later::toArray).hasMessage(said);
  }

  @Test
  void rowsInMemoryAreFittedAsTheyAre() {
    Dataset data = open(table + ":validation=0", false);
    DetectorFit fit = DetectorFit.of(data, options().build());
    assertThat(fit.data().size(Split.TEST)).isEqualTo(132);
    assertThat(fit.recipe().data().toString()).endsWith(":without=1");
    assertThat(fit.recipe().detect().anomalies()).containsExactly("1");
    for (int i = 0; i < fit.data().size(Split.TRAIN); i++) {
      assertThat(fit.data().className(Split.TRAIN, i)).hasValue("0");
    }
    try (Detector own = fit.train(1, quiet())) {
      assertThat(own.fitted().orElseThrow().tested().auroc()).isGreaterThan(0.9);
      assertThat(own.flag(fresh.get(54))).isTrue();
    }
  }

  @Test
  void anOptionThatDoesNotFitIsNamedAsTheLibraryDoes() {
    assertThatThrownBy(() -> options().falseAlarms(2).build())
        .isInstanceOfSatisfying(
            SettingException.class, e -> assertThat(e.setting()).isEqualTo("falseAlarms"));
    assertThatThrownBy(() -> options().normal(List.of("0")).anomalies(List.of("1")).build())
        .isInstanceOfSatisfying(
            SettingException.class, e -> assertThat(e.setting()).isEqualTo("normal"));
    FitOptions rare = options().falseAlarms(0.001).build();
    assertThatThrownBy(() -> DetectorFit.of(table.toString(), rare, List.of()))
        .hasMessageContaining("needs 999 held-out normal samples")
        .hasMessageNotContaining("--")
        .isInstanceOfSatisfying(
            SettingException.class, e -> assertThat(e.setting()).isEqualTo("falseAlarms"));
    FitOptions fraud = options().anomalies(List.of("fraud")).build();
    assertThatThrownBy(() -> DetectorFit.of(table.toString(), fraud, List.of()))
        .hasMessageContaining("its classes are 0, 1")
        .isInstanceOfSatisfying(
            SettingException.class, e -> assertThat(e.setting()).isEqualTo("anomalies"));
  }
}
