package io.github.aezoo.data;

import io.github.aezoo.io.ZooException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A column of dates. A date becomes the values of {@link #PARTS}: year, month (1 to 12), weekday (1
 * is Monday), hour, and the days since the earliest date of the training rows.
 *
 * @param order of days and months; null when no cell needs it
 * @param timed whether the hour is one of the values
 * @param earliest of the training rows, as ISO 8601 has it
 * @param parts each as a column of numbers, in the order of {@link #PARTS}
 * @param missing how many cells of the training rows were missing; they become the median of each
 *     part
 */
public record DateColumn(
    String name,
    CellDate.Order order,
    boolean timed,
    String earliest,
    List<TableColumn.Numeric> parts,
    int missing)
    implements TableColumn {
  /** What a date becomes; without times there is no hour. */
  public static final List<String> PARTS = List.of("year", "month", "weekday", "hour", "days");

  private static final double SECONDS_A_DAY = 86_400;

  /** Checks that the parts are there. */
  public DateColumn {
    TableColumn.requireName(name);
    if (parts == null || parts.size() != (timed ? PARTS.size() : PARTS.size() - 1)) {
      throw new ZooException(
          "column '%s': key 'parts' expected with the numbers of %s"
              .formatted(name, String.join(", ", PARTS)));
    }
    start(name, earliest);
    parts = List.copyOf(parts);
  }

  private static LocalDateTime start(String name, String earliest) {
    try {
      return LocalDateTime.parse(earliest == null ? "" : earliest);
    } catch (DateTimeParseException e) {
      throw new ZooException(
          "column '%s': key 'earliest' as 2024-03-31T00:00 expected; got '%s'"
              .formatted(name, earliest),
          e);
    }
  }

  /**
   * The numbers of a date, in the order of {@link #PARTS}.
   *
   * @param timed whether the hour is one
   */
  public static double[] numbers(LocalDateTime at, LocalDateTime earliest, boolean timed) {
    double days = Duration.between(earliest, at).toSeconds() / SECONDS_A_DAY;
    double[] dates = {at.getYear(), at.getMonthValue(), at.getDayOfWeek().getValue(), days};
    if (!timed) {
      return dates;
    }
    double hour = at.getHour() + at.getMinute() / 60.0;
    return new double[] {dates[0], dates[1], dates[2], hour, days};
  }

  @Override
  public int width() {
    return parts.size();
  }

  @Override
  public boolean write(String cell, Scaling scaling, float[] into, int at) {
    if (Cells.isMissing(cell)) {
      return write(Double.NaN, scaling, into, at);
    }
    Optional<CellDate> date = CellDate.of(cell, order);
    if (date.isEmpty()) {
      throw new ZooException("a date such as %s expected; got '%s'".formatted(earliest, cell));
    }
    double[] numbers = numbers(date.get().at(), start(name, earliest), timed);
    for (int i = 0; i < numbers.length; i++) {
      parts.get(i).write(numbers[i], scaling, into, at + i);
    }
    return true;
  }

  @Override
  public boolean write(double number, Scaling scaling, float[] into, int at) {
    if (!Double.isNaN(number)) {
      throw new ZooException(
          "a date such as %s expected; got the number %s".formatted(earliest, number));
    }
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).write(Double.NaN, scaling, into, at + i);
    }
    return true;
  }

  /** The date that the elapsed days say; the other parts are not asked. */
  @Override
  public String read(float[] values, int at, Scaling scaling, int digits) {
    int last = parts.size() - 1;
    double days = Double.parseDouble(parts.get(last).read(values, at + last, scaling, digits));
    LocalDateTime start = start(name, earliest);
    // Years that no calendar prints say nothing.
    long seconds = Math.round(Math.max(-1e6, Math.min(1e6, days)) * SECONDS_A_DAY);
    LocalDateTime date = start.plusSeconds(seconds);
    return timed
        ? date.withSecond(0).withNano(0).format(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
        : date.plusHours(12).toLocalDate().toString();
  }

  /** The names of the values. */
  public List<String> values() {
    List<String> names = new ArrayList<>();
    parts.forEach(part -> names.add(part.name()));
    return names;
  }
}
