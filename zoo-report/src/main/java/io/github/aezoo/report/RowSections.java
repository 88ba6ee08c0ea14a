package io.github.aezoo.report;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.TableColumn;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.detect.AnomalyClasses;
import io.github.aezoo.detect.Contributions;
import io.github.aezoo.detect.Ranking;
import io.github.aezoo.detect.ScoreRun;
import io.github.aezoo.detect.Threshold;
import io.github.aezoo.eval.Reconstructions;
import io.github.aezoo.model.AnomalyScore;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.report.Section.Best;
import io.github.aezoo.report.Section.Cell;
import io.github.aezoo.report.Section.Column;
import io.github.aezoo.zoo.ModelCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a report shows of a model of rows: cells and columns where images have pictures. */
final class RowSections {
  private static final int SHOWN = 4;
  private static final int WORST = 10;
  private static final int TOP = 3;
  private static final int MOST_COLUMNS = 40;
  private static final int DIGITS = 5;

  private final Dataset data;
  private final Split split;
  private final ModelCard card;
  private final TablePreparation table;
  private final double[] scores;
  private final RowErrors errors;
  private final String score;

  private RowSections(Dataset data, Split split, ModelCard card, Autoencoder model, long seed) {
    this.data = data;
    this.split = split;
    this.card = card;
    this.table = data.preparation().orElseThrow();
    AnomalyScore used = ScoreRun.score(model.architecture(), card.score());
    this.score = used.id();
    this.scores = ScoreRun.scores(model, used, data, split, seed);
    this.errors = RowErrors.of(model, data, split, table);
  }

  /** All sections of a model, in the order of the page. */
  static List<Section> of(
      Dataset data,
      Split split,
      ModelCard card,
      Autoencoder model,
      List<String> corruptions,
      long seed) {
    RowSections rows = new RowSections(data, split, card, model, seed);
    List<Section> sections = new ArrayList<>();
    for (String spec : corruptions) {
      sections.add(rows.cells(Reconstructions.spread(model, data, split, SHOWN, spec, seed), spec));
    }
    sections.add(rows.columns());
    sections.add(rows.highest(model));
    List<String> anomalies =
        AnomalyClasses.there(
            card.anomalies(), data.classes(), data.preparation().map(TablePreparation::label));
    Optional<boolean[]> are = ScoreRun.anomalies(data, split, anomalies);
    sections.add(
        ScoreBars.section(
            card.id() + ": anomaly scores", rows.score, rows.scores, are, rows.threshold()));
    double limit = rows.threshold().orElse(Double.POSITIVE_INFINITY);
    ScoreRun.tested(rows.scores, data, split, anomalies, limit)
        .ifPresent(tested -> sections.add(rows.tested(tested, anomalies)));
    return sections;
  }

  private Optional<Double> threshold() {
    return Optional.ofNullable(card.detection()).map(Threshold::value);
  }

  private String name(int index) {
    return "%s %d".formatted(data.placeName(), data.place(split, index));
  }

  private String label(int index) {
    return data.className(split, index).orElse("");
  }

  /** A line a column of the table, some rows beside what the model makes of them. */
  private Section cells(Reconstructions samples, String spec) {
    boolean damaged = !samples.damaged().isEmpty();
    List<Column> head = new ArrayList<>(List.of(Column.words("column")));
    List<List<String>> sides = new ArrayList<>();
    for (int i = 0; i < samples.indices().length; i++) {
      head.add(Column.numbers(name(samples.indices()[i]), Best.NONE));
      sides.add(table.cells(samples.clean().get(i), DIGITS));
      if (damaged) {
        head.add(Column.numbers("damaged", Best.NONE));
        sides.add(table.cells(samples.damaged().get(i), DIGITS));
      }
      head.add(Column.numbers(damaged ? "restored" : "reconstructed", Best.NONE));
      sides.add(table.cells(samples.reconstructed().get(i), DIGITS));
    }
    int each = damaged ? 3 : 2;
    List<List<Cell>> rows = new ArrayList<>();
    if (!data.classes().isEmpty()) {
      rows.add(about("(label)", samples.indices(), each, this::label));
    }
    rows.add(about("(" + score + ")", samples.indices(), each, this::scored));
    List<Integer> shown = errors.largest(MOST_COLUMNS).stream().sorted().toList();
    for (int column : shown) {
      List<Cell> cells = new ArrayList<>(List.of(Cell.of(table.columns().get(column).name())));
      sides.forEach(side -> cells.add(Cell.of(said(side.get(column)))));
      rows.add(cells);
    }
    String left =
        shown.size() < table.columns().size()
            ? " Of %,d columns, the %d with the largest errors are shown."
                .formatted(table.columns().size(), shown.size())
            : "";
    return new Section.Table(
        card.id() + ": rows" + (damaged ? ", " + spec : ""),
        "Some rows of the %s split and their reconstructions from codes of size %d, in the table's own units. A missing cell shows its imputed value.%s"
            .formatted(split.id(), card.latentSize(), left),
        head,
        rows);
  }

  private interface Told {
    String of(int index);
  }

  private static List<Cell> about(String what, int[] indices, int each, Told told) {
    List<Cell> cells = new ArrayList<>(List.of(Cell.of(what)));
    for (int index : indices) {
      cells.add(Cell.of(told.of(index)));
      IntStream.range(1, each).forEach(i -> cells.add(Cell.of("")));
    }
    return cells;
  }

