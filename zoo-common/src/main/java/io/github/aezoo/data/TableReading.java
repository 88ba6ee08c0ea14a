package io.github.aezoo.data;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the text of a table is read, where it is said; what is left out is found in the file, and the
 * data set tells what was found.
 *
 * @param separator {@code sep=}: stands between cells; a space for runs of spaces
 * @param decimal {@code decimal=}: the decimal mark, a point or a comma
 * @param encoding {@code encoding=}: of the file's text
 * @param missing {@code missing=}: words that are missing values in every column, besides empty
 *     cells
 * @param numeric {@code numeric=}: columns of numbers, whatever their cells look like
 * @param dates {@code dates=}: columns of dates
 * @param dayFirst {@code dayfirst=}: whether 01/02/2024 is the first of February
 */
public record TableReading(
    Optional<Character> separator,
    Optional<Character> decimal,
    Optional<Charset> encoding,
    List<String> missing,
    List<String> numeric,
    List<String> dates,
    Optional<Boolean> dayFirst) {
  /** Names of separators; some of them cannot stand in a word. */
  public static final Map<String, Character> SEPARATORS =
      Map.of("comma", ',', "semicolon", ';', "tab", '\t', "pipe", '|', "space", ' ');

  /** Names of decimal marks. */
  public static final Map<String, Character> DECIMALS = Map.of("point", '.', "comma", ',');

  /** Nothing is said. */
  public static final TableReading FOUND =
      new TableReading(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty());

  /** Takes copies. */
  public TableReading {
    missing = List.copyOf(missing);
    numeric = List.copyOf(numeric);
    dates = List.copyOf(dates);
  }

  /** A character's name in a word, or itself. */
  public static String word(Map<String, Character> names, char character) {
    return names.entrySet().stream()
        .filter(e -> e.getValue() == character)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(String.valueOf(character));
  }

  /** The same with another separator. */
  public TableReading withSeparator(char other) {
    return new TableReading(
        Optional.of(other), decimal, encoding, missing, numeric, dates, dayFirst);
  }

  /** The same with another decimal mark. */
  public TableReading withDecimal(char other) {
    return new TableReading(
        separator, Optional.of(other), encoding, missing, numeric, dates, dayFirst);
  }

  /** The same with another encoding. */
  public TableReading withEncoding(Charset other) {
    return new TableReading(
        separator, decimal, Optional.of(other), missing, numeric, dates, dayFirst);
  }

  /** The same with other words for missing values. */
  public TableReading withMissing(List<String> words) {
    return new TableReading(separator, decimal, encoding, words, numeric, dates, dayFirst);
  }

  /** The same with other columns of numbers. */
  public TableReading withNumeric(List<String> columns) {
    return new TableReading(separator, decimal, encoding, missing, columns, dates, dayFirst);
  }

  /** The same with other columns of dates. */
  public TableReading withDates(List<String> columns) {
    return new TableReading(separator, decimal, encoding, missing, numeric, columns, dayFirst);
  }

  /** The same with another order of days and months. */
  public TableReading withDayFirst(boolean first) {
    return new TableReading(
        separator, decimal, encoding, missing, numeric, dates, Optional.of(first));
  }
}
