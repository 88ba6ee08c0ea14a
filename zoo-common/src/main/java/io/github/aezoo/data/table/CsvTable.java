package io.github.aezoo.data.table;

import io.github.aezoo.data.Cells;
import io.github.aezoo.data.DataSpec;
import io.github.aezoo.io.Gzip;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.datavec.api.records.reader.impl.csv.SerializableCSVParser;

/**
 * A table as text, of a CSV file or of rows in memory: columns with names, rows with the lines that
 * they begin at. A file is UTF-8, plain or gzip; separated by commas, semicolons or tabs, whichever
 * the first line has most of; quoted cells may hold separators and line breaks, as RFC 4180 has it.
 *
 * <p>Lines are split by DataVec's parser. Its record reader is not used: it tells no line of an
 * error, reads no gzip and no quoted line breaks.
 *
 * @param file where it came from; of rows in memory what they are called
 * @param head where the columns' names stand, in messages
 * @param inMemory whether there is no file: a row's line is its index then
 * @param named whether the first line named the columns; otherwise they are {@code c1, c2, ...}
 * @param columns the names, all different
 * @param rows as many cells each as there are columns, at least one row
 */
public record CsvTable(
    String file,
    String head,
    boolean inMemory,
    boolean named,
    List<String> columns,
    List<Row> rows) {
  /** The file is held in memory as text. */
  private static final long MAX_CELLS = 50_000_000;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /**
   * A row.
   *
   * @param line where it begins, counted from 1
   * @param cells without blanks at their ends
   */
  public record Row(int line, List<String> cells) {}

  /**
   * Reads a file.
   *
   * @throws ZooException naming the file, and the line where it is not a table
   */
  public static CsvTable read(Path file, DataSpec.Header header) {
    List<Row> rows = new ArrayList<>();
    try {
      boolean gzip = Gzip.is(file);
      try (InputStream raw = Files.newInputStream(file);
          InputStream in = gzip ? new GZIPInputStream(raw, 1 << 16) : raw;
          // A decoder that was made so reports bytes that are not UTF-8.
          BufferedReader lines =
              new BufferedReader(
                  new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()), 1 << 16)) {
        read(file, lines, rows);
      }
    } catch (CharacterCodingException e) {
      throw new ZooException(
          "%s: UTF-8 text expected, got other bytes; save the table as UTF-8".formatted(file), e);
    } catch (IOException e) {
      throw new ZooException("cannot read %s: %s".formatted(file, SafeFiles.reason(e)), e);
    }
    if (rows.isEmpty()) {
      throw new ZooException(file + " is empty: a table with at least one row expected");
    }
    return of(file, rows, header);
  }

  private static void read(Path file, BufferedReader lines, List<Row> rows) throws IOException {
    SerializableCSVParser parser = null;
    List<String> cells = new ArrayList<>();
    int number = 0;
    int begin = 1;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (number == 1 && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK) {
        line = line.substring(1);
      }
      boolean pending = parser != null && parser.isPending();
      if (!pending) {
        if (line.isBlank()) {
          continue;
        }
        begin = number;
      }
      if (parser == null) {
        // Without an escape character: a quote inside of quotes is doubled.
        parser = new SerializableCSVParser(separator(line), '"', '\0');
      }
      cells.addAll(Arrays.asList(parser.parseLineMulti(line)));
      if (parser.isPending()) {
        continue;
      }
      rows.add(new Row(begin, cells.stream().map(String::strip).toList()));
      if ((long) rows.size() * cells.size() > MAX_CELLS) {
        throw new ZooException(
            "%s: a table of at most %,d cells expected; line %d exceeds it: use a part of the table"
                .formatted(file, MAX_CELLS, number));
      }
      cells.clear();
    }
    if (parser != null && parser.isPending()) {
      throw new ZooException(
          "%s, line %d: a closing quote expected; the file ends before it".formatted(file, begin));
    }
  }

  private static char separator(String line) {
    char best = ',';
    for (char c : new char[] {';', '\t'}) {
      best = count(line, c) > count(line, best) ? c : best;
    }
    return best;
  }

  private static long count(String line, char c) {
    return line.chars().filter(x -> x == c).count();
  }

  private static CsvTable of(Path file, List<Row> rows, DataSpec.Header header) {
    List<String> first = rows.get(0).cells();
    boolean named =
        header == DataSpec.Header.YES
            || (header == DataSpec.Header.AUTO
                && first.stream().noneMatch(Cells::isNumber)
                // Programs that write an index leave the name of its column empty.
                && !first.stream().allMatch(Cells::isMissing));
    List<String> columns = named ? first : numbered(first.size());
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (column.isEmpty() || !seen.add(column)) {
        throw new ZooException(
            "%s, line %d: a unique name expected for each column; %s"
                .formatted(
                    file,
                    rows.get(0).line(),
                    column.isEmpty()
                        ? "that of column %d is empty: name the column or remove it"
                            .formatted(columns.indexOf(column) + 1)
                        : "'" + column + "' occurs twice"));
      }
    }
    List<Row> body = List.copyOf(named ? rows.subList(1, rows.size()) : rows);
    if (body.isEmpty()) {
      throw new ZooException(
          file + " has a header but no rows; set header=no if its only line is a row");
    }
    for (Row row : body) {
      if (row.cells().size() != columns.size()) {
        throw new ZooException(
            "%s, line %d: %d columns expected, as in line %d; got %d"
                .formatted(
                    file, row.line(), columns.size(), rows.get(0).line(), row.cells().size()));
      }
    }
    return new CsvTable(
        file.toString(),
        "%s, line %d".formatted(file, rows.get(0).line()),
        false,
        named,
        columns,
        body);
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
            .toList());
  }

  private static List<String> numbered(int columns) {
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

  /** An error at a cell, naming file, line and column. */
  ZooException at(Row row, String column, String what) {
    return new ZooException(
        "%s, %s %d, column '%s': %s"
            .formatted(file, inMemory ? "row" : "line", row.line(), column, what));
  }
}
