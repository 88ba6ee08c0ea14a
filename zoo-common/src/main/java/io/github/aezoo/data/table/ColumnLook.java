package io.github.aezoo.data.table;

import io.github.aezoo.data.CellDate;
import io.github.aezoo.data.CellNumber;
import io.github.aezoo.data.Cells;
import io.github.aezoo.data.TableReading;
import io.github.aezoo.io.ZooException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the cells of a column are: numbers, dates, texts or missing, counted over rows. */
final class ColumnLook {
  /** A number of this size beside small ones stands for something else, as 1e30 does. */
  static final double HUGE = 1e18;

  /** Different texts that are counted; a column of more has no categories. */
  private static final int MOST_TEXTS = 200_000;

  /** Different numbers that are counted. */
  private static final int MOST_NUMBERS = 1000;

  /** What a cell is. */
  private enum Kind {
    MISSING,
    WORD,
    NUMBER,
    DATE,
    TEXT
  }

  private final CsvTable table;
  private final int column;
  private final TableReading reading;
  private final Map<String, Kind> known = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Set<String> units = new LinkedHashSet<>();
  private boolean timed;
  private boolean grouped;
  private boolean slashes;
  private boolean dayFirst;
  private boolean monthFirst;
  private boolean rising = true;
  private double last = Double.NEGATIVE_INFINITY;
  private int huge;
  private int missing;
  private int words;
  private int numbers;
  private int dates;
  private int texts;
  private Optional<CsvTable.Row> firstText = Optional.empty();

  private ColumnLook(CsvTable table, int column, TableReading reading) {
    this.table = table;
    this.column = column;
    this.reading = reading;
  }

  /** Looks at a column of rows. */
  static ColumnLook of(CsvTable table, List<CsvTable.Row> rows, int column, TableReading reading) {
    ColumnLook look = new ColumnLook(table, column, reading);
    rows.forEach(look::add);
    return look;
  }

  private void add(CsvTable.Row row) {
    String cell = row.cell(column);
    Kind kind = known.get(cell);
    if (kind == null) {
      kind = kind(cell);
      if (kind != Kind.NUMBER && known.size() < MOST_TEXTS) {
        known.put(cell, kind);
      }
    }
    switch (kind) {
      case MISSING -> missing++;
      case WORD -> words++;
      case NUMBER -> numbers++;
      case DATE -> dates++;
      case TEXT -> texts++;
    }
    if ((kind == Kind.TEXT || kind == Kind.DATE) && firstText.isEmpty()) {
      firstText = Optional.of(row);
    }
    int most = kind == Kind.NUMBER ? MOST_NUMBERS : MOST_TEXTS;
    if (kind != Kind.MISSING && counts.size() < most) {
      counts.merge(cell, 1, Integer::sum);
    }
  }

  private Kind kind(String cell) {
    if (cell.isEmpty() || reading.missing().contains(cell)) {
      return Kind.MISSING;
    }
    if (Cells.isMissing(cell)) {
      return Kind.WORD;
    }
    Optional<CellNumber> number = CellNumber.of(cell, table.dialect().decimal());
    if (number.isPresent()) {
      double value = number.get().value();
      units.add(number.get().unit());
      grouped |= number.get().grouped();
      rising &= value > last && value == Math.rint(value);
      last = value;
      huge += Math.abs(value) >= HUGE ? 1 : 0;
      return Kind.NUMBER;
    }
    Optional<CellDate> day = CellDate.of(cell, CellDate.Order.DAY_FIRST);
    Optional<CellDate> month = CellDate.of(cell, CellDate.Order.MONTH_FIRST);
    if (day.isEmpty() && month.isEmpty()) {
      return Kind.TEXT;
    }
    slashes |= CellDate.needsOrder(cell);
    dayFirst |= month.isEmpty();
    monthFirst |= day.isEmpty();
    timed |= day.or(() -> month).orElseThrow().timed();
    return Kind.DATE;
  }

  /** How many rows have a value, when words for missing ones are missing. */
  int there() {
    return numbers + dates + texts;
  }

  int missing() {
    return missing;
  }

  int numbers() {
    return numbers;
  }

  int dates() {
    return dates;
  }

  int texts() {
    return texts;
  }

  /** Cells such as NA, which are missing in a column of numbers and texts in one of texts. */
  int words() {
    return words;
  }

  boolean timed() {
    return timed;
  }

  /** Whether all are whole numbers, each larger than the one before. */
  boolean rising() {
    return rising && numbers > 0 && dates + texts == 0;
  }

  /** How many numbers are of a size that the others are not. */
  int extreme() {
    return huge < numbers / 2 ? huge : 0;
  }

  Optional<CsvTable.Row> firstText() {
    return firstText;
  }

  /** Different values and how many rows have each; not all when there are very many. */
  Map<String, Integer> counts() {
    return counts;
  }

  /** Whether thousands are separated, or numbers have a currency or a percent sign. */
  boolean marked() {
    return grouped || units.stream().anyMatch(unit -> !unit.isEmpty());
  }

  /**
   * The unit of all numbers.
   *
   * @throws ZooException when there are several
   */
  String unit(String name) {
    List<String> named = units.stream().filter(unit -> !unit.isEmpty()).toList();
    boolean percent = named.contains("%");
    if (named.size() > 1 || (percent && units.size() > 1)) {
      throw new ZooException(
          "%s: column '%s': numbers of one unit expected; got %s: split the column, or leave it out with ignore=%s"
              .formatted(
                  table.file(),
                  name,
                  String.join(" and ", units.stream().map(u -> u.isEmpty() ? "none" : u).toList()),
                  name));
    }
    return named.isEmpty() ? "" : named.get(0);
  }

  /**
   * The order of days and months; empty when no cell needs one.
   *
   * @throws ZooException when the cells do not tell
   */
  Optional<CellDate.Order> order(String name) {
    if (!slashes) {
      return Optional.empty();
    }
    if (reading.dayFirst().isPresent()) {
      return Optional.of(
          reading.dayFirst().get() ? CellDate.Order.DAY_FIRST : CellDate.Order.MONTH_FIRST);
    }
    if (dayFirst == monthFirst) {
      String example =
          known.entrySet().stream()
              .filter(e -> e.getValue() == Kind.DATE)
              .map(Map.Entry::getKey)
              .sorted()
              .findFirst()
              .orElseThrow();
      throw new ZooException(
          "%s: column '%s': the order of day and month in dates such as '%s' is not clear; set dayfirst=yes or dayfirst=no, or leave it out with ignore=%s"
              .formatted(table.file(), name, example, name));
    }
    return Optional.of(dayFirst ? CellDate.Order.DAY_FIRST : CellDate.Order.MONTH_FIRST);
  }
}
