package io.github.aezoo.report;

import io.github.aezoo.eval.Spread;
import java.util.Locale;

/** Numbers as people read them. */
public final class Numbers {
  private Numbers() {}

  /** Four significant digits, no exponent for the sizes that metrics have. */
  public static String metric(Double value) {
    if (value == null) {
      return "";
    }
    double size = Math.abs(value);
    String format = size >= 100 ? "%.1f" : size >= 1 ? "%.3f" : size >= 0.1 ? "%.4f" : "%.5f";
    return String.format(Locale.ROOT, format, value);
  }

  /** Mean and sample standard deviation over runs. */
  public static String spread(Spread spread) {
    return metric(spread.mean()) + " ±" + metric(spread.deviation());
  }

  public static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  public static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
