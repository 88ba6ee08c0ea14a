package io.github.aezoo.data.table;

import io.github.aezoo.data.CellNumber;
import io.github.aezoo.data.Cells;
import io.github.aezoo.data.DataSpec;
import java.util.List;
import java.util.Optional;

/** Finds out whether the first line of a table names its columns. */
final class HeaderGuess {
  private static final int ROWS = 200;

  private HeaderGuess() {}

  /**
   * Whether the first row holds names: it has no number, or a text above a column of numbers.
   *
   * @param header what is said about it
   */
  static boolean named(List<CsvTable.Row> rows, DataSpec.Header header, char decimal) {
    if (header != DataSpec.Header.AUTO) {
      return header == DataSpec.Header.YES;
    }
    List<String> first = rows.get(0).cells();
    if (first.stream().allMatch(String::isEmpty)) {
      return false;
    }
    boolean numbers = first.stream().anyMatch(cell -> isNumber(cell, decimal));
    if (!numbers) {
      // A row of missing values is no header, unless it names something.
      return !first.stream().allMatch(Cells::isMissing);
    }
    List<CsvTable.Row> others = rows.subList(1, Math.min(rows.size(), ROWS + 1));
    for (int c = 0; c < first.size(); c++) {
      String cell = first.get(c);
      if (Cells.isMissing(cell) || isNumber(cell, decimal)) {
        continue;
      }
      int at = c;
      long below =
          others.stream()
              .filter(row -> at < row.cells().size() && isNumber(row.cells().get(at), decimal))
              .count();
      if (!others.isEmpty() && below >= 0.9 * others.size()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNumber(String cell, char decimal) {
    return CellNumber.of(cell, decimal).isPresent();
  }

  /** What a first row of numbers looks like, when it may be a header: years, or 0, 1, 2. */
  static Optional<String> warning(List<CsvTable.Row> rows, char decimal) {
    List<String> first = rows.get(0).cells();
    if (first.size() < 2 || rows.size() < 3) {
      return Optional.empty();
    }
    double[] numbers = new double[first.size()];
    int outside = 0;
    for (int c = 0; c < numbers.length; c++) {
      Optional<CellNumber> number = CellNumber.of(first.get(c), decimal);
      if (number.isEmpty() || number.get().value() != Math.rint(number.get().value())) {
        return Optional.empty();
      }
      numbers[c] = number.get().value();
      if (c > 0 && numbers[c] <= numbers[c - 1]) {
        return Optional.empty();
      }
      outside += outside(rows, c, numbers[c], decimal) ? 1 : 0;
    }
    boolean counted =
        numbers.length > 2
            && numbers[0] <= 1
            && numbers[0] >= 0
            && numbers[numbers.length - 1] == numbers[0] + numbers.length - 1;
    if (!counted && 2 * outside < numbers.length) {
      return Optional.empty();
    }
    return Optional.of(
        "line %d (%s, ...) looks like a header but is read as a row: if it names the columns, set header=yes; header=no says that it does not"
            .formatted(rows.get(0).line(), String.join(", ", first.subList(0, 2))));
  }

  /** Whether a number is far from those of a column. */
  private static boolean outside(List<CsvTable.Row> rows, int c, double number, char decimal) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (CsvTable.Row row : rows.subList(1, Math.min(rows.size(), ROWS + 1))) {
      Optional<CellNumber> other =
          c < row.cells().size() ? CellNumber.of(row.cells().get(c), decimal) : Optional.empty();
      if (other.isPresent()) {
        low = Math.min(low, other.get().value());
        high = Math.max(high, other.get().value());
      }
    }
    double spread = high - low;
    return number > high + spread || number < low - spread;
  }
}
