package io.github.aezoo.study;

import io.github.aezoo.eval.Spread;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.report.Page;
import io.github.aezoo.report.Section;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the detectors of all classes reached.
 *
 * @param protocol what each was trained on
 * @param data its name
 * @param detector the detectors' recipe
 * @param heldOut whether training images were tested on
 * @param results a class and a seed each
 */
public record ClassResults(
    ClassProtocol protocol, String data, String detector, boolean heldOut, List<Result> results) {
  private static final String MEAN = "mean";
  private static final String PCA = "PCA";
  private static final String AUROC = " AUROC";

  /** Takes a copy. */
  public ClassResults {
    results = List.copyOf(results);
  }

  /**
   * What a class's detector reached.
   *
   * @param name of the class
   * @param seed of its training
   * @param codes of the detector, and as many components of PCA
   * @param auroc of the detector
   * @param averagePrecision of the detector
   * @param pcaAuroc of PCA's reconstruction error; null where there is no PCA
   * @param pcaAveragePrecision of it
   * @param otherAurocs of the detector by the other scores of its family
   */
  public record Result(
      String name,
      long seed,
      int codes,
      double auroc,
      double averagePrecision,
      Double pcaAuroc,
      Double pcaAveragePrecision,
      Map<String, Double> otherAurocs) {
    /** Runs of before there were such have none. Their order is kept: columns come in it. */
    public Result {
      otherAurocs =
          otherAurocs == null
              ? Map.of()
              : Collections.unmodifiableMap(new LinkedHashMap<>(otherAurocs));
    }
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

  /** What a file of runs says beside them. */
  Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("classes", names().size());
    summary.put(MEAN, means());
    return summary;
  }

  /** Of every column its mean over the classes, and what it spreads over the seeds. */
  public Map<String, Spread> means() {
    Map<String, Spread> means = new LinkedHashMap<>();
    columns().forEach(column -> means.put(column.key(), mean(column)));
    return means;
  }

  /** All of it, for JSON. */
  public Map<String, Object> document() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("protocol", protocol.id());
    json.put("data", data);
    json.put("detector", detector);
    json.put("heldOut", heldOut);
    json.put("classes", names().size());
    json.put(MEAN, means());
    json.put("results", results);
    return json;
  }

  /** What the columns of {@link #table} hold, after the class. */
  public List<String> columnNames() {
    return columns().stream().map(Column::name).toList();
  }

  /** A row a class with its numbers as people read them, the mean last. */
  public List<List<String>> table() {
    List<List<String>> rows = new ArrayList<>();
    names().forEach(name -> rows.add(row(name, column -> ofClass(name, column))));
    rows.add(row(MEAN, this::mean));
    return rows;
  }

  private List<String> row(String name, Function<Column, Spread> values) {
    return Stream.concat(
            Stream.of(name), columns().stream().map(column -> text(values.apply(column))))
        .toList();
  }

  /** What was done, in a sentence or two. */
  public String caption() {
    return "%s on %s, %s: %s; %s.%s"
        .formatted(
            detector,
            data,
            heldOut ? "held-out training images" : "test split",
            protocol.meaning(),
            "PCA has as many components as the detector has codes (%d)"
                .formatted(results.get(0).codes()),
            seeds() ? " Mean and standard deviation over seeds." : "");
  }

  /** The page of all. */
  public Page page() {
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
                        c.name().equals("AUROC") ? detector : c.name().replace(AUROC, ""),
                        names().stream().map(name -> ofClass(name, c).mean()).toList()))
            .toList();
    return new Page(
        "Anomalies, %s: %s on %s".formatted(protocol.id(), detector, data),
        List.of(caption()),
        List.of(
            new Section.Table("Numbers", "", head, rows),
            new Section.Bars(
                "AUROC by class",
                "0.5 is chance level; 1 is a perfect ranking of anomalies above normal images.",
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
