package io.github.aezoo.data.table;

import io.github.aezoo.data.CellDate;
import io.github.aezoo.data.CellNumber;
import io.github.aezoo.data.Cells;
import io.github.aezoo.data.TableReading;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the separator and the decimal mark of a table in its first lines. */
final class DialectGuess {
  /** In the order in which one is taken when several fit as well. */
  private static final char[] SEPARATORS = {',', ';', '\t', '|', ' '};

  private static final int ROWS = 200;

  /** Of the rows so many have the same number of cells when a separator is the right one. */
  private static final double CONSISTENT = 0.9;

  private static final Pattern DECIMAL_COMMA =
      Pattern.compile(
          "[^,]*\\d,(\\d{1,2}|\\d{4,})\\D*|[-+]?0,\\d+|[-+]?\\d{4,},\\d+|.*\\.\\d{3},\\d+\\D*");
  private static final Pattern DECIMAL_POINT =
      Pattern.compile(
          "[^.]*\\d\\.(\\d{1,2}|\\d{4,})\\D*|[-+]?0\\.\\d+|[-+]?\\d{4,}\\.\\d+|.*,\\d{3}\\.\\d+\\D*");
  private static final Pattern EITHER_COMMA = Pattern.compile("[-+]?[1-9]\\d{0,2},\\d{3}");

  private DialectGuess() {}

  /**
   * How rows look when they are split by a separator.
   *
   * @param cells of most rows
   * @param consistent the share of rows that have as many
   * @param typed the share of cells that are numbers, dates or missing
   */
  private record Look(char separator, int cells, double consistent, double typed) {}

  /** The separator of the first lines of a file; a comma when there is none. */
  static char separator(String sample, boolean whole) {
    Look best = new Look(',', 1, 0, 0);
    for (char separator : SEPARATORS) {
      Optional<Look> look = look(rows(sample, whole, separator), separator);
      if (look.isPresent() && better(look.get(), best)) {
        best = look.get();
      }
    }
    return best.separator();
  }

  private static boolean better(Look look, Look best) {
    if (look.cells() < 2) {
      return false;
    }
    // Words of a sentence are no cells.
    if (look.separator() == ' ' && (look.consistent() < 1 || look.typed() < 0.3)) {
      return false;
    }
    boolean fits = look.consistent() >= CONSISTENT;
    boolean bestFits = best.consistent() >= CONSISTENT;
    if (fits != bestFits) {
      return fits;
    }
    if (!fits) {
      return look.consistent() > best.consistent();
    }
    return look.typed() > best.typed() + 1e-9
        || (Math.abs(look.typed() - best.typed()) < 1e-9 && look.cells() > best.cells());
  }

  private static Optional<Look> look(List<List<String>> rows, char separator) {
    Map<Integer, Integer> counts = new HashMap<>();
    rows.forEach(row -> counts.merge(row.size(), 1, Integer::sum));
    Optional<Map.Entry<Integer, Integer>> most =
        counts.entrySet().stream().max(Map.Entry.<Integer, Integer>comparingByValue());
    if (most.isEmpty()) {
      return Optional.empty();
    }
    long typed = 0;
    long cells = 0;
    for (List<String> row : rows.subList(Math.min(1, rows.size() - 1), rows.size())) {
      for (String cell : row) {
        cells++;
        typed += typed(cell) ? 1 : 0;
      }
    }
    return Optional.of(
        new Look(
            separator,
            most.get().getKey(),
            (double) most.get().getValue() / rows.size(),
            (double) typed / cells));
  }

  private static boolean typed(String cell) {
    return Cells.isMissing(cell)
        || CellNumber.of(cell, '.').isPresent()
        || CellNumber.of(cell, ',').isPresent()
        || CellDate.of(cell, CellDate.Order.DAY_FIRST).isPresent()
        || CellDate.of(cell, CellDate.Order.MONTH_FIRST).isPresent();
  }

  private static List<List<String>> rows(String sample, boolean whole, char separator) {
    List<List<String>> rows = new ArrayList<>();
    RowReader reader = new RowReader("sample", new StringReader(sample), separator, "\"");
    try {
      for (List<String> row = reader.next(); row != null; row = reader.next()) {
        rows.add(row);
        if (rows.size() == ROWS) {
          return rows;
        }
      }
    } catch (IOException | ZooException e) {
      // A quoted cell that goes on behind the sample.
      return rows;
    }
    if (!whole && rows.size() > 1) {
      // Its end may be cut off.
      rows.remove(rows.size() - 1);
    }
    return rows;
  }

  /**
   * The decimal mark of cells.
   *
   * @param file what an error names
   * @throws ZooException when 1,234 may be one and a bit or more than a thousand
   */
  static char decimal(String file, char separator, List<? extends List<String>> rows) {
    long comma = 0;
    long point = 0;
    String either = "";
    for (List<String> row : rows) {
      for (String cell : row) {
        boolean hasComma = cell.indexOf(',') >= 0;
        if (!hasComma && cell.indexOf('.') < 0) {
          continue;
        }
        if (hasComma && EITHER_COMMA.matcher(cell).matches()) {
          either = cell;
        } else if (hasComma
            && DECIMAL_COMMA.matcher(cell).matches()
            && CellNumber.of(cell, ',').isPresent()) {
          comma++;
        } else if (DECIMAL_POINT.matcher(cell).matches() && CellNumber.of(cell, '.').isPresent()) {
          point++;
        }
      }
    }
    if (comma > point) {
      return ',';
    }
    if (point == 0 && !either.isEmpty() && separator == ';') {
      // Where a semicolon separates, the comma is in the numbers.
      return ',';
    }
    if (point == 0 && !either.isEmpty() && separator != ',') {
      throw new ZooException(
          "%s: '%s' may be %s or %s; set decimal=comma or decimal=point"
              .formatted(file, either, either.replace(',', '.'), either.replace(",", "")));
    }
    return '.';
  }

  /** What was found, when it is not what most files have, and how it is said otherwise. */
  static Optional<String> note(Dialect found, TableReading said) {
    List<String> parts = new ArrayList<>();
    if (said.separator().isEmpty() && found.separator() != ',') {
      parts.add(
          "separator %s (sep=)"
              .formatted(TableReading.word(TableReading.SEPARATORS, found.separator())));
    }
    if (said.decimal().isEmpty() && found.decimal() != '.') {
      parts.add("decimal comma (decimal=)");
    }
    if (said.encoding().isEmpty() && !found.encoding().equals(Dialect.USUAL.encoding())) {
      parts.add("encoding %s (encoding=)".formatted(found.encoding().name()));
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of("found: " + String.join(", ", parts));
  }
}
