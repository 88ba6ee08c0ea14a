package io.github.aezoo.data.table;

import io.github.aezoo.data.CellDate;
import io.github.aezoo.data.CellNumber;
import io.github.aezoo.data.Cells;
import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.DateColumn;
import io.github.aezoo.data.TableColumn;
import io.github.aezoo.io.ZooException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Learns a column from training rows: what it is, and the numbers that its cells become. */
final class ColumnFit {
  /** What becomes of a column. */
  enum Kind {
    NUMBERS,
    DATES,
    CATEGORIES,
    LEFT_OUT
  }

  /** Of the training rows such a share may be left out, because of cells that cannot be read. */
  static final double MOST_UNREADABLE = 0.05;

  /** Fewer rows say nothing about whether their texts are names. */
  private static final int NAMES_ROWS = 20;

  private static final String REST = "other";

  private static final Pattern ID =
      Pattern.compile(
          "(.*[\\s_.-])?(id|ids|idx|index|uid|uuid|udi|guid|rowid|rownum|rownumber|row|nr|no|serial|unnamed: ?\\d+)_*");

  private static final Pattern CAMEL_ID = Pattern.compile(".*[a-z](Id|ID|Index)");

  private final CsvTable table;
  private final DataSpec options;
  private final int column;
  private final String name;
  private final ColumnLook look;
  private final List<String> notes = new ArrayList<>();
  private double spread;

  private ColumnFit(CsvTable table, DataSpec options, int column, ColumnLook look) {
    this.table = table;
    this.options = options;
    this.column = column;
    this.name = table.columns().get(column);
    this.look = look;
  }

  static ColumnFit of(CsvTable table, List<CsvTable.Row> rows, int column, DataSpec options) {
    return new ColumnFit(
        table, options, column, ColumnLook.of(table, rows, column, options.reading()));
  }

  String name() {
    return name;
  }

  /** What was assumed about the column. */
  List<String> notes() {
    return notes;
  }

  /**
   * What the column is.
   *
   * @throws ZooException when it has no value, or is of numbers and of texts
   */
  Kind kind() {
    if (options.categorical().contains(name) || table.categorical().contains(name)) {
      return Kind.CATEGORIES;
    }
    if (options.reading().numeric().contains(name)) {
      return Kind.NUMBERS;
    }
    if (options.reading().dates().contains(name)) {
      return Kind.DATES;
    }
    if (look.there() == 0) {
      throw new ZooException(
          "%s: column '%s' has no value in any training row; leave it out with ignore=%s"
              .formatted(table.file(), name, name));
    }
    if (2 * look.numbers() > look.there()) {
      requireFew(look.dates() + look.texts(), "a number expected, as %,d other rows have");
      return isId() ? left("is an id that counts up", "numeric") : Kind.NUMBERS;
    }
    if (2 * look.dates() > look.there()
        && look.numbers() + look.texts() <= MOST_UNREADABLE * look.there()) {
      return Kind.DATES;
    }
    int rows = look.there() + look.words();
    boolean names = rows >= NAMES_ROWS && 2 * look.counts().size() > rows;
    return names
        ? left(
            "has %,d different texts in %,d rows".formatted(look.counts().size(), rows),
            "categorical")
        : Kind.CATEGORIES;
  }

  private Kind left(String why, String key) {
    notes.add("column '%s' %s and is left out (%s=%s keeps it)".formatted(name, why, key, name));
    return Kind.LEFT_OUT;
  }

  private boolean isId() {
    return look.rising()
        && look.missing() + look.words() == 0
        && look.numbers() > 2
        && (ID.matcher(name.toLowerCase(Locale.ROOT)).matches()
            || CAMEL_ID.matcher(name).matches());
  }

  /** Mostly numbers: a text among them is a slip, and no category. */
  private void requireFew(int others, String expected) {
    if (others > MOST_UNREADABLE * look.there()) {
      CsvTable.Row row = look.firstText().orElseThrow();
      throw table.at(
          row,
          name,
          (expected
                  + "; got '%s' (a missing value is an empty cell, ? or NA, or set missing=; for a column of text, set categorical=%s)")
              .formatted(look.numbers(), row.cell(column), name));
    }
  }

