package io.github.aezoo.data;

import io.github.aezoo.io.ZooException;
import java.util.ArrayList;
import java.util.List;

/**
 * How the rows of a table become inputs of a network: learned from training rows, stored in a
 * model's card, and applied unchanged to every other row.
 *
 * @param columns the features, in the order of their values
 * @param scaling of the numeric ones
 * @param label the column of classes; null when there was none
 * @param ignored columns that are no features and may be there or not
 */
public record TablePreparation(
    List<TableColumn> columns, TableColumn.Scaling scaling, String label, List<String> ignored) {
  /** Checks that there are columns. */
  public TablePreparation {
    if (columns == null || columns.isEmpty() || scaling == null) {
      throw new ZooException("keys 'columns' and 'scaling' expected: how rows are prepared");
    }
    columns = List.copyOf(columns);
    ignored = ignored == null ? List.of() : List.copyOf(ignored);
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
      if (!a.name().equals(b.name()) || !(numbers || categories)) {
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
}
