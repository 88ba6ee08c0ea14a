package io.github.aezoo.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cell as a date: {@code 2024-03-31}, {@code 31.03.2024}, {@code 31/03/2024}, {@code 03/31/2024},
 * {@code 31 Mar 2024} or {@code Mar 31, 2024}, each also with a time.
 *
 * @param at when; of a time with an offset, in UTC
 * @param timed whether the cell has a time
 */
public record CellDate(LocalDateTime at, boolean timed) {
  /** What comes first where a slash or a dash stands between two small numbers. */
  public enum Order {
    /** 31/03/2024. */
    @JsonProperty("day-first")
    DAY_FIRST,
    /** 03/31/2024. */
    @JsonProperty("month-first")
    MONTH_FIRST
  }

  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?\\s?([AaPp][Mm])?\\s?(Z|UTC|GMT|[-+]\\d{2}:?\\d{2})?");

  private static final Pattern YEAR_FIRST =
      Pattern.compile("(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})(?:(?:[T ]\\s*)(.+))?");

  private static final Pattern YEAR_LAST =
      Pattern.compile("(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})(?:,?\\s+(.+))?");

  private static final Pattern DAY_NAME =
      Pattern.compile("(\\d{1,2})[- ]([A-Za-z]{3,9})\\.?[- ](\\d{4})(?:,?\\s+(.+))?");

  private static final Pattern NAME_DAY =
      Pattern.compile("([A-Za-z]{3,9})\\.? (\\d{1,2}),? (\\d{4})(?:,?\\s+(.+))?");

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private static final int LONGEST = 40;

  /**
   * Reads a cell.
   *
   * @return empty when it is no date in this order
   */
  public static Optional<CellDate> of(String cell, Order order) {
    if (cell.length() < 8 || cell.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      Matcher m = YEAR_FIRST.matcher(cell);
      if (m.matches()) {
        return at(m.group(1), m.group(3), m.group(4), m.group(5));
      }
      m = YEAR_LAST.matcher(cell);
      if (m.matches()) {
        boolean day = m.group(2).equals(".") || order == Order.DAY_FIRST;
        return at(m.group(4), m.group(day ? 3 : 1), m.group(day ? 1 : 3), m.group(5));
      }
      m = DAY_NAME.matcher(cell);
      if (m.matches()) {
        return at(m.group(3), month(m.group(2)), m.group(1), m.group(4));
      }
      m = NAME_DAY.matcher(cell);
      return m.matches()
          ? at(m.group(3), month(m.group(1)), m.group(2), m.group(4))
          : Optional.empty();
    } catch (DateTimeException e) {
      // The 31st of February is no date.
      return Optional.empty();
    }
  }

  /** Whether only an {@link Order} tells which number of a cell is the month. */
  public static boolean needsOrder(String cell) {
    Matcher m = YEAR_LAST.matcher(cell);
    return m.matches() && !m.group(2).equals(".");
  }

  private static String month(String name) {
    int at = MONTHS.indexOf(name.substring(0, 3).toLowerCase(Locale.ROOT));
    return String.valueOf(at + 1);
  }

  private static Optional<CellDate> at(String year, String month, String day, String time) {
    LocalDate date =
        LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
    if (time == null) {
      return Optional.of(new CellDate(date.atStartOfDay(), false));
    }
    Matcher m = TIME.matcher(time.strip());
    if (!m.matches()) {
      return Optional.empty();
    }
    int hour = Integer.parseInt(m.group(1));
    if (m.group(5) != null) {
      hour = hour % 12 + (m.group(5).equalsIgnoreCase("pm") ? 12 : 0);
    }
    int second = m.group(3) == null ? 0 : Integer.parseInt(m.group(3));
    int nano = m.group(4) == null ? 0 : Integer.parseInt((m.group(4) + "00000000").substring(0, 9));
    LocalDateTime at = date.atTime(LocalTime.of(hour, Integer.parseInt(m.group(2)), second, nano));
    String zone = m.group(6);
    if (zone != null && (zone.startsWith("+") || zone.startsWith("-"))) {
      at = at.atOffset(ZoneOffset.of(zone)).withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
    }
    return Optional.of(new CellDate(at, true));
  }
}