  /** What is wrong with the cell of a row, when it is no value of such a column. */
  Optional<ZooException> unreadable(Kind kind, CsvTable.Row row) {
    String cell = row.cell(column);
    if (kind == Kind.CATEGORIES || isMissing(cell)) {
      return Optional.empty();
    }
    if (kind == Kind.DATES) {
      CellDate.Order order = look.order(name).orElse(CellDate.Order.DAY_FIRST);
      return CellDate.of(cell, order).isPresent()
          ? Optional.empty()
          : Optional.of(table.at(row, name, "a date expected; got '%s'".formatted(cell)));
    }
    Optional<CellNumber> number = CellNumber.of(cell, table.dialect().decimal());
    boolean fits =
        number.isPresent()
            && Double.isFinite(number.get().value())
            && (look.extreme() == 0 || Math.abs(number.get().value()) < ColumnLook.HUGE);
    return fits
        ? Optional.empty()
        : Optional.of(table.at(row, name, "a number expected; got '%s'".formatted(cell)));
  }

  /**
   * The column as its rows have it.
   *
   * @param rows whose cells can be read
   */
  TableColumn learn(Kind kind, List<CsvTable.Row> rows) {
    return switch (kind) {
      case NUMBERS -> numbers(rows);
      case DATES -> dates(rows);
      case CATEGORIES -> categories(rows);
      case LEFT_OUT -> throw new IllegalStateException(name);
    };
  }

  /**
   * The column with the weight that a group of values needs to count as one column: the variance of
   * its values is, on the average of them, that of a column of numbers.
   *
   * @param variance of an average column of numbers, scaled
   */
  TableColumn weighted(TableColumn learned, double variance) {
    if (!(learned instanceof TableColumn.Categorical c) || spread <= 0) {
      return learned;
    }
    double weight = Math.min(1, Math.sqrt(variance / spread / c.width()));
    return new TableColumn.Categorical(
        c.name(), c.categories(), c.imputed(), c.missing(), weight, c.rest());
  }

  private boolean isMissing(String cell) {
    return Cells.isMissing(cell) || options.reading().missing().contains(cell);
  }

  private TableColumn numbers(List<CsvTable.Row> rows) {
    char decimal = table.dialect().decimal();
    double[] values =
        rows.stream()
            .map(row -> row.cell(column))
            .filter(cell -> !isMissing(cell))
            .map(cell -> CellNumber.of(cell, decimal))
            .flatMap(Optional::stream)
            .mapToDouble(CellNumber::value)
            .filter(Double::isFinite)
            .toArray();
    if (values.length == 0) {
      throw new ZooException(
          "%s: column '%s': numbers expected; got none; leave it out with ignore=%s"
              .formatted(table.file(), name, name));
    }
    String unit = look.unit(name);
    if (look.marked()) {
      notes.add(
          "column '%s': '%s' is read as %s"
              .formatted(
                  name,
                  marked(rows),
                  "a number" + (unit.isEmpty() ? "" : ", without its " + unit)));
    }
    if (look.numbers() > 0 && look.counts().size() == 1) {
      notes.add("column '%s' is constant".formatted(name));
    }
    return statistics(name, values, rows.size() - values.length);
  }

  private String marked(List<CsvTable.Row> rows) {
    char decimal = table.dialect().decimal();
    return rows.stream()
        .map(row -> row.cell(column))
        .filter(
            cell ->
                CellNumber.of(cell, decimal)
                    .filter(n -> n.grouped() || !n.unit().isEmpty())
                    .isPresent())
        .findFirst()
        .orElse("");
  }

  private static TableColumn.Numeric statistics(String name, double[] values, int missing) {
    Arrays.sort(values);
    int n = values.length;
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / n;
    double median = values[(n - 1) / 2] / 2 + values[n / 2] / 2;
    return new TableColumn.Numeric(
        name, values[0], values[n - 1], mean, Math.sqrt(variance), median, missing);
  }

