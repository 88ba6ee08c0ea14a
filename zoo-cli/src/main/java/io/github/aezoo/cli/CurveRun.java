package io.github.aezoo.cli;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.Spread;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.report.Page;
import io.github.aezoo.report.Section;
import io.github.aezoo.study.FineTuningCurve;
import io.github.aezoo.study.FineTuningCurve.Run;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.TrainingListener;
import io.github.aezoo.zoo.FineTuning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Fine-tuned beside from scratch for several numbers of epochs and seeds: a table, {@code
 * curve.json} and a page with the curve.
 */
record CurveRun(Command command, Recipe recipe, Dataset images, Wish wish)
    implements Callable<Integer> {
  private static final String FILE = "curve.json";
  private static final String PAGE = "report.html";

  private static final int MOST_HELD_OUT = 5000;

  /**
   * What was asked for.
   *
   * @param epochs that are compared
   * @param seeds runs each
   * @param heldOut whether training images are measured on, and the test split is not looked at
   * @param overwrite whether other runs in the folder are replaced
   */
  record Wish(List<Integer> epochs, int seeds, boolean heldOut, boolean overwrite, Path out) {
    Wish {
      epochs = epochs.stream().distinct().sorted().toList();
    }
  }

  /** What all runs have in common; the recipe's own epochs and seed stand for none. */
  private record Settings(Recipe recipe, boolean heldOut, int threads) {}

  /** A column of the table: a model on a data set. */
  private record Column(String name, Function<Run, Double> value) {}

  /** What all seeds gave after so many epochs, by column; mean squared errors a pixel. */
  private record Point(int epochs, int seeds, Map<String, Spread> mse) {}

  @Override
  public Integer call() {
    FineTuning.Origin origin = origin();
    Dataset data = wish.heldOut() ? HeldOutImages.of(images, MOST_HELD_OUT) : images;
    int threads = command.options().threads();
    RunsFile<Run> file =
        new RunsFile<>(
            wish.out(),
            FILE,
            new Settings(
                recipe.with(Map.of("epochs", 1, "seed", 0, "patience", 0)),
                wish.heldOut(),
                threads),
            Run.class,
            wish.overwrite());
    FineTuningCurve curve = new FineTuningCurve(recipe, data, origin, threads);
    long total = wish.epochs().stream().mapToLong(n -> n).sum() * wish.seeds();
    long done = 0;
    if (wish.overwrite()) {
      file.begin();
    }
    try (Progress progress = command.progress(recipe.name(), total, "epochs")) {
      // Seed by seed, so that a run that is stopped has all numbers of epochs of some.
      for (int s = 0; s < wish.seeds(); s++) {
        long seed = recipe.seed() + s;
        for (int epochs : wish.epochs()) {
          if (file.runs().stream().noneMatch(r -> r.epochs() == epochs && r.seed() == seed)) {
            file.add(curve.run(epochs, seed, listener(progress, done, epochs)), Map.of());
          }
          done += epochs;
          progress.at(done);
        }
      }
    }
    List<Column> columns = columns(file.runs(), origin.data().map(Dataset::name).orElse(""));
    List<Point> points = points(columns, file.runs());
    file.write(Map.of("points", points));
    page(columns, points).write(wish.out().resolve(PAGE));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("out", wish.out().toString());
    json.put("model", recipe.startFrom().model());
    json.put("data", images.name());
    json.put("heldOut", wish.heldOut());
    json.put("points", points);
    json.put("runs", file.runs());
    command.print(json, () -> people(columns, points));
    return 0;
  }

  /** Settings are chosen by what is learned: what is forgotten is then not measured. */
  private FineTuning.Origin origin() {
    FineTuning.Origin origin = command.options().origin(recipe).orElseThrow();
    return wish.heldOut() ? new FineTuning.Origin(origin.checkpoint(), Optional.empty()) : origin;
  }

  private static TrainingListener listener(Progress progress, long done, int epochs) {
    return new TrainingListener() {
      @Override
      public void onStep(long step, long total) {
        progress.at(done + epochs * step / total);
      }
    };
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
    for (int epochs : wish.epochs()) {
      // What the file has of more seeds than are asked for now is left out.
      long end = recipe.seed() + wish.seeds();
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
    return "Mean squared error a pixel on %s, %s; mean and standard deviation over %d seed%s, each with images of its own."
        .formatted(
            wish.heldOut() ? "held-out training images" : "the test split",
            recipe.images() == null
                ? "all training images"
                : "%,d training images".formatted(recipe.images()),
            wish.seeds(),
            wish.seeds() == 1 ? "" : "s");
  }

  private void people(List<Column> columns, List<Point> points) {
    List<String> head = new ArrayList<>(List.of("EPOCHS"));
    columns.forEach(c -> head.add(c.name()));
    Table table = new Table(head.toArray(String[]::new));
    for (Point point : points) {
      List<Object> cells = new ArrayList<>(List.of(point.epochs()));
      point.mse().values().forEach(spread -> cells.add(Numbers.spread(spread)));
      table.row(cells.toArray());
    }
    command.out().println(title() + ". " + caption());
    table.print(command.out());
    command.out().println(wish.out().resolve(PAGE));
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
            "Every network takes the same images and as many epochs; nothing stops one early. It"
                + " keeps the weights of its best epoch on %,d validation images."
                    .formatted(recipe.asUsed(images).size(Split.VALIDATION))),
        List.of(
            new Section.Lines(
                "Error by epochs",
                "Each point is a training of its own, whose rate falls over its epochs.",
                "epochs",
                "mean squared error a pixel",
                points.stream().map(p -> (double) p.epochs()).toList(),
                lines,
                true),
            new Section.Table("Numbers", "", head, rows)));
  }
}
