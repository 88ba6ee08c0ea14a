package io.github.aezoo.data.table;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.DateColumn;
import io.github.aezoo.data.TableColumn;
import io.github.aezoo.data.TablePreparation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says how a table was read: first the whole in a few lines, then a line a column, which begins
 * with {@code column}.
 */
final class TableDescription {
  /** Different values that are counted. */
  private static final int MOST_VALUES = 1000;

  private static final int MOST_CLASSES = 10;
  private static final int LONGEST = 40;

  private TableDescription() {}

  static List<String> of(
      CsvTable table,
      Optional<String> label,
      DataSpec options,
      TablePreparation preparation,
      List<String> notes) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%,d rows, %,d columns; %s%s"
            .formatted(
                table.rows().size(),
                table.columns().size(),
                table.inMemory() ? "" : table.dialect() + ", ",
                table.named() ? "columns are named" : "no header: columns are c1, c2, ..."));
    lines.add(label.map(name -> label(table, name)).orElse("no label column (label=)"));
    lines.add(features(preparation));
    Set<String> left =
        preparation.ignored().stream()
            .filter(name -> !options.ignored().contains(name))
            .collect(Collectors.toSet());
    // What is told of one column stands in its own line, too, and the summary is short.
    notes.forEach(note -> lines.add("note: " + note));
    Map<String, TableColumn> features = new HashMap<>();
    preparation.columns().forEach(column -> features.put(column.name(), column));
    for (int c = 0; c < table.columns().size(); c++) {
      String name = table.columns().get(c);
      String role;
      if (label.filter(name::equals).isPresent()) {
        role = "label";
      } else if (left.contains(name)) {
        role = "left out as an id or a text of its own in most rows";
      } else if (preparation.ignored().contains(name)) {
        role = "left out by ignore=";
      } else {
        role = kind(features.get(name));
      }
      lines.add(
          "column '%s': %s; %s"
              .formatted(name, role, values(table, c, features.get(name), preparation)));
    }
    return List.copyOf(lines);
  }

  private static String label(CsvTable table, String name) {
    int at = table.find(name).orElseThrow();
    Map<String, Integer> counts = new HashMap<>();
    int without = 0;
    for (CsvTable.Row row : table.rows()) {
      if (LabelColumn.isUnknown(row.cell(at))) {
        without++;
      } else {
        counts.merge(row.cell(at), 1, Integer::sum);
      }
    }
    List<String> told =
        LabelColumn.classes(table, at).stream()
            .limit(MOST_CLASSES)
            .map(c -> "%s (%,d rows)".formatted(c, counts.get(c)))
            .collect(Collectors.toCollection(ArrayList::new));
    if (counts.size() > MOST_CLASSES) {
      told.add("%,d more".formatted(counts.size() - MOST_CLASSES));
    }
    if (without > 0) {
      told.add("none (%,d rows)".formatted(without));
    }
    return "label column '%s': %s".formatted(name, String.join(", ", told));
  }

  private static String features(TablePreparation preparation) {
    Map<String, Long> kinds =
        preparation.columns().stream()
            .collect(
                Collectors.groupingBy(c -> c.getClass().getSimpleName(), Collectors.counting()));
    List<String> parts = new ArrayList<>();
    add(parts, kinds.get("Numeric"), "numeric");
    add(parts, kinds.get("Categorical"), "categorical");
    add(parts, kinds.get("DateColumn"), "of dates");
    return "features: %s; %,d values in all%s"
        .formatted(
            String.join(", ", parts),
            preparation.width(),
            preparation.ignored().isEmpty() ? "" : "; left out: " + few(preparation.ignored()));
  }

  private static String few(List<String> names) {
    int shown = 5;
    return names.size() <= shown
        ? String.join(", ", names)
        : "%s, ... (%,d)".formatted(String.join(", ", names.subList(0, shown)), names.size());
  }

  private static void add(List<String> parts, Long count, String what) {
    if (count != null) {
      parts.add("%,d %s".formatted(count, what));
    }
  }

  private static String kind(TableColumn column) {
    if (column instanceof TableColumn.Numeric n) {
      return "feature, numbers from %s to %s".formatted(n.low(), n.high());
    }
    return column instanceof DateColumn d
        ? "feature, dates since %s (%d values)".formatted(d.earliest(), d.width())
        : "feature, %,d categories".formatted(column.width());
  }

  private static String values(
      CsvTable table, int c, TableColumn column, TablePreparation preparation) {
    Set<String> values = new HashSet<>();
    int missing = 0;
    String example = "";
    for (CsvTable.Row row : table.rows()) {
      String cell = row.cell(c);
      boolean absent =
          column == null ? LabelColumn.isUnknown(cell) : preparation.isMissing(column, cell);
      if (absent) {
        missing++;
      } else {
        example = example.isEmpty() ? cell : example;
        if (values.size() <= MOST_VALUES) {
          values.add(cell);
        }
      }
    }
    return "%,d missing, %s distinct%s"
        .formatted(
            missing,
            values.size() > MOST_VALUES
                ? "more than %,d".formatted(MOST_VALUES)
                : "%,d".formatted(values.size()),
            example.isEmpty()
                ? ""
                : ", for example '%s'"
                    .formatted(
                        example.length() > LONGEST
                            ? example.substring(0, LONGEST) + "..."
                            : example));
  }
}
