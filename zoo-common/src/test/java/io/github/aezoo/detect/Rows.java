package io.github.aezoo.detect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** A table whose normal rows lie on a line, and whose anomalies lie beside it in column y. */
final class Rows {
  private Rows() {}

  /** Rows by column, the anomalies last. */
  static List<Map<String, Object>> of(int normal, int anomalies, long seed) {
    Random random = new Random(seed);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < normal + anomalies; i++) {
      boolean anomaly = i >= normal;
      double x = random.nextInt(10_000) / 10_000.0;
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("x", x);
      row.put("y", anomaly ? 4 + x : 2 * x);
      row.put("z", 1 - x);
      row.put("label", anomaly ? 1 : 0);
      rows.add(row);
    }
    return rows;
  }

  /** The same as a CSV file. */
  static String csv(List<Map<String, Object>> rows) {
    StringBuilder text = new StringBuilder(String.join(",", rows.get(0).keySet())).append('\n');
    for (Map<String, Object> row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s,%s,%s,%s%n",
              row.get("x"),
              row.get("y"),
              row.get("z"),
              row.get("label")));
    }
    return text.toString();
  }
}
