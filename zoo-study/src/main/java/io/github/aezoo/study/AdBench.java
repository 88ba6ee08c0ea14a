package io.github.aezoo.study;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.SeedUse;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.table.CsvTable;
import io.github.aezoo.data.table.TableDataset;
import io.github.aezoo.detect.Ranking;
import io.github.aezoo.detect.ScoreRun;
import io.github.aezoo.eval.baseline.IsolationForest;
import io.github.aezoo.eval.baseline.Pca;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.AnomalyScore;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.train.DetectorSettings;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.StoredWeights;
import io.github.aezoo.train.Trainer;
import io.github.aezoo.train.TrainingListener;
import io.github.aezoo.zoo.ZooOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The protocol of ADBench (Han et al. 2022, <a
 * href="https://arxiv.org/abs/2206.09426">arXiv:2206.09426</a>) for detectors of anomalies in
 * tables: a table of fewer than 1,000 rows is drawn from with replacement until it has 1,000, of
 * one above 10,000 as many are drawn; 70 % of each class train, 30 % test; min-max scaling is
 * fitted on the training rows. Unlabelled detectors train on all training rows, anomalies among
 * them; here they also train on the normal ones alone.
 */
public final class AdBench {
  /** Trained on all training rows, as the protocol has it. */
  public static final String CONTAMINATED = "contaminated";

  /** Trained on the training rows that labels call normal. */
  public static final String NORMAL = "normal";

  private static final int FEWEST = 1000;
  private static final int MOST = 10_000;
  private static final double TEST_SHARE = 0.3;

  /** Of the rows that the autoencoder trains on, one in so many chooses the epoch. */
  private static final int VALIDATION = 10;

  private static final String LABEL = "label";

  private final Recipe recipe;
  private final boolean heldOut;

  /**
   * Prepares the protocol.
   *
   * @param recipe of the autoencoder; its data and seed are replaced
   * @param heldOut whether it is run inside of the training rows, to choose settings by: their own
   *     30 % test, and the protocol's test rows are not looked at
   */
  public AdBench(Recipe recipe, boolean heldOut) {
    this.recipe = recipe;
    this.heldOut = heldOut;
  }

  /**
   * A detector on a table, trained one way.
   *
   * @param table its name
   * @param training {@link #CONTAMINATED} or {@link #NORMAL}
   * @param detector autoencoder, pca or isolationForest
   * @param auroc a seed each
   * @param averagePrecision a seed each
   */
  public record Result(
      String table,
      String training,
      String detector,
      List<Double> auroc,
      List<Double> averagePrecision) {}

