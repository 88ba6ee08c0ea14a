package io.github.aezoo.data.table;

import io.github.aezoo.data.TableReading;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How a file writes a table.
 *
 * @param separator between cells; a space for runs of spaces
 * @param decimal the decimal mark
 * @param encoding of the text
 */
public record Dialect(char separator, char decimal, Charset encoding) {
  /** What most programs write. */
  public static final Dialect USUAL = new Dialect(',', '.', StandardCharsets.UTF_8);

  Dialect withDecimal(char other) {
    return new Dialect(separator, other, encoding);
  }

  /** In words. */
  @Override
  public String toString() {
    return "separator %s, decimal %s, encoding %s"
        .formatted(
            TableReading.word(TableReading.SEPARATORS, separator),
            TableReading.word(TableReading.DECIMALS, decimal),
            encoding.name());
  }
}