  private String scored(int index) {
    boolean flagged = threshold().filter(t -> scores[index] > t).isPresent();
    return Numbers.metric(scores[index]) + (flagged ? " (flagged)" : "");
  }

  /** A category that no training row had is none of those that a cell could say. */
  private static String said(String cell) {
    return cell.isEmpty() ? "(unknown)" : cell;
  }

  /** Which columns the model reconstructs worst. */
  private Section columns() {
    List<List<Cell>> rows = new ArrayList<>();
    for (int c : errors.largest(MOST_COLUMNS)) {
      TableColumn column = table.columns().get(c);
      rows.add(
          List.of(
              Cell.of(column.name()),
              new Cell(percent(errors.share(c)), errors.share(c)),
              Cell.of(errors.typical(c)),
              Cell.of(trained(column))));
    }
    return new Section.Table(
        card.id() + ": the columns with the largest errors",
        "Over all %,d rows of the %s split. share: share of the squared error of all columns; typical error: root mean squared error in the column's own units, or the number of wrong categories; training rows: range or number of categories in the training rows."
            .formatted(data.size(split), split.id()),
        List.of(
            Column.words("column"),
            Column.numbers("share", Best.NONE),
            Column.numbers("typical error", Best.NONE),
            Column.words("training rows")),
        rows);
  }

  private static String trained(TableColumn column) {
    if (column instanceof TableColumn.Numeric n) {
      return "%s to %s".formatted(plain(n.low()), plain(n.high()));
    }
    int categories = column.width();
    return categories == 1 ? "1 category" : categories + " categories";
  }

  /** Five digits and no needless zeros. */
  static String plain(double value) {
    return new java.math.BigDecimal(value)
        .round(new java.math.MathContext(DIGITS))
        .stripTrailingZeros()
        .toPlainString();
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** The rows that stand out most, and by what. */
  private Section highest(Autoencoder model) {
    int[] highest = Ranking.highest(scores, WORST);
    float[][] outputs =
        Batches.rows(model.reconstruct(Batches.values(data, split, highest)), highest.length);
    List<Column> head = new ArrayList<>(List.of(Column.words(data.placeName())));
    if (!data.classes().isEmpty()) {
      head.add(Column.words("label"));
    }
    head.add(Column.numbers(score, Best.NONE));
    head.add(Column.words("columns with the largest error"));
    List<List<Cell>> rows = new ArrayList<>();
    for (int i = 0; i < highest.length; i++) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.of(String.valueOf(data.place(split, highest[i]))));
      if (!data.classes().isEmpty()) {
        cells.add(Cell.of(label(highest[i])));
      }
      cells.add(Cell.of(scored(highest[i])));
      cells.add(Cell.of(reasons(data.image(split, highest[i]), outputs[i])));
      rows.add(cells);
    }
    return new Section.Table(
        card.id() + ": the rows with the largest scores",
        "The rows of the %s split with the highest %s%s. Columns with the largest error: the cell, its reconstruction, and its share of the row's squared error."
            .formatted(
                split.id(),
                score,
                threshold()
                    .map(t -> ", which is flagged above %s".formatted(Numbers.metric(t)))
                    .orElse("")),
        head,
        rows);
  }

  private String reasons(float[] row, float[] output) {
    List<String> names = table.columns().stream().map(TableColumn::name).toList();
    for (float value : output) {
      if (!Float.isFinite(value)) {
        return "its values are too extreme to be reconstructed";
      }
    }
    List<String> cells = table.cells(row, DIGITS);
    List<String> rebuilt = table.cells(output, DIGITS);
    return String.join(
        "; ",
        Contributions.columns(Contributions.squares(row, output), table, TOP).stream()
            .map(
                part -> {
                  int at = names.indexOf(part.name());
                  return "%s %s, reconstructed as %s (%s)"
                      .formatted(
                          part.name(), said(cells.get(at)), rebuilt.get(at), percent(part.share()));
                })
            .toList());
  }

  /** What labels say of the scores. */
  private Section tested(Threshold.Tested tested, List<String> anomalies) {
    boolean flags = threshold().isPresent();
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(told("rows", Numbers.grouped(tested.samples())));
    rows.add(told("anomalies", Numbers.grouped(tested.anomalies())));
    rows.add(told("AUROC", Numbers.metric(tested.auroc())));
    rows.add(told("average precision", Numbers.metric(tested.averagePrecision())));
    if (flags) {
      rows.add(told("detection rate (flagged anomalies)", percent(tested.detectionRate())));
      rows.add(told("false alarm rate (flagged normal rows)", percent(tested.falseAlarmRate())));
      rows.add(told("stated false alarm rate, at most", percent(card.detection().falseAlarms())));
    }
    return new Section.Table(
        card.id() + ": detection of labelled anomalies",
        "How well %s finds the rows labelled %s%s."
            .formatted(
                score,
                String.join(", ", anomalies),
                flags ? "" : ". The card has no threshold, so no row is flagged"),
        List.of(Column.words("metric"), Column.numbers("value", Best.NONE)),
        rows);
  }

  private static List<Cell> told(String what, String value) {
    return List.of(Cell.of(what), Cell.of(value));
  }
}
