package io.github.aezoo.data.table;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.data.TableReading;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Rows that are going to be opened, and how; each method gives another source, and {@link #open}
 * the data set. What is not said is as {@link DataSpec} has it.
 *
 * <pre>{@code
 * Dataset rows = Datasets.table(Path.of("rows.csv")).label("fraud").ignore("id").test(0.3).open();
 * }</pre>
 */
public final class TableSource {
  private final DataSpec spec;
  private final Function<DataSpec, CsvTable> table;
  private final Optional<TablePreparation> prepared;

  private TableSource(
      DataSpec spec, Function<DataSpec, CsvTable> table, Optional<TablePreparation> prepared) {
    this.spec = spec;
    this.table = table;
    this.prepared = prepared;
  }

  /** The rows of a CSV file, plain or gzip. */
  public static TableSource of(Path file) {
    return new TableSource(DataSpec.of(file.toString()), CsvTable::read, Optional.empty());
  }

  /** Rows in memory. */
  public static TableSource of(CsvTable rows) {
    return new TableSource(DataSpec.of(rows.file()), s -> rows, Optional.empty());
  }

  private TableSource with(DataSpec other) {
    return new TableSource(other, table, prepared);
  }

  /** The column of classes; none when empty. */
  public TableSource label(String column) {
    return with(spec.withLabel(column));
  }

  /** Columns that are no features. */
  public TableSource ignore(String... columns) {
    return with(spec.withIgnored(List.of(columns)));
  }

  /** Columns of numbers that name categories. */
  public TableSource categorical(String... columns) {
    return with(spec.withCategorical(List.of(columns)));
  }

  /** How numbers are scaled: {@code MIN_MAX} or {@code STANDARD}. */
  public TableSource scaling(DataSpec.Scaling scaling) {
    return with(spec.withScaling(scaling));
  }

  /** Whether a file's first line names the columns. */
  public TableSource header(DataSpec.Header header) {
    return with(spec.withHeader(header));
  }

  /** What stands between the cells of a file; a space for runs of spaces. */
  public TableSource separator(char separator) {
    return reading(DataSpec.Key.SEP, spec.reading().withSeparator(separator));
  }

  /** The decimal mark of a file's numbers: a point or a comma. */
  public TableSource decimal(char mark) {
    return reading(DataSpec.Key.DECIMAL, spec.reading().withDecimal(mark));
  }

  /** The encoding of a file's text. */
  public TableSource encoding(Charset encoding) {
    return reading(DataSpec.Key.ENCODING, spec.reading().withEncoding(encoding));
  }

  /** Words that are missing values in every column, besides empty cells. */
  public TableSource missing(String... words) {
    return reading(DataSpec.Key.MISSING, spec.reading().withMissing(List.of(words)));
  }

  /** Columns of numbers, whatever their cells look like. */
  public TableSource numeric(String... columns) {
    return reading(DataSpec.Key.NUMERIC, spec.reading().withNumeric(List.of(columns)));
  }

  /** Columns of dates. */
  public TableSource dates(String... columns) {
    return reading(DataSpec.Key.DATES, spec.reading().withDates(List.of(columns)));
  }

  /** Whether 01/02/2024 is the first of February. */
  public TableSource dayFirst(boolean first) {
    return reading(DataSpec.Key.DAYFIRST, spec.reading().withDayFirst(first));
  }

  private TableSource reading(DataSpec.Key key, TableReading reading) {
    return with(spec.withReading(key, reading));
  }

  /** How many rows, or below 1 which share of them, are the test split. */
  public TableSource test(double part) {
    return with(spec.withTest(part));
  }

  /** How many training rows, or below 1 which share of them, choose the epoch. */
  public TableSource validation(double part) {
    return with(spec.withValidation(part));
  }

  /** Decides which rows are held out. */
  public TableSource seed(long seed) {
    return with(spec.withSeed(seed));
  }

  /** The only classes that training rows have. */
  public TableSource only(String... classes) {
    return with(spec.withOnly(List.of(classes)));
  }

  /** Classes that training rows do not have. */
  public TableSource without(String... classes) {
    return with(spec.withoutClasses(List.of(classes)));
  }

  /** Rows prepared as those that a model learned from: nothing is learned from these. */
  public TableSource preparedAs(TablePreparation preparation) {
    return new TableSource(spec, table, Optional.of(preparation));
  }

  /** What was said, as a recipe stores it. */
  public DataSpec spec() {
    return spec;
  }

  /**
   * Opens the rows; all that are not held out are training rows.
   *
   * @throws io.github.aezoo.io.ZooException when they are no table, naming file, line and column
   */
  public Dataset open() {
    return TableDataset.of(spec, table.apply(spec), prepared, false, false);
  }
}
