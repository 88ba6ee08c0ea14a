package io.github.aezoo.study;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.Spread;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.report.Page;
import io.github.aezoo.report.Section;
import io.github.aezoo.study.FineTuningCurve.Run;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.TrainingListener;
import io.github.aezoo.zoo.FineTuning;
import io.github.aezoo.zoo.ZooOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Fine-tuned beside from scratch for several numbers of epochs and seeds: {@code curve.json} and a
 * page with the curve in a folder; finished runs are kept when it is started again there.
 */
public final class FineTuningStudy {
  /** The finished runs, in a study's folder. */
  public static final String FILE = "curve.json";

  /** The page, in a study's folder. */
  public static final String PAGE = "report.html";

  private static final int MOST_HELD_OUT = 5000;

  private final Recipe recipe;
  private final Dataset images;
  private final Options options;

  /**
   * What is compared.
   *
   * @param epochs that are compared; in any order
   * @param seeds runs each
   * @param heldOut whether training images are measured on, and the test split is not looked at
   * @param overwrite whether other runs in the folder are replaced
   * @param threads workers
   * @param out where the runs and the page go
   */
  public record Options(
      List<Integer> epochs, int seeds, boolean heldOut, boolean overwrite, int threads, Path out) {
    /** Sorts the numbers of epochs. */
    public Options {
      epochs = epochs.stream().distinct().sorted().toList();
    }

    /** Three runs of each number of epochs, measured on the test split, on all processors. */
    public static Options usual(List<Integer> epochs, Path out) {
      return new Options(epochs, 3, false, false, Runtime.getRuntime().availableProcessors(), out);
    }
  }

  /** What all runs have in common; the recipe's own epochs and seed stand for none. */
  private record Settings(Recipe recipe, boolean heldOut, int threads) {}

  /** A column of the table: a model on a data set. */
  private record Column(String name, Function<Run, Double> value) {}

  /**
   * What all seeds gave after so many epochs.
   *
   * @param epochs of each run
   * @param seeds how many runs
   * @param mse by column; mean squared errors a pixel
   */
  public record Point(int epochs, int seeds, Map<String, Spread> mse) {}

  /**
   * What a study gave.
   *
   * @param title which model on which data
   * @param caption what was measured, in a sentence
   * @param columns names of what was measured
   * @param points a number of epochs each
   * @param runs all that are in the folder
   */
  public record Outcome(
      String title, String caption, List<String> columns, List<Point> points, List<Run> runs) {}

  /**
   * Prepares a study.
   *
   * @param recipe of the fine-tuning; its epochs, seed and patience are replaced
   * @param images what is learned
   */
  public FineTuningStudy(Recipe recipe, Dataset images, Options options) {
    this.recipe = recipe;
    this.images = images;
    this.options = options;
  }

  /**
   * Runs what is missing; every finished run is in the file at once, so that one that is stopped at
   * any moment goes on.
   *
   * @param started the model that the recipe starts from
   * @param progress is told how many of all epochs are done
   * @throws io.github.aezoo.io.SettingException when the folder holds something else, or runs with
   *     other settings
   * @throws io.github.aezoo.io.ZooException when data, recipe and model do not fit
   */
  public Outcome run(FineTuning.Origin started, ZooOptions.Progress progress) {
    FineTuning.Origin origin = origin(started);
    Dataset data = options.heldOut() ? HeldOutImages.of(images, MOST_HELD_OUT) : images;
    RunsFile<Run> file =
        new RunsFile<>(
            options.out(),
            FILE,
            new Settings(
                recipe.toBuilder().epochs(1).seed(0).patience(0).build(),
                options.heldOut(),
                options.threads()),
            Run.class,
            options.overwrite());
    FineTuningCurve curve = new FineTuningCurve(recipe, data, origin, options.threads());
    long total = options.epochs().stream().mapToLong(n -> n).sum() * options.seeds();
    long done = 0;
    if (options.overwrite()) {
      file.begin();
    }
    // Seed by seed, so that a run that is stopped has all numbers of epochs of some.
    for (int s = 0; s < options.seeds(); s++) {
      long seed = recipe.seed() + s;
      for (int epochs : options.epochs()) {
        if (file.runs().stream().noneMatch(r -> r.epochs() == epochs && r.seed() == seed)) {
          long before = done;
          TrainingListener listener =
              TrainingListener.steps(
                  (step, all) -> progress.at(before + epochs * step / all, total));
          file.add(curve.run(epochs, seed, listener), Map.of());
        }
        done += epochs;
        progress.at(done, total);
      }
    }
    List<Column> columns = columns(file.runs(), origin.data().map(Dataset::name).orElse(""));
    List<Point> points = points(columns, file.runs());
    file.write(Map.of("points", points));
    page(columns, points).write(options.out().resolve(PAGE));
    return new Outcome(
        title(), caption(), columns.stream().map(Column::name).toList(), points, file.runs());
  }

