package io.github.aezoo.data.table;

import io.github.aezoo.data.Cells;
import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.TableColumn;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.io.ZooException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Between a CSV file and a {@link TablePreparation}: learns one from rows, and applies it. */
final class PreparedRows {
  /** A column of more different texts is a name or a number of a row, not a category. */
  static final int MAX_CATEGORIES = 256;

  private PreparedRows() {}

  /**
   * Learns from rows.
   *
   * @param label the column of classes
   * @throws ZooException when a column is neither of numbers nor of categories, naming a line
   */
  static TablePreparation fit(
      CsvTable table, List<CsvTable.Row> rows, Optional<String> label, DataSpec options) {
    Set<String> left = new HashSet<>(options.ignored());
    label.ifPresent(left::add);
    requireColumns(table, "ignore", options.ignored());
    requireColumns(table, "categorical", options.categorical());
    List<TableColumn> columns = new ArrayList<>();
    for (int c = 0; c < table.columns().size(); c++) {
      String name = table.columns().get(c);
      if (!left.contains(name)) {
        columns.add(fit(table, rows, c, options.categorical().contains(name)));
      }
    }
    if (columns.isEmpty()) {
      throw new ZooException(
          table.file() + ": at least one column of features expected; all are labels or ignored");
    }
    return new TablePreparation(
        columns, options.rowScaling(), label.orElse(null), options.ignored());
  }

  private static void requireColumns(CsvTable table, String key, List<String> names) {
    for (String name : names) {
      if (table.find(name).isEmpty()) {
        throw missing(table, "%s=%s".formatted(key, name), name);
      }
    }
  }

  /** An error that a column is not there. */
  static ZooException missing(CsvTable table, String asked, String name) {
    return new ZooException(
        "%s: no column '%s', which %s names; it has %s"
            .formatted(table.head(), name, asked, few(table.columns())));
  }

  private static String few(List<String> names) {
    int shown = 20;
    return names.size() <= shown
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, shown)) + ", ... (%d)".formatted(names.size());
  }

  private static TableColumn fit(
      CsvTable table, List<CsvTable.Row> rows, int c, boolean categorical) {
    String name = table.columns().get(c);
    List<CsvTable.Row> there =
        rows.stream().filter(row -> !Cells.isMissing(row.cells().get(c))).toList();
    if (there.isEmpty()) {
      throw new ZooException(
          "%s: column '%s' has no value in any training row; leave it out with ignore=%s"
              .formatted(table.file(), name, name));
    }
    int missing = rows.size() - there.size();
    List<CsvTable.Row> texts =
        there.stream().filter(row -> !Cells.isNumber(row.cells().get(c))).toList();
    // Mostly numbers: a text among them is a slip, not a category.
    if (!categorical && !texts.isEmpty() && 2 * texts.size() < there.size()) {
      throw table.at(
          texts.get(0),
          name,
          "a number expected, as %,d other rows have; got '%s' (a missing value is an empty cell, ? or NA; for a column of text, set categorical=%s)"
              .formatted(there.size() - texts.size(), texts.get(0).cells().get(c), name));
    }
    return categorical || !texts.isEmpty()
        ? categories(table, there, c, missing)
        : numbers(name, there, c, missing);
  }

  private static TableColumn numbers(String name, List<CsvTable.Row> there, int c, int missing) {
    double[] values =
        there.stream()
            .mapToDouble(row -> Double.parseDouble(row.cells().get(c)))
            .sorted()
            .toArray();
    int n = values.length;
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / n;
    double median = values[(n - 1) / 2] / 2 + values[n / 2] / 2;
    return new TableColumn.Numeric(
        name, values[0], values[n - 1], mean, Math.sqrt(variance), median, missing);
  }

  private static TableColumn categories(
      CsvTable table, List<CsvTable.Row> there, int c, int missing) {
    String name = table.columns().get(c);
    Map<String, Integer> counts = new HashMap<>();
    there.forEach(row -> counts.merge(row.cells().get(c), 1, Integer::sum));
    if (counts.size() > MAX_CATEGORIES) {
      throw new ZooException(
          "%s: column '%s' has %,d different texts, at most %d categories expected; leave it out with ignore=%s"
              .formatted(table.file(), name, counts.size(), MAX_CATEGORIES, name));
    }
    List<String> sorted = counts.keySet().stream().sorted().toList();
    String most = sorted.get(0);
    for (String category : sorted) {
      most = counts.get(category) > counts.get(most) ? category : most;
    }
    return new TableColumn.Categorical(name, sorted, most, missing);
  }

  /**
   * Where each feature of a preparation stands in a table: by name when the table names its
   * columns, otherwise by place.
   *
   * @throws ZooException when the table has other columns
   */
  static int[] places(TablePreparation preparation, CsvTable table) {
    List<TableColumn> columns = preparation.columns();
    Set<String> wanted = new LinkedHashSet<>();
    columns.forEach(column -> wanted.add(column.name()));
    int[] places = new int[columns.size()];
    int came = table.columns().size();
    // Columns without names are called by their numbers, which must be those of the fitted file.
    boolean byName = table.named() || (came > places.length && table.columns().containsAll(wanted));
    if (!byName) {
      if (came != places.length && !(preparation.label() != null && came == places.length + 1)) {
        throw new ZooException(
            "%s: the %d columns that the model was fitted on expected (%s); got %d"
                .formatted(table.head(), places.length, few(List.copyOf(wanted)), came));
      }
      Arrays.setAll(places, i -> i);
      return places;
    }
    for (int i = 0; i < places.length; i++) {
      String name = columns.get(i).name();
      places[i] =
          table.find(name).orElseThrow(() -> missing(table, "the model it was fitted for", name));
    }
    for (String name : table.columns()) {
      if (!wanted.contains(name)
          && !name.equals(preparation.label())
          && !preparation.ignored().contains(name)) {
        throw new ZooException(
            "%s: column '%s' is not one that the model was fitted on (%s); remove it from the file"
                .formatted(table.head(), name, few(List.copyOf(wanted))));
      }
    }
    return places;
  }

  /**
   * The values of a row.
   *
   * @param places as {@link #places} says
   * @param unknown counts, a column each, the categories that are not known
   * @throws ZooException naming file, line and column
   */
  static float[] apply(
      TablePreparation preparation, CsvTable table, CsvTable.Row row, int[] places, int[] unknown) {
    float[] values = new float[preparation.width()];
    int at = 0;
    for (int i = 0; i < places.length; i++) {
      TableColumn column = preparation.columns().get(i);
      try {
        if (!column.write(row.cells().get(places[i]), preparation.scaling(), values, at)) {
          unknown[i]++;
        }
      } catch (ZooException e) {
        throw new ZooException(
            table.at(row, table.columns().get(places[i]), e.getMessage()).getMessage(), e);
      }
      at += column.width();
    }
    return values;
  }
}