  /** The tables {@code .csv} and {@code .csv.gz} of a folder, by name. */
  public static List<Path> tables(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> tables =
          files
              .filter(f -> f.getFileName().toString().matches(".+\\.csv(\\.gz)?"))
              .sorted()
              .toList();
      if (tables.isEmpty()) {
        throw new ZooException(folder + ": tables (.csv, .csv.gz) expected; found none");
      }
      return tables;
    } catch (IOException e) {
      throw new ZooException(
          "%s: a folder of tables expected; %s".formatted(folder, SafeFiles.reason(e)), e);
    }
  }

  /**
   * Runs all detectors on every table of a folder, trained both ways.
   *
   * @param seeds runs with the seeds 1 to so many
   * @param progress is told how many tables are done
   * @throws ZooException when there is no table, or one without labels
   */
  public List<Result> runAll(Path folder, int seeds, ZooOptions.Progress progress) {
    List<Path> tables = tables(folder);
    List<Result> all = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      all.addAll(run(tables.get(i), seeds, List.of(CONTAMINATED, NORMAL)));
      progress.at(i + 1, tables.size());
    }
    return all;
  }

  /**
   * Runs all detectors on a table.
   *
   * @param seeds runs with the seeds 1 to so many
   * @param trainings {@link #CONTAMINATED}, {@link #NORMAL} or both
   * @throws ZooException when it has no column {@code label}, or one class alone
   */
  public List<Result> run(Path file, int seeds, List<String> trainings) {
    CsvTable table = CsvTable.read(file, DataSpec.Header.AUTO);
    int label =
        table
            .find(LABEL)
            .orElseThrow(
                () ->
                    new ZooException(
                        "%s, line 1: a column '%s' expected, 1 for an anomaly; it has %s"
                            .formatted(file, LABEL, String.join(", ", table.columns()))));
    String name = file.getFileName().toString().replaceFirst("\\.csv(\\.gz)?$", "");
    Map<String, Result> results = new LinkedHashMap<>();
    for (int seed = 1; seed <= seeds; seed++) {
      for (String training : trainings) {
        Map<Split, List<CsvTable.Row>> rows = split(table.rows(), label, seed, training);
        Dataset data = TableDataset.of(name, table, rows, LABEL);
        boolean[] are =
            ScoreRun.anomalies(data, Split.TEST, List.of(DetectorSettings.ANOMALY))
                .orElseThrow(
                    () ->
                        new ZooException(
                            "%s: rows with the label 1 and others expected".formatted(file)));
        for (Map.Entry<String, double[]> scored : scores(data, seed).entrySet()) {
          Result result =
              results.computeIfAbsent(
                  training + scored.getKey(),
                  key ->
                      new Result(
                          name, training, scored.getKey(), new ArrayList<>(), new ArrayList<>()));
          result.auroc().add(Ranking.auroc(scored.getValue(), are));
          result.averagePrecision().add(Ranking.averagePrecision(scored.getValue(), are));
        }
      }
    }
    return List.copyOf(results.values());
  }

  /** The rows that train and those that test, for one seed and one of the trainings. */
  Map<Split, List<CsvTable.Row>> split(
      List<CsvTable.Row> all, int label, int seed, String training) {
    List<List<CsvTable.Row>> parts = parts(drawn(all, seed), label, seed, SeedUse.BENCHMARK_TEST);
    if (heldOut) {
      parts = parts(parts.get(0), label, seed, SeedUse.BENCHMARK_INNER);
    }
    Predicate<CsvTable.Row> normal =
        row -> !row.cells().get(label).equals(DetectorSettings.ANOMALY);
    Map<Split, List<CsvTable.Row>> rows = new EnumMap<>(Split.class);
    rows.put(
        Split.TRAIN,
        training.equals(NORMAL) ? parts.get(0).stream().filter(normal).toList() : parts.get(0));
    rows.put(Split.TEST, parts.get(1));
    return rows;
  }

  private Map<String, double[]> scores(Dataset data, int seed) {
    Map<String, double[]> scores = new LinkedHashMap<>();
    Recipe own =
        recipe.toBuilder()
            .seed(seed)
            .validation(Math.max(1, data.size(Split.TRAIN) / VALIDATION))
            .data(data.name())
            .build();
    // One worker: the numbers are the same whatever the processor has.
    int codes;
    try (Autoencoder model = new Trainer(own, data, 1).run(TrainingListener.NONE).model()) {
      AnomalyScore score = ScoreRun.score(model.architecture(), Optional.empty());
      scores.put(
          "autoencoder",
          ScoreRun.scores(StoredWeights.of(own, model), score, data, Split.TEST, seed));
      codes = model.architecture().latentSize();
    }
    scores.put("pca", ScoreRun.errors(Pca.fit(data).reconstructor(codes), data, Split.TEST));
    IsolationForest forest = IsolationForest.fit(rows(data, Split.TRAIN), seed);
    scores.put(
        "isolationForest",
        Arrays.stream(rows(data, Split.TEST)).mapToDouble(forest::score).toArray());
    return scores;
  }

  private static float[][] rows(Dataset data, Split split) {
    float[][] rows = new float[data.size(split)][];
    Arrays.setAll(rows, i -> data.image(split, i));
    return rows;
  }

  /** As many rows as the protocol takes. */
  private static List<CsvTable.Row> drawn(List<CsvTable.Row> rows, int seed) {
    long own = Seeds.derive(seed, SeedUse.BENCHMARK_ROWS);
    if (rows.size() < FEWEST) {
      SplittableRandom random = new SplittableRandom(own);
      return Stream.generate(() -> rows.get(random.nextInt(rows.size()))).limit(FEWEST).toList();
    }
    if (rows.size() > MOST) {
      return Arrays.stream(Seeds.permutation(rows.size(), own), 0, MOST)
          .mapToObj(rows::get)
          .toList();
    }
    return rows;
  }

  /** Training and test rows, of each class the same shares. */
  private static List<List<CsvTable.Row>> parts(
      List<CsvTable.Row> rows, int label, int seed, SeedUse which) {
    Map<String, List<CsvTable.Row>> byClass = new TreeMap<>();
    rows.forEach(
        row -> byClass.computeIfAbsent(row.cells().get(label), k -> new ArrayList<>()).add(row));
    List<CsvTable.Row> train = new ArrayList<>();
    List<CsvTable.Row> test = new ArrayList<>();
    long number = 0;
    for (List<CsvTable.Row> own : byClass.values()) {
      int[] order = Seeds.permutation(own.size(), Seeds.derive(seed, which, number++));
      long tested = Math.round(TEST_SHARE * own.size());
      for (int i = 0; i < order.length; i++) {
        (i < tested ? test : train).add(own.get(order[i]));
      }
    }
    return List.of(train, test);
  }
}
