package io.github.aezoo.data;

import io.github.aezoo.io.ZooException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Between a {@link TableReading} and the settings of a word that say it. */
final class ReadingWord {
  private ReadingWord() {}

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
