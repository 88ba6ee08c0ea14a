package io.github.aezoo.cli;

import io.github.aezoo.cli.ClassProtocolRun.Result;
import io.github.aezoo.eval.Spread;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.report.Page;
import io.github.aezoo.report.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the detectors of all classes reached, as a table, a JSON document and a page.
 *
 * @param data its name
 * @param recipe the detectors'
 */
record ClassResults(ClassProtocolRun run, String data, String recipe, List<Result> results) {
  private static final String PAGE = "report.html";
  private static final String MEAN = "mean";
  private static final String PCA = "PCA";
  private static final String AUROC = " AUROC";

  ClassResults {
    results = List.copyOf(results);
  }

  /** A number of a class's detector, or of PCA beside it. */
  private record Column(String key, String name, Function<Result, Double> value) {}

  private List<Column> columns() {
    Stream<Column> others =
        results.stream()
            .flatMap(result -> result.otherAurocs().keySet().stream())
            .distinct()
            .map(id -> new Column(id + "Auroc", id + AUROC, r -> r.otherAurocs().get(id)));
    return Stream.concat(
            Stream.concat(
                Stream.of(
                    new Column("auroc", "AUROC", Result::auroc),
                    new Column("averagePrecision", "average precision", Result::averagePrecision)),
                others),
            Stream.of(
                new Column("pcaAuroc", PCA + AUROC, Result::pcaAuroc),
                new Column(
                    "pcaAveragePrecision",
                    PCA + " average precision",
                    Result::pcaAveragePrecision)))
        .filter(column -> results.stream().map(column.value()).allMatch(Objects::nonNull))
        .toList();
  }

  private List<String> names() {
    return results.stream().map(Result::name).distinct().toList();
  }

  private Spread ofClass(String name, Column column) {
    return Spread.of(
        results.stream().filter(r -> r.name().equals(name)).map(column.value()).toList());
  }

  /** Over the classes, seed by seed; then over the seeds that have all classes, if any has. */
  private Spread mean(Column column) {
    int classes = names().size();
    Map<Long, List<Double>> bySeed = new LinkedHashMap<>();
    results.forEach(
        r -> bySeed.computeIfAbsent(r.seed(), s -> new ArrayList<>()).add(column.value().apply(r)));
    List<Double> means =
        bySeed.values().stream()
            .filter(values -> values.size() == classes)
            .map(values -> Spread.of(values).mean())
            .toList();
    return means.isEmpty()
        ? new Spread(
            names().stream().mapToDouble(n -> ofClass(n, column).mean()).average().orElseThrow(), 0)
        : Spread.of(means);
  }

  private boolean seeds() {
    return results.size() > names().size();
  }

  private String text(Spread spread) {
    return seeds() ? Numbers.spread(spread) : Numbers.metric(spread.mean());
  }

  /** Adds a result to the file. */
  void write(RunsFile<Result> file, Result result) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("classes", names().size());
    summary.put(MEAN, means());
    file.add(result, summary);
  }

  /** Writes the page of all. */
  void writePage() {
    page().write(run.wish().out().resolve(PAGE));
  }

  private Map<String, Spread> means() {
    Map<String, Spread> means = new LinkedHashMap<>();
    columns().forEach(column -> means.put(column.key(), mean(column)));
    return means;
  }

  void print() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("protocol", run.protocol().id());
    json.put("data", data);
    json.put("detector", recipe);
    json.put("heldOut", run.wish().heldOut());
    json.put("classes", names().size());
    json.put(MEAN, means());
    json.put("results", results);
    run.command().print(json, this::people);
  }

  private void people() {
    List<String> head = new ArrayList<>(List.of("CLASS"));
    columns().forEach(column -> head.add(column.name()));
    Table table = new Table(head.toArray(String[]::new));
    for (String name : names()) {
      table.row(row(name, column -> ofClass(name, column)));
    }
    table.row(row(MEAN, this::mean));
    run.command().out().println(caption());
    table.print(run.command().out());
    if (run.wish().out() != null) {
      run.command().out().println(run.wish().out().resolve(PAGE));
    }
  }

  private Object[] row(String name, Function<Column, Spread> values) {
    return Stream.concat(
            Stream.of(name), columns().stream().map(column -> text(values.apply(column))))
        .toArray();
  }

  private String caption() {
    return "%s on %s, %s: %s; %s.%s"
        .formatted(
            recipe,
            data,
            run.wish().heldOut() ? "held-out training images" : "test split",
            run.protocol().meaning(),
            "PCA has as many components as the detector has codes (%d)"
                .formatted(results.get(0).codes()),
            seeds() ? " Mean and standard deviation over the seeds." : "");
  }

  private Page page() {
    List<Section.Column> head = new ArrayList<>(List.of(Section.Column.words("class")));
    columns().forEach(c -> head.add(Section.Column.numbers(c.name(), Section.Best.NONE)));
    List<List<Section.Cell>> rows = new ArrayList<>();
    for (String name : names()) {
      rows.add(cells(name, column -> ofClass(name, column)));
    }
    rows.add(cells(MEAN, this::mean));
    List<Section.Series> bars =
        columns().stream()
            .filter(c -> c.name().endsWith("AUROC"))
            .map(
                c ->
                    new Section.Series(
                        c.name().equals("AUROC") ? recipe : c.name().replace(AUROC, ""),
                        names().stream().map(name -> ofClass(name, c).mean()).toList()))
            .toList();
    return new Page(
        "Anomalies, %s: %s on %s".formatted(run.protocol().id(), recipe, data),
        List.of(caption()),
        List.of(
            new Section.Table("Numbers", "", head, rows),
            new Section.Bars(
                "AUROC by class",
                "Half is chance: an anomaly scores above a normal image as often as below.",
                "class",
                "AUROC",
                names(),
                bars)));
  }

  private List<Section.Cell> cells(String name, Function<Column, Spread> values) {
    List<Section.Cell> cells = new ArrayList<>(List.of(Section.Cell.of(name)));
    columns()
        .forEach(
            column -> {
              Spread spread = values.apply(column);
              cells.add(new Section.Cell(text(spread), spread.mean()));
            });
    return cells;
  }
}
