package io.github.aezoo.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A data set and its settings. In JSON and on the command line it is a word, as {@code
 * mnist:without=3} or {@code rows.csv:label=fraud,test=0.3}; in Java it is made by {@link #of} and
 * the methods that begin with {@code with}.
 *
 * @param base a known name or a path
 * @param scaling {@code scaling=}: of images {@code contrast} ({@link EqualContrast}), of rows
 *     {@code min-max} (default) or {@code standard}
 * @param only {@code only=}: the only classes that training samples have; empty for all
 * @param without {@code without=}: classes that training samples do not have
 * @param label {@code label=}: the column of classes; when left out, the one called {@code label},
 *     if there is one; none when empty
 * @param ignored {@code ignore=}: columns that are no features
 * @param categorical {@code categorical=}: columns of numbers that name categories
 * @param header {@code header=}: whether a table's first line names its columns
 * @param test {@code test=}: how many rows, or below 1 which share of them, are the test split, of
 *     each class as many as it has of the whole; 0 when left out
 * @param validation {@code validation=}: the same of the training rows that choose the epoch; 0.1
 *     when left out
 * @param seed {@code seed=}: decides which; 1 when left out
 * @param size {@code size=}: what images of a folder are brought to
 * @param fit {@code fit=}: how images of other proportions are brought to it
 * @param reading how a table's text is read: {@code sep=}, {@code decimal=}, {@code encoding=},
 *     {@code missing=}, {@code numeric=}, {@code dates=} and {@code dayfirst=}
 * @param order the keys that are said, as the word has them
 */
public record DataSpec(
    String base,
    Optional<Scaling> scaling,
    List<String> only,
    List<String> without,
    Optional<String> label,
    List<String> ignored,
    List<String> categorical,
    Header header,
    OptionalDouble test,
    OptionalDouble validation,
    OptionalLong seed,
    Optional<ImageSize> size,
    Optional<ImageFit> fit,
    TableReading reading,
    List<Key> order) {

  /** The settings that a word may have. */
  public enum Key {
    SCALING,
    ONLY,
    WITHOUT,
    LABEL,
    IGNORE,
    CATEGORICAL,
    HEADER,
    TEST,
    VALIDATION,
    SEED,
    SIZE,
    FIT,
    SEP,
    DECIMAL,
    ENCODING,
    MISSING,
    NUMERIC,
    DATES,
    DAYFIRST;

    /** As a word has it. */
    public String word() {
      return spelled(this);
    }
  }

  /** How values are scaled. */
  public enum Scaling {
    /** Images of the same contrast; see {@link EqualContrast}. */
    CONTRAST,
    /** Rows; see {@link TableColumn.Scaling#MIN_MAX}. */
    MIN_MAX,
    /** Rows; see {@link TableColumn.Scaling#STANDARD}. */
    STANDARD
  }

  /** Whether a table's first line names the columns. */
  public enum Header {
    /** When it is unlike the rows below it. */
    AUTO,
    /** It does. */
    YES,
    /** It is a row. */
    NO
  }

  /** In place of data in recipes that are for any. */
  private static final Set<String> PLACEHOLDERS = Set.of("images", "photos", "table.csv");

  /**
   * Checks that the values can be written as a word.
   *
   * @throws ZooException naming the key
   */
  public DataSpec {
    only = List.copyOf(only);
    without = List.copyOf(without);
    ignored = List.copyOf(ignored);
    categorical = List.copyOf(categorical);
    order = List.copyOf(order);
    DataWord.requireNames(base, Key.ONLY, only);
    DataWord.requireNames(base, Key.WITHOUT, without);
    DataWord.requireNames(base, Key.IGNORE, ignored);
    DataWord.requireNames(base, Key.CATEGORICAL, categorical);
    DataWord.requireNames(base, Key.MISSING, reading.missing());
    DataWord.requireNames(base, Key.NUMERIC, reading.numeric());
    DataWord.requireNames(base, Key.DATES, reading.dates());
    label.ifPresent(name -> DataWord.requireName(base, Key.LABEL, name));
    DataWord.requirePart(base, Key.TEST, test);
    DataWord.requirePart(base, Key.VALIDATION, validation);
  }

  /** A known name or a path, without settings. */
  public static DataSpec of(String base) {
    return new DataSpec(
        base,
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        Header.AUTO,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        TableReading.FOUND,
        List.of());
  }

  /**
   * Reads a word; one without settings is its own base.
   *
   * @throws ZooException when a key is not known there, comes twice or has a value that is not
   *     allowed
   */
  public static DataSpec parse(String word) {
    return DataWord.parse(word);
  }

  /**
   * A word of a recipe or a card. One that cannot be read is its own base, so that a card opens
   * whatever its data was called; opening such data says what is wrong.
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static DataSpec stored(String word) {
    try {
      return parse(word);
    } catch (ZooException e) {
      return of(word);
    }
  }

  static String spelled(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The endings of files that are tables. */
  private static final Pattern TABLE =
      Pattern.compile("(?i)\\.((csv|tsv|txt|arff)(\\.gz)?|npy|npz)$");

  /**
   * Whether it names a table: a path that ends in {@code .csv}, {@code .tsv}, {@code .txt} or
   * {@code .arff}, also with {@code .gz}, or in {@code .npy} or {@code .npz}.
   */
  public boolean isTable() {
    return TABLE.matcher(base).find();
  }

  /** A file's name without the ending of a table. */
  public static String stem(String file) {
    return TABLE.matcher(file).replaceFirst("");
  }

  /** Whether it stands for any data, in a recipe that is for any: it has to be named. */
  public boolean isPlaceholder() {
    return PLACEHOLDERS.contains(base);
  }

  /** Whether a setting is said. */
  public boolean says(Key key) {
    return order.contains(key);
  }

  /** Whether it is said how the rows of a table are split. */
  public boolean splits() {
    return says(Key.TEST) || says(Key.VALIDATION);
  }

  /** Whether classes of training samples are chosen. */
  public boolean choosesClasses() {
    return !only.isEmpty() || !without.isEmpty();
  }

  /** Whether training samples may have a class: one of {@link #only}, none of {@link #without}. */
  public Predicate<String> trained() {
    return name -> (only.isEmpty() || only.contains(name)) && !without.contains(name);
  }

  /** How the pixels of images are scaled, in words; empty when they are as they are. */
  public Optional<String> imageScaling() {
    return scaling.filter(s -> s == Scaling.CONTRAST).map(s -> EqualContrast.MEANING);
  }

  /** How numbers of a table are scaled. */
  public TableColumn.Scaling rowScaling() {
    return scaling.filter(s -> s == Scaling.STANDARD).isPresent()
        ? TableColumn.Scaling.STANDARD
        : TableColumn.Scaling.MIN_MAX;
  }

  /**
   * Images scaled and fitted as other images are, unless these say it themselves: images for a
   * model are brought to its input as those that it learned from. How rows of a table are prepared
   * stands on a model's card, so tables stay as they are.
   */
  public DataSpec scaledAs(DataSpec other) {
    if (isTable() || other.isTable()) {
      return this;
    }
    // Known data sets have a size of their own.
    boolean folder = SafeFiles.path(base).filter(Files::isDirectory).isPresent();
    DataSpec scaled =
        says(Key.SCALING) || other.scaling.isEmpty() ? this : withScaling(other.scaling.get());
    return says(Key.FIT) || other.fit.isEmpty() || !folder
        ? scaled
        : scaled.withFit(other.fit.get());
  }

  /** The same settings of other data. */
  public DataSpec withBase(String other) {
    DataDraft draft = new DataDraft(this);
    draft.base = other;
    return draft.spec(order);
  }

  /** The same data, scaled. */
  public DataSpec withScaling(Scaling other) {
    return edited(Key.SCALING, true, draft -> draft.scaling = Optional.of(other));
  }

  /** The same data whose training samples have some classes alone; all when empty. */
  public DataSpec withOnly(List<String> classes) {
    return edited(Key.ONLY, !classes.isEmpty(), draft -> draft.only = classes);
  }

  /** The same data whose training samples have none of some classes. */
  public DataSpec withoutClasses(List<String> classes) {
    return edited(Key.WITHOUT, !classes.isEmpty(), draft -> draft.without = classes);
  }

  /** The same table with another column of classes; none when empty. */
  public DataSpec withLabel(String column) {
    return edited(Key.LABEL, true, draft -> draft.label = Optional.of(column));
  }

  /** The same table with other columns that are no features. */
  public DataSpec withIgnored(List<String> columns) {
    return edited(Key.IGNORE, !columns.isEmpty(), draft -> draft.ignored = columns);
  }

  /** The same table with other columns of numbers that name categories. */
  public DataSpec withCategorical(List<String> columns) {
    return edited(Key.CATEGORICAL, !columns.isEmpty(), draft -> draft.categorical = columns);
  }

  /** The same table with or without names in its first line. */
  public DataSpec withHeader(Header other) {
    return edited(Key.HEADER, true, draft -> draft.header = other);
  }

  /** The same table with so many of its rows, or below 1 such a share, as the test split. */
  public DataSpec withTest(double part) {
    return edited(Key.TEST, true, draft -> draft.test = OptionalDouble.of(part));
  }

  /** The same table with so many of its training rows, or such a share, held out. */
  public DataSpec withValidation(double part) {
    return edited(Key.VALIDATION, true, draft -> draft.validation = OptionalDouble.of(part));
  }

  /** The same table split by another seed. */
  public DataSpec withSeed(long other) {
    return edited(Key.SEED, true, draft -> draft.seed = OptionalLong.of(other));
  }

  /** The same folder of images, brought to another size. */
  public DataSpec withSize(ImageSize other) {
    return edited(Key.SIZE, true, draft -> draft.size = Optional.of(other));
  }

  /** The same folder of images, brought to its size in another way. */
  public DataSpec withFit(ImageFit other) {
    return edited(Key.FIT, true, draft -> draft.fit = Optional.of(other));
  }

  /** The same table, read in another way that a key says. */
  public DataSpec withReading(Key key, TableReading other) {
    return edited(key, true, draft -> draft.reading = other);
  }

  private DataSpec edited(Key key, boolean said, Consumer<DataDraft> change) {
    DataDraft draft = new DataDraft(this);
    change.accept(draft);
    Set<Key> keys = new LinkedHashSet<>(order);
    if (said) {
      keys.add(key);
    } else {
      keys.remove(key);
    }
    return draft.spec(List.copyOf(keys));
  }

  /**
   * Checks that all that is said can be said of images.
   *
   * @throws ZooException naming the key
   */
  public void requireOfImages() {
    DataWord.requireOfImages(this);
  }

  /**
   * Checks that no size is asked for.
   *
   * @throws ZooException naming the key
   */
  public void requireOfOneSize() {
    DataWord.requireOfOneSize(this);
  }

  /** The word. */
  @JsonValue
  @Override
  public String toString() {
    return order.isEmpty()
        ? base
        : base
            + order.stream()
                .map(key -> key.word() + "=" + DataWord.value(this, key))
                .collect(Collectors.joining(",", ":", ""));
  }
}
