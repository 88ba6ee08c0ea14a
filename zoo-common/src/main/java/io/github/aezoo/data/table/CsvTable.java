package io.github.aezoo.data.table;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.TableReading;
import io.github.aezoo.io.ZooException;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A table as text, of a file or of rows in memory: columns with names, rows with the lines that
 * they begin at. A text file is read by {@link TextTable}, ARFF by {@link ArffTable}, and arrays of
 * NumPy by {@link NumpyTable}.
 *
 * @param file where it came from; of rows in memory what they are called
 * @param head where the columns' names stand, in messages
 * @param inMemory whether there are no lines: a row's line is its index then
 * @param named whether the table names its columns; otherwise they are {@code c1, c2, ...}
 * @param columns the names, all different
 * @param rows at least one row
 * @param dialect how the file writes cells
 * @param categorical columns that the file says are categories
 * @param notes what was assumed when it was read, a line each
 */
public record CsvTable(
    String file,
    String head,
    boolean inMemory,
    boolean named,
    List<String> columns,
    List<Row> rows,
    Dialect dialect,
    List<String> categorical,
    List<String> notes) {
  /** The table is held in memory. */
  static final long MAX_CELLS = 50_000_000;

  /**
   * A row.
   *
   * @param line where it begins, counted from 1
   * @param cells without blanks at their ends
   */
  public record Row(int line, List<String> cells) {
    /** A cell; empty where the row is too short. */
    String cell(int column) {
      return column < cells.size() ? cells.get(column) : "";
    }
  }

  /**
   * Reads a file whose rows all have a cell a column.
   *
   * @throws ZooException naming the file, and the line where it is not a table
   */
  public static CsvTable read(Path file, DataSpec.Header header) {
    return read(DataSpec.of(file.toString()).withHeader(header)).even();
  }

  /**
   * Reads a file as its settings say; rows may have more or fewer cells than there are columns.
   *
   * @throws ZooException naming the file, and the line where it is not a table
   */
  static CsvTable read(DataSpec word) {
    Path file = Path.of(word.base());
    String name = word.base().toLowerCase(Locale.ROOT);
    if (name.endsWith(".npy") || name.endsWith(".npz")) {
      return NumpyTable.read(file);
    }
    return name.matches(".*\\.arff(\\.gz)?")
        ? ArffTable.read(file, word)
        : TextTable.read(file, word);
  }

  /**
   * The same table.
   *
   * @throws ZooException when a row has more or fewer cells than there are columns
   */
  CsvTable even() {
    for (Row row : rows) {
      if (row.cells().size() != columns.size()) {
        throw new ZooException("%s, line %d: %s".formatted(file, row.line(), uneven(row)));
      }
    }
    return this;
  }

  /** What is wrong with the number of cells of a row. */
  String uneven(Row row) {
    return "%d columns expected, as in %s; got %d (separator: %s)"
        .formatted(
            columns.size(),
            inMemory ? "the others" : head.substring(head.lastIndexOf("line ")),
            row.cells().size(),
            TableReading.word(TableReading.SEPARATORS, dialect.separator()));
  }

  /**
   * Rows in memory, {@code [N, columns]}; NaN is a missing value.
   *
   * @param name what they are called
   * @param columns the columns' names; {@code c1, c2, ...} when empty
   * @throws ZooException when there is no row, or one has another number of values, naming it
   */
  public static CsvTable of(String name, List<String> columns, float[][] rows) {
    return ofCells(name, columns, Arrays.stream(rows).map(NumberCells::new).toList());
  }

  /** Rows in memory as cells of text; see {@link #of(String, List, float[][])}. */
  public static CsvTable ofCells(
      String name, List<String> columns, List<? extends List<String>> rows) {
    if (rows.isEmpty()) {
      throw new ZooException(name + " has no rows: at least one expected");
    }
    int width = columns.isEmpty() ? rows.get(0).size() : columns.size();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).size() != width) {
        throw new ZooException(
            "%s, row %d: %d values expected, one per column; got %d"
                .formatted(name, i, width, rows.get(i).size()));
      }
    }
    if (Set.copyOf(columns).size() != columns.size()) {
      throw new ZooException(name + ": a unique name expected for each column");
    }
    return new CsvTable(
        name,
        name,
        true,
        !columns.isEmpty(),
        columns.isEmpty() ? numbered(width) : List.copyOf(columns),
        IntStream.range(0, rows.size())
            .mapToObj(i -> new Row(i, (List<String>) rows.get(i)))
            .toList(),
        Dialect.USUAL,
        List.of(),
        List.of());
  }

  static List<String> numbered(int columns) {
    return IntStream.rangeClosed(1, columns).mapToObj(i -> "c" + i).toList();
  }

  /** Numbers as cells, which become text only when they are looked at. */
  private static final class NumberCells extends AbstractList<String> {
    private final float[] values;

    NumberCells(float... values) {
      this.values = values;
    }

    @Override
    public String get(int index) {
      float value = values[index];
      boolean whole = value == Math.rint(value) && Math.abs(value) < 1 << 24;
      return whole ? Integer.toString((int) value) : Float.toString(value);
    }

    @Override
    public int size() {
      return values.length;
    }
  }

  /** Where a column stands, by its name. */
  public Optional<Integer> find(String column) {
    int at = columns.indexOf(column);
    return at < 0 ? Optional.empty() : Optional.of(at);
  }

  /** The same with other columns that the file says are categories. */
  CsvTable withCategorical(List<String> names) {
    return new CsvTable(file, head, inMemory, named, columns, rows, dialect, names, notes);
  }

  /** The same with notes. */
  CsvTable withNotes(List<String> lines) {
    return new CsvTable(file, head, inMemory, named, columns, rows, dialect, categorical, lines);
  }

  /** What a row is called in messages: its line, or its index. */
  String place(Row row) {
    return (inMemory ? "row " : "line ") + row.line();
  }

  /** An error at a cell, naming file, line and column. */
  ZooException at(Row row, String column, String what) {
    return new ZooException("%s, %s, column '%s': %s".formatted(file, place(row), column, what));
  }
}
