package io.github.aezoo.report;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.TableColumn;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.detect.Contributions;
import io.github.aezoo.detect.Ranking;
import io.github.aezoo.model.Autoencoder;
import java.util.Arrays;
import java.util.List;

/**
 * How large the errors of a table's columns are over a split.
 *
 * @param table the columns
 * @param rows how many were measured
 * @param squares a column each, summed over rows
 * @param others a column each, how many categories come out as others
 */
record RowErrors(TablePreparation table, int rows, double[] squares, int[] others) {
  private static final int BATCH = 512;

  /** Measures all rows of a split, a batch at a time. */
  static RowErrors of(Autoencoder model, Dataset data, Split split, TablePreparation table) {
    int n = data.size(split);
    RowErrors errors =
        new RowErrors(
            table, n, new double[table.columns().size()], new int[table.columns().size()]);
    for (int from = 0; from < n; from += BATCH) {
      int size = Math.min(BATCH, n - from);
      float[][] outputs =
          Batches.rows(model.reconstruct(Batches.values(data, split, from, size)), size);
      for (int i = 0; i < size; i++) {
        errors.add(data.image(split, from + i), outputs[i]);
      }
    }
    return errors;
  }

  private void add(float[] row, float[] output) {
    double[] each = Contributions.squares(row, output);
    int at = 0;
    for (int c = 0; c < squares.length; c++) {
      TableColumn column = table.columns().get(c);
      squares[c] += Arrays.stream(each, at, at + column.width()).sum();
      boolean category = column instanceof TableColumn.Categorical;
      if (category && !read(column, row, at).equals(read(column, output, at))) {
        others[c]++;
      }
      at += column.width();
    }
  }

  private String read(TableColumn column, float[] values, int at) {
    return column.read(values, at, table.scaling(), TableColumn.DIGITS);
  }

  /** The places of the columns with the largest errors, the largest first. */
  List<Integer> largest(int count) {
    return Arrays.stream(Ranking.highest(squares, count)).boxed().toList();
  }

  /** A column's share of the squared error of all, in [0, 1]. */
  double share(int column) {
    double all = Arrays.stream(squares).sum();
    return all > 0 ? squares[column] / all : 0;
  }

  /** A column's usual error as people read it: in its own units, or in changed categories. */
  String typical(int column) {
    if (table.columns().get(column) instanceof TableColumn.Numeric n) {
      return RowSections.plain(Math.sqrt(squares[column] / rows) * n.unit(table.scaling()));
    }
    return RowSections.percent((double) others[column] / rows) + " changed";
  }
}
