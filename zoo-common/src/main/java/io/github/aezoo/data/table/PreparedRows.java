package io.github.aezoo.data.table;

import io.github.aezoo.data.CellNumber;
import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.TableColumn;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.io.ZooException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Between a table and a {@link TablePreparation}: learns one from rows, and applies it. */
final class PreparedRows {
  /** Rarer categories are taken together. */
  static final int MAX_CATEGORIES = 256;

  /** The variance of numbers that are spread evenly over [0, 1]. */
  private static final double UNIFORM = 1 / 12.0;

  private PreparedRows() {}

  /**
   * What was learned.
   *
   * @param notes what was assumed, a line each
   */
  record Learned(TablePreparation preparation, List<String> notes) {}

  /**
   * Learns from rows. Those with a cell that cannot be read teach nothing.
   *
   * @param label the column of classes
   * @throws ZooException when a column is neither of numbers nor of categories, or too many rows
   *     cannot be read, naming a line
   */
  static Learned fit(
      CsvTable table, List<CsvTable.Row> rows, Optional<String> label, DataSpec options) {
    Set<String> left = new HashSet<>(options.ignored());
    label.ifPresent(left::add);
    requireColumns(table, "ignore", options.ignored());
    requireColumns(table, "categorical", options.categorical());
    requireColumns(table, "numeric", options.reading().numeric());
    requireColumns(table, "dates", options.reading().dates());
    List<ColumnFit> fits = new ArrayList<>();
    List<ColumnFit.Kind> kinds = new ArrayList<>();
    List<String> ignored = new ArrayList<>(options.ignored());
    List<String> notes = new ArrayList<>();
    for (int c = 0; c < table.columns().size(); c++) {
      if (!left.contains(table.columns().get(c))) {
        ColumnFit fit = ColumnFit.of(table, rows, c, options);
        ColumnFit.Kind kind = fit.kind();
        if (kind == ColumnFit.Kind.LEFT_OUT) {
          ignored.add(fit.name());
          notes.addAll(fit.notes());
        } else {
          fits.add(fit);
          kinds.add(kind);
        }
      }
    }
    if (fits.isEmpty()) {
      throw new ZooException(
          table.file()
              + ": at least one column of features expected; all are labels, ignored or left out");
    }
    List<CsvTable.Row> readable = readable(rows, fits, kinds);
    List<TableColumn> columns = new ArrayList<>();
    for (int i = 0; i < fits.size(); i++) {
      columns.add(fits.get(i).learn(kinds.get(i), readable));
      notes.addAll(fits.get(i).notes());
    }
    double variance = variance(columns, options.rowScaling());
    for (int i = 0; i < fits.size(); i++) {
      columns.set(i, fits.get(i).weighted(columns.get(i), variance));
    }
    return new Learned(
        new TablePreparation(
            columns,
            options.rowScaling(),
            label.orElse(null),
            ignored,
            options.reading().missing()),
        notes);
  }

  /** The variance of an average column of numbers, when it is scaled. */
  private static double variance(List<TableColumn> columns, TableColumn.Scaling scaling) {
    return columns.stream()
        .filter(column -> column instanceof TableColumn.Numeric n && n.deviation() > 0)
        .mapToDouble(
            column -> {
              TableColumn.Numeric n = (TableColumn.Numeric) column;
              double deviation = n.deviation() / n.unit(scaling);
              return deviation * deviation;
            })
        .average()
        .orElse(UNIFORM);
  }

  private static List<CsvTable.Row> readable(
      List<CsvTable.Row> rows, List<ColumnFit> fits, List<ColumnFit.Kind> kinds) {
    Optional<ZooException> first = Optional.empty();
    List<CsvTable.Row> good = new ArrayList<>(rows.size());
    for (CsvTable.Row row : rows) {
      Optional<ZooException> wrong = Optional.empty();
      for (int i = 0; i < fits.size() && wrong.isEmpty(); i++) {
        wrong = fits.get(i).unreadable(kinds.get(i), row);
      }
      if (wrong.isEmpty()) {
        good.add(row);
      } else if (first.isEmpty()) {
        first = wrong;
      }
    }
    int bad = rows.size() - good.size();
    if (bad > ColumnFit.MOST_UNREADABLE * rows.size()) {
      throw bad == 1
          ? first.orElseThrow()
          : new ZooException(
              "%s; %,d of %,d training rows cannot be read"
                  .formatted(first.orElseThrow().getMessage(), bad, rows.size()),
              first.orElseThrow());
    }
    return good;
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

  /**
   * Where each feature of a preparation stands in a table: by name when the table names its
   * columns, otherwise by place.
   *
   * @param label the table's own column of classes
   * @throws ZooException when the table has other columns
   */
  static int[] places(TablePreparation preparation, CsvTable table, Optional<String> label) {
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
          && !name.equals(label.orElse(null))
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
   * @param wrong is told of cells that cannot be read; their values are NaN
   */
  static float[] apply(
      TablePreparation preparation,
      CsvTable table,
      CsvTable.Row row,
      int[] places,
      int[] unknown,
      List<String> wrong) {
    float[] values = new float[preparation.width()];
    if (row.cells().size() != table.columns().size()) {
      wrong.add("%s: %s".formatted(table.place(row), table.uneven(row)));
      Arrays.fill(values, Float.NaN);
      return values;
    }
    int at = 0;
    for (int i = 0; i < places.length; i++) {
      TableColumn column = preparation.columns().get(i);
      try {
        if (!write(preparation, table, column, row.cells().get(places[i]), values, at)) {
          unknown[i]++;
        }
      } catch (ZooException e) {
        wrong.add(
            "%s, column '%s': %s"
                .formatted(table.place(row), table.columns().get(places[i]), e.getMessage()));
        Arrays.fill(values, at, at + column.width(), Float.NaN);
      }
      at += column.width();
    }
    return values;
  }

  private static boolean write(
      TablePreparation preparation,
      CsvTable table,
      TableColumn column,
      String cell,
      float[] values,
      int at) {
    if (preparation.isMissing(column, cell)) {
      return column.write("", preparation.scaling(), values, at);
    }
    if (column instanceof TableColumn.Numeric numeric) {
      Optional<CellNumber> number = CellNumber.of(cell, table.dialect().decimal());
      if (number.isPresent()) {
        double value = number.get().value();
        if (!Double.isFinite(value) || isExtreme(numeric, value)) {
          throw new ZooException(
              "a number near %s to %s expected; got %s"
                  .formatted(numeric.low(), numeric.high(), cell));
        }
        return column.write(value, preparation.scaling(), values, at);
      }
      throw new ZooException(
          "a number expected; got '%s' (a missing value is an empty cell, ? or NA; for a column of text, set categorical=%s)"
              .formatted(cell, column.name()));
    }
    return column.write(cell, preparation.scaling(), values, at);
  }

  private static boolean isExtreme(TableColumn.Numeric column, double value) {
    return Math.abs(value) >= ColumnLook.HUGE
        && Math.max(Math.abs(column.low()), Math.abs(column.high())) < ColumnLook.HUGE;
  }
}
