package io.github.aezoo.data;

import io.github.aezoo.io.ZooException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

  /** A way to read in which a key has a value. */
  static TableReading with(DataSpec spec, DataSpec.Key key, String value) {
    TableReading reading = spec.reading();
    return switch (key) {
      case SEP -> reading.withSeparator(named(spec, key, value, TableReading.SEPARATORS));
      case DECIMAL -> reading.withDecimal(named(spec, key, value, TableReading.DECIMALS));
      case ENCODING -> reading.withEncoding(encoding(spec, value));
      case MISSING -> reading.withMissing(DataWord.names(value));
      case NUMERIC -> reading.withNumeric(DataWord.names(value));
      case DATES -> reading.withDates(DataWord.names(value));
      case DAYFIRST -> reading.withDayFirst(yes(spec, value));
      default -> throw new IllegalArgumentException(key.word());
    };
  }

  /** The value of a key that is said. */
  static String value(TableReading reading, DataSpec.Key key) {
    return switch (key) {
      case SEP -> TableReading.word(TableReading.SEPARATORS, reading.separator().orElseThrow());
      case DECIMAL -> TableReading.word(TableReading.DECIMALS, reading.decimal().orElseThrow());
      case ENCODING -> reading.encoding().orElseThrow().name().toLowerCase(Locale.ROOT);
      case MISSING -> String.join("+", reading.missing());
      case NUMERIC -> String.join("+", reading.numeric());
      case DATES -> String.join("+", reading.dates());
      case DAYFIRST -> reading.dayFirst().orElseThrow() ? "yes" : "no";
      default -> throw new IllegalArgumentException(key.word());
    };
  }

  private static char named(
      DataSpec spec, DataSpec.Key key, String value, Map<String, Character> names) {
    Character named = names.get(value);
    // As it is, where the grammar of words lets it stand.
    if (named == null && value.length() == 1 && names.containsValue(value.charAt(0))) {
      named = value.charAt(0);
    }
    if (named == null) {
      throw new ZooException(
          "%s: %s=%s expected; got '%s'"
              .formatted(
                  spec.base(),
                  key.word(),
                  String.join(", ", new TreeMap<>(names).keySet()),
                  value));
    }
    return named;
  }

  private static Charset encoding(DataSpec spec, String value) {
    try {
      return Charset.forName(value);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new ZooException(
          "%s: encoding= a name such as utf-8, utf-16 or windows-1252 expected; got '%s'"
              .formatted(spec.base(), value),
          e);
    }
  }

  private static boolean yes(DataSpec spec, String value) {
    if (!value.equals("yes") && !value.equals("no")) {
      throw new ZooException(
          "%s: dayfirst=yes, no expected; got '%s'".formatted(spec.base(), value));
    }
    return value.equals("yes");
  }
}
