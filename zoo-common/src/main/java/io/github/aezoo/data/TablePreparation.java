package io.github.aezoo.data;

import io.github.aezoo.io.ZooException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the rows of a table become inputs of a network: learned from training rows, stored in a
 * model's card, and applied unchanged to every other row.
 *
 * @param columns the features, in the order of their values
 * @param scaling of the numeric ones
 * @param label the column of classes; null when there was none
 * @param ignored columns that are no features and may be there or not
 * @param missing words that are missing values in every column, besides empty cells; null in cards
 *     of before, where what {@link Cells#isMissing} says is missing in columns of texts, too
 */
public record TablePreparation(
    List<TableColumn> columns,
    TableColumn.Scaling scaling,
    String label,
    List<String> ignored,
    List<String> missing) {
  /** Checks that there are columns. */
  public TablePreparation {
    if (columns == null || columns.isEmpty() || scaling == null) {
      throw new ZooException("keys 'columns' and 'scaling' expected: how rows are prepared");
    }
    columns = List.copyOf(columns);
    ignored = ignored == null ? List.of() : List.copyOf(ignored);
    missing = missing == null ? null : List.copyOf(missing);
  }

  /** A preparation as in cards of before: the usual words are missing in every column. */
  public TablePreparation(
      List<TableColumn> columns, TableColumn.Scaling scaling, String label, List<String> ignored) {
    this(columns, scaling, label, ignored, null);
  }

  /**
   * Whether a cell of a column is a missing value.
   *
   * @param column one of {@link #columns}
   */
  public boolean isMissing(TableColumn column, String cell) {
    if (cell.isEmpty() || (missing != null && missing.contains(cell))) {
      return true;
    }
    return Cells.isMissing(cell)
        && (missing == null || !(column instanceof TableColumn.Categorical));
  }

  /** How many values a row becomes. */
  public int width() {
    return columns.stream().mapToInt(TableColumn::width).sum();
  }

  /** Whether other rows have the same columns of the same kinds and categories. */
  public boolean sameColumns(TablePreparation other) {
    if (columns.size() != other.columns.size()) {
      return false;
    }
    for (int i = 0; i < columns.size(); i++) {
      TableColumn a = columns.get(i);
      TableColumn b = other.columns.get(i);
      boolean categories =
          a instanceof TableColumn.Categorical x
              && b instanceof TableColumn.Categorical y
              && x.categories().equals(y.categories());
      boolean numbers = a instanceof TableColumn.Numeric && b instanceof TableColumn.Numeric;
      boolean dates =
          a instanceof DateColumn x && b instanceof DateColumn y && x.timed() == y.timed();
      if (!a.name().equals(b.name()) || !(numbers || categories || dates)) {
        return false;
      }
    }
    return true;
  }

  /**
   * A row's values as cells, a column each: numbers in their own units, categories as text.
   *
   * @param values of one row, as a network takes or gives them
   * @param digits of a number; see {@link TableColumn#read}
   */
  public List<String> cells(float[] values, int digits) {
    List<String> cells = new ArrayList<>();
    int at = 0;
    for (TableColumn column : columns) {
      cells.add(column.read(values, at, scaling, digits));
      at += column.width();
    }
    return cells;
  }

  /**
   * A row as the network takes it, {@code [width]}: a value a column by the column's name.
   *
   * @param row numbers as {@link Number} or text, categories as text; null, NaN and what {@link
   *     Cells#isMissing} says are missing values, which become what is imputed. The label and the
   *     ignored columns may be there and are left out
   * @throws ZooException when a column is not there, is none that rows have, or has a value that is
   *     none of its kind, naming the column
   */
  public float[] values(Map<String, ?> row) {
    float[] values = new float[width()];
    int at = 0;
    for (TableColumn column : columns) {
      if (!row.containsKey(column.name())) {
        throw new ZooException(
            "column '%s' is missing in the row; expected columns: %s"
                .formatted(column.name(), names()));
      }
      write(column, row.get(column.name()), values, at);
      at += column.width();
    }
    if (row.size() > columns.size()) {
      requireKnown(row.keySet());
    }
    return values;
  }

  private void requireKnown(Set<String> came) {
    Set<String> known = new HashSet<>(ignored);
    known.add(label);
    columns.forEach(column -> known.add(column.name()));
    for (String name : came) {
      if (!known.contains(name)) {
        throw new ZooException(
            "column '%s' is not one that the model was fitted on; expected columns: %s"
                .formatted(name, names()));
      }
    }
  }

  /**
   * A row as the network takes it, {@code [width]}: a number a column, in the order of {@link
   * #columns}; NaN is a missing value.
   *
   * @throws ZooException when there are more or fewer numbers than columns, or one is infinite,
   *     naming the column
   */
  public float[] values(double... row) {
    if (row.length != columns.size()) {
      throw new ZooException(
          "%d values expected, one per column (%s); got %d"
              .formatted(columns.size(), names(), row.length));
    }
    float[] values = new float[width()];
    int at = 0;
    for (int i = 0; i < row.length; i++) {
      write(columns.get(i), row[i], values, at);
      at += columns.get(i).width();
    }
    return values;
  }

  private void write(TableColumn column, Object value, float[] into, int at) {
    try {
      if (value instanceof Number number) {
        column.write(number.doubleValue(), scaling, into, at);
      } else {
        String cell = value == null ? "" : value.toString().strip();
        column.write(isMissing(column, cell) ? "" : cell, scaling, into, at);
      }
    } catch (ZooException e) {
      throw new ZooException("column '%s': %s".formatted(column.name(), e.getMessage()), e);
    }
  }

  private String names() {
    int shown = 20;
    List<String> names = columns.stream().map(TableColumn::name).limit(shown).toList();
    return String.join(", ", names)
        + (columns.size() > shown ? ", ... (%d)".formatted(columns.size()) : "");
  }
}
