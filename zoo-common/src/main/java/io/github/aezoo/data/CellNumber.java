package io.github.aezoo.data;

import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A cell as a number, as people and programs write one: with a decimal point or comma, thousands
 * separators, a currency or a percent sign.
 *
 * @param value may be infinite, where the cell says so
 * @param unit the currency or the percent sign; empty for a plain number
 * @param grouped whether it has thousands separators
 */
public record CellNumber(double value, String unit, boolean grouped) {
  private static final String EXPONENT = "([eE][-+]?\\d{1,4})?";

  private static final Pattern POINT = number("\\.", "[,' \u00a0\u202f]");
  private static final Pattern COMMA = number(",", "[.' \u00a0\u202f]");
  private static final Pattern INFINITE = Pattern.compile("(?i)[-+]?inf(inity)?");

  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  private static final Pattern UNIT =
      Pattern.compile(
          "(?<sign>[-+])?(?<before>\\p{Sc}|US\\$|[A-Z]{3})?\\s?(?<number>[-+]?[\\d.,].*?)\\s?(?<after>\\p{Sc}|%|\u2030|[A-Z]{3})?");

  private static Pattern number(String mark, String group) {
    return Pattern.compile(
        "[-+]?((?<grouped>\\d{1,3}(?<by>"
            + group
            + ")\\d{3}(\\k<by>\\d{3})*("
            + mark
            + "\\d*)?)|((\\d+"
            + mark
            + "?\\d*|"
            + mark
            + "\\d+)"
            + EXPONENT
            + "))");
  }

  /**
   * Reads a cell.
   *
   * @param decimal the decimal mark, a point or a comma
   * @return empty when it is no number
   */
  public static Optional<CellNumber> of(String cell, char decimal) {
    if (decimal == '.' && Cells.isNumber(cell)) {
      return Optional.of(new CellNumber(Double.parseDouble(cell), "", false));
    }
    if (cell.isEmpty() || cell.length() > 60) {
      return Optional.empty();
    }
    if (INFINITE.matcher(cell).matches()) {
      return Optional.of(
          new CellNumber(
              cell.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY,
              "",
              false));
    }
    String text = cell.replace('\u2212', '-');
    // As accountants write negative numbers.
    boolean negative = text.startsWith("(") && text.endsWith(")");
    Matcher unit = UNIT.matcher(negative ? text.substring(1, text.length() - 1) : text);
    if (!unit.matches() || (unit.group("before") != null && unit.group("after") != null)) {
      return Optional.empty();
    }
    String name =
        unit.group("before") != null
            ? unit.group("before")
            : unit.group("after") == null ? "" : unit.group("after");
    if (name.length() == 3 && !name.equals("US$") && !CURRENCIES.contains(name)) {
      return Optional.empty();
    }
    String sign = unit.group("sign");
    String digits = (sign == null ? "" : sign) + unit.group("number");
    return plain(digits, decimal)
        .map(n -> new CellNumber(negative ? -n.value() : n.value(), name, n.grouped()));
  }

  private static Optional<CellNumber> plain(String text, char decimal) {
    Matcher m = (decimal == '.' ? POINT : COMMA).matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    boolean grouped = m.group("grouped") != null;
    String digits = grouped ? text.replace(m.group("by"), "") : text;
    double value = Double.parseDouble(digits.replace(decimal, '.').toLowerCase(Locale.ROOT));
    return Optional.of(new CellNumber(value, "", grouped));
  }
}