  private TableColumn dates(List<CsvTable.Row> rows) {
    Optional<CellDate.Order> order = look.order(name);
    List<CellDate> dates =
        rows.stream()
            .map(row -> row.cell(column))
            .filter(cell -> !isMissing(cell))
            .map(cell -> CellDate.of(cell, order.orElse(CellDate.Order.DAY_FIRST)))
            .flatMap(Optional::stream)
            .toList();
    if (dates.isEmpty()) {
      throw new ZooException(
          "%s: column '%s': dates such as 2024-03-31 or 31.03.2024 expected; got none"
              .formatted(table.file(), name));
    }
    boolean timed = dates.stream().anyMatch(CellDate::timed);
    LocalDateTime earliest =
        dates.stream().map(CellDate::at).min(LocalDateTime::compareTo).orElseThrow();
    double[][] numbers =
        dates.stream()
            .map(date -> DateColumn.numbers(date.at(), earliest, timed))
            .toArray(double[][]::new);
    List<String> parts = new ArrayList<>(DateColumn.PARTS);
    if (!timed) {
      parts.remove("hour");
    }
    List<TableColumn.Numeric> columns = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      int at = i;
      double[] part = Arrays.stream(numbers).mapToDouble(n -> n[at]).toArray();
      columns.add(statistics(name + "." + parts.get(i), part, rows.size() - dates.size()));
    }
    notes.add(
        "column '%s' is of dates%s and becomes %s since %s"
            .formatted(
                name,
                order
                    .map(o -> o == CellDate.Order.DAY_FIRST ? " (day first)" : " (month first)")
                    .orElse(""),
                String.join(", ", parts),
                timed ? earliest : earliest.toLocalDate()));
    return new DateColumn(
        name, order.orElse(null), timed, earliest.toString(), columns, rows.size() - dates.size());
  }

  private TableColumn categories(List<CsvTable.Row> rows) {
    Map<String, Integer> counts = new HashMap<>();
    int missing = 0;
    for (CsvTable.Row row : rows) {
      String cell = row.cell(column);
      if (cell.isEmpty()
          || options.reading().missing().contains(cell)
          || (look.texts() == 0 && Cells.isMissing(cell))) {
        missing++;
      } else {
        counts.merge(cell, 1, Integer::sum);
      }
    }
    if (counts.isEmpty()) {
      throw new ZooException(
          "%s: column '%s' has no value in any training row; leave it out with ignore=%s"
              .formatted(table.file(), name, name));
    }
    if (look.texts() > 0 && look.words() > 0) {
      String word =
          look.counts().keySet().stream().filter(Cells::isMissing).sorted().findFirst().orElse("");
      notes.add(
          "column '%s': '%s' is a category (missing=%s makes it a missing value)"
              .formatted(name, word, word));
    }
    String rest = null;
    if (counts.size() > PreparedRows.MAX_CATEGORIES) {
      rest = REST;
      int all = counts.size();
      List<String> rare =
          counts.keySet().stream()
              .sorted(
                  Comparator.comparing((String text) -> -counts.get(text))
                      .thenComparing(text -> text))
              .skip(PreparedRows.MAX_CATEGORIES - 1)
              .collect(Collectors.toList());
      rare.remove(REST);
      int cells = rare.stream().mapToInt(counts::remove).sum();
      counts.merge(REST, cells, Integer::sum);
      notes.add(
          "column '%s' has %,d categories: the %,d rarest are taken together as '%s'"
              .formatted(name, all, rare.size(), REST));
    } else if (counts.size() == 1) {
      notes.add("column '%s' is constant".formatted(name));
    }
    List<String> sorted = counts.keySet().stream().sorted().toList();
    String most = sorted.get(0);
    for (String category : sorted) {
      most = counts.get(category) > counts.get(most) ? category : most;
    }
    double there = counts.values().stream().mapToInt(n -> n).sum();
    spread = 1 - counts.values().stream().mapToDouble(n -> n / there * (n / there)).sum();
    return new TableColumn.Categorical(name, sorted, most, missing, null, rest);
  }
}
