package io.github.aezoo.data.table;

import io.github.aezoo.data.Cells;
import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.TableColumn;
import io.github.aezoo.io.ZooException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How a table is read, as the settings of a DATA word say: {@code
 * rows.csv:label=fraud,ignore=id+date,test=0.3}.
 *
 * @param label {@code label=}: the column of classes; when left out, the one called {@code label},
 *     if there is one; none when empty
 * @param ignored {@code ignore=}: columns that are no features
 * @param categorical {@code categorical=}: columns of numbers that name categories
 * @param scaling {@code scaling=min-max} (default) or {@code standard}
 * @param header {@code header=auto} (default), {@code yes} or {@code no}
 * @param test {@code test=}: how many rows, or below 1 which share of them, are the test split, of
 *     each class as many as it has of the whole; 0 when left out
 * @param validation {@code validation=}: the same of the training rows that choose the epoch; 0.1
 *     when left out
 * @param seed {@code seed=}: decides which; 1 when left out
 * @param trained {@code only=}, {@code without=}: which classes training and validation rows have;
 *     empty when rows are not chosen by their class
 */
public record TableOptions(
    Optional<String> label,
    List<String> ignored,
    List<String> categorical,
    TableColumn.Scaling scaling,
    CsvTable.Header header,
    double test,
    double validation,
    long seed,
    Optional<Predicate<String>> trained) {
  /** The column that holds classes when nothing else is said. */
  static final String LABEL = "label";

  private static final double VALIDATION = 0.1;

  private static final Set<String> KEYS =
      Set.of(
          "label",
          "ignore",
          "categorical",
          DataSpec.SCALING,
          "header",
          "test",
          "validation",
          "seed",
          DataSpec.ONLY,
          DataSpec.WITHOUT);

  /** Nothing is said. */
  static TableOptions standard() {
    return of(new DataSpec("", Map.of()));
  }

  /**
   * Reads the settings of a word.
   *
   * @throws ZooException naming a key that is not known or whose value is not allowed
   */
  static TableOptions of(DataSpec word) {
    word.requireKeys(KEYS);
    return new TableOptions(
        word.value("label"),
        word.values("ignore"),
        word.values("categorical"),
        one(word, DataSpec.SCALING, TableColumn.Scaling.values(), TableColumn.Scaling.MIN_MAX),
        one(word, "header", CsvTable.Header.values(), CsvTable.Header.AUTO),
        part(word, "test", 0),
        part(word, "validation", VALIDATION),
        seed(word),
        word.choosesClasses() ? Optional.of(word.trained()) : Optional.empty());
  }

  /** Whether the word says how rows are split. */
  static boolean splits(DataSpec word) {
    return word.value("test").isPresent() || word.value("validation").isPresent();
  }

  /** How many of some rows a part is: a count, or a share, of which one is taken and one left. */
  static int count(double part, int rows) {
    if (part >= 1 || part == 0) {
      return (int) part;
    }
    return Math.max(0, Math.min(rows - 1, Math.max(1, (int) Math.round(part * rows))));
  }

  private static <E extends Enum<E>> E one(DataSpec word, String key, E[] values, E otherwise) {
    Optional<String> came = word.value(key);
    if (came.isEmpty()) {
      return otherwise;
    }
    for (E value : values) {
      if (spelled(value).equals(came.get())) {
        return value;
      }
    }
    List<String> allowed = Arrays.stream(values).map(TableOptions::spelled).toList();
    throw new ZooException(
        "%s: %s=%s expected; came '%s'"
            .formatted(word.base(), key, String.join(", ", allowed), came.get()));
  }

  private static String spelled(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static double part(DataSpec word, String key, double otherwise) {
    Optional<String> came = word.value(key);
    if (came.isEmpty()) {
      return otherwise;
    }
    double value = Cells.isNumber(came.get()) ? Double.parseDouble(came.get()) : -1;
    if (value < 0 || (value >= 1 && value != Math.rint(value)) || value > Integer.MAX_VALUE) {
      throw new ZooException(
          "%s: %s= a share from 0 to below 1 or a number of rows expected; came '%s'"
              .formatted(word.base(), key, came.get()));
    }
    return value;
  }

  private static long seed(DataSpec word) {
    try {
      return Long.parseLong(word.value("seed").orElse("1"));
    } catch (NumberFormatException e) {
      throw new ZooException(
          "%s: seed= a whole number expected; came '%s'"
              .formatted(word.base(), word.value("seed").orElse("")),
          e);
    }
  }
}
