package io.github.aezoo.data.table;

import io.github.aezoo.data.Cells;
import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.TableColumn;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.io.ZooException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the column of classes: the one that is said, that of the model, or one with a usual name.
 *
 * @param name of the column; empty when there is none
 * @param notes what was assumed, a line each
 */
record LabelColumn(Optional<String> name, List<String> notes) {
  /** Usual names, in small letters and without blanks, dashes and underscores. */
  private static final List<String> NAMES =
      List.of(
          "label",
          "labels",
          "isanomaly",
          "anomaly",
          "anomalous",
          "anomalylabel",
          "anomalyflag",
          "isoutlier",
          "outlier",
          "outlierlabel",
          "outliers",
          "isfraud",
          "fraud",
          "fraudlabel",
          "fraudflag",
          "fraudulent",
          "isattack",
          "attack",
          "attacklabel",
          "isabnormal",
          "abnormal",
          "ismalicious",
          "malicious",
          "groundtruth",
          "class",
          "classes",
          "classlabel",
          "target",
          "y",
          "attackcat",
          "attacktype");

  /** Names that are a label's whatever the values are. */
  private static final Set<String> SURE = Set.of("label", "labels", "class", "classes");

  /** The most classes that a column of another name has. */
  private static final int FEW = 20;

  /** A class that is not known, in columns where "none" and "-" may be classes. */
  private static final Set<String> UNKNOWN = Set.of("", "?", "na", "n/a", "nan", "null");

  LabelColumn {
    notes = List.copyOf(notes);
  }

  /** Whether a cell of the label column has no class. */
  static boolean isUnknown(String cell) {
    return cell.length() <= 4 && UNKNOWN.contains(cell.toLowerCase(Locale.ROOT));
  }

  static LabelColumn of(CsvTable table, DataSpec options, Optional<TablePreparation> stored) {
    if (options.label().isPresent()) {
      return asked(table, options.label().get());
    }
    Optional<String> own =
        stored.flatMap(p -> Optional.ofNullable(p.label())).filter(n -> table.find(n).isPresent());
    if (own.isPresent() || (stored.isPresent() && !table.named())) {
      return new LabelColumn(own, List.of());
    }
    Set<String> taken = new HashSet<>(options.ignored());
    stored.ifPresent(
        p -> {
          p.columns().stream().map(TableColumn::name).forEach(taken::add);
          taken.addAll(p.ignored());
        });
    List<String> fit = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (String usual : NAMES) {
      for (String column : table.columns()) {
        if (plain(column).equals(usual) && !taken.contains(column) && !isPoint(table, usual)) {
          if (looksLikeClasses(table, column, usual)) {
            fit.add(column);
          } else {
            notes.add(
                "column '%s' has too many different values for classes and is a feature; label=%s makes it the label, ignore=%s leaves it out"
                    .formatted(column, column, column));
          }
        }
      }
    }
    if (fit.isEmpty()) {
      return new LabelColumn(Optional.empty(), notes);
    }
    notes.clear();
    String label = fit.get(0);
    if (!label.equals("label")) {
      notes.add("label column: '%s' (label=)".formatted(label));
    }
    if (fit.size() > 1) {
      String others = String.join("+", fit.subList(1, fit.size()));
      notes.add(
          "columns that may be labels, too, are features: %s; leave them out with ignore=%s"
              .formatted(others.replace("+", ", "), others));
    }
    return new LabelColumn(Optional.of(label), notes);
  }

  private static LabelColumn asked(CsvTable table, String asked) {
    if (asked.isEmpty() || table.find(asked).isPresent()) {
      return new LabelColumn(Optional.of(asked).filter(name -> !name.isEmpty()), List.of());
    }
    List<String> alike =
        table.columns().stream().filter(name -> name.equalsIgnoreCase(asked)).toList();
    if (alike.size() != 1) {
      throw PreparedRows.missing(table, "label=" + asked, asked);
    }
    return new LabelColumn(
        Optional.of(alike.get(0)), List.of("label column: '%s'".formatted(alike.get(0))));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_.-]", "");
  }

  /** In a table of points, y is a coordinate. */
  private static boolean isPoint(CsvTable table, String usual) {
    return usual.equals("y") && table.columns().stream().anyMatch(c -> plain(c).matches("[xz]"));
  }

  private static boolean looksLikeClasses(CsvTable table, String column, String usual) {
    int at = table.find(column).orElseThrow();
    int most = SURE.contains(usual) ? PreparedRows.MAX_CATEGORIES : FEW;
    Set<String> values = new HashSet<>();
    for (CsvTable.Row row : table.rows()) {
      String cell = row.cell(at);
      if (!isUnknown(cell)) {
        values.add(cell);
      }
      if (values.size() > most) {
        return false;
      }
    }
    return SURE.contains(usual)
        || values.stream().allMatch(v -> !Cells.isNumber(v) || isWhole(Double.parseDouble(v)));
  }

  private static boolean isWhole(double value) {
    return value == Math.rint(value);
  }

  /**
   * The classes of a column, numbers by their size; cells without a class have none.
   *
   * @throws ZooException when there are too many
   */
  static List<String> classes(CsvTable table, int at) {
    Set<String> names =
        table.rows().stream()
            .map(row -> row.cell(at))
            .filter(cell -> !isUnknown(cell))
            .collect(Collectors.toCollection(TreeSet::new));
    if (names.size() > PreparedRows.MAX_CATEGORIES) {
      throw new ZooException(
          "%s, column '%s': at most %d classes expected; got %,d: is this the label?"
              .formatted(
                  table.file(),
                  table.columns().get(at),
                  PreparedRows.MAX_CATEGORIES,
                  names.size()));
    }
    List<String> sorted = new ArrayList<>(names);
    if (sorted.stream().allMatch(Cells::isNumber)) {
      sorted.sort(Comparator.comparingDouble(Double::parseDouble));
    }
    return List.copyOf(sorted);
  }
}