  /** Settings are chosen by what is learned: what is forgotten is then not measured. */
  private FineTuning.Origin origin(FineTuning.Origin started) {
    return options.heldOut()
        ? new FineTuning.Origin(started.checkpoint(), Optional.empty())
        : started;
  }

  /** Only what was measured. */
  private static List<Column> columns(List<Run> runs, String known) {
    return Stream.of(
            new Column("fine-tuned", Run::tuned),
            new Column("from scratch", Run::fromScratch),
            new Column("as it was", Run::before),
            new Column(known + ", fine-tuned", Run::knownAfter),
            new Column(known + ", as it was", Run::knownBefore))
        .filter(column -> runs.stream().map(column.value()).allMatch(Objects::nonNull))
        .toList();
  }

  private List<Point> points(List<Column> columns, List<Run> runs) {
    List<Point> points = new ArrayList<>();
    for (int epochs : options.epochs()) {
      // What the file has of more seeds than are asked for now is left out.
      long end = recipe.seed() + options.seeds();
      List<Run> own =
          runs.stream()
              .filter(r -> r.epochs() == epochs && r.seed() >= recipe.seed() && r.seed() < end)
              .toList();
      Map<String, Spread> spreads = new LinkedHashMap<>();
      columns.forEach(c -> spreads.put(c.name(), Spread.of(own.stream().map(c.value()).toList())));
      points.add(new Point(epochs, own.size(), spreads));
    }
    return points;
  }

  private String title() {
    return "%s on %s".formatted(recipe.startFrom().model(), images.name());
  }

  private String caption() {
    return "Mean squared error per pixel on %s, with %s; mean and standard deviation over %d seed%s, each with its own choice of images."
        .formatted(
            options.heldOut() ? "held-out training images" : "the test split",
            recipe.images() == null
                ? "all training images"
                : "%,d training images".formatted(recipe.images()),
            options.seeds(),
            options.seeds() == 1 ? "" : "s");
  }

  private Page page(List<Column> columns, List<Point> points) {
    List<Section.Column> head = new ArrayList<>(List.of(Section.Column.words("epochs")));
    List<Section.Series> lines = new ArrayList<>();
    for (Column c : columns) {
      head.add(Section.Column.numbers(c.name(), Section.Best.NONE));
      lines.add(
          new Section.Series(
              c.name(), points.stream().map(p -> p.mse().get(c.name()).mean()).toList()));
    }
    List<List<Section.Cell>> rows = new ArrayList<>();
    for (Point point : points) {
      List<Section.Cell> row =
          new ArrayList<>(List.of(Section.Cell.of(String.valueOf(point.epochs()))));
      point.mse().values().forEach(s -> row.add(new Section.Cell(Numbers.spread(s), s.mean())));
      rows.add(row);
    }
    return new Page(
        "Fine-tuning " + title(),
        List.of(
            caption(),
            "Every network is trained on the same images for the same number of epochs, without early"
                + " stopping. The weights of the best epoch on %,d validation images are kept."
                    .formatted(recipe.asUsed(images).size(Split.VALIDATION))),
        List.of(
            new Section.Lines(
                "Error by epochs",
                "Each point is a separate training run, with its own learning rate schedule.",
                "epochs",
                "mean squared error per pixel",
                points.stream().map(p -> (double) p.epochs()).toList(),
                lines,
                true),
            new Section.Table("Numbers", "", head, rows)));
  }
}
