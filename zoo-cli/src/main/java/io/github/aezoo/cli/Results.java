package io.github.aezoo.cli;

import io.github.aezoo.eval.Evaluation;
import io.github.aezoo.eval.Metrics;
import java.util.Map;

/** An evaluation beside its baselines, as a table. */
final class Results {
  private Results() {}

  static String title(Evaluation e) {
    String damaged = e.corruption() == null ? "" : ", inputs damaged by " + e.corruption();
    return "%s, %s split, %,d images%s".formatted(e.dataset(), e.split(), e.samples(), damaged);
  }

  static Table table(Evaluation e, Map<String, Map<String, Double>> baselines) {
    String[] head = new String[2 + baselines.size()];
    head[0] = "METRIC";
    head[1] = "MODEL";
    int column = 2;
    for (String name : baselines.keySet()) {
      head[column++] = name;
    }
    Table table = new Table(head);
    for (Map.Entry<String, Double> metric : e.metrics().entrySet()) {
      Object[] row = new Object[head.length];
      String unit = Metrics.find(metric.getKey()).map(m -> m.unit()).orElse("");
      row[0] =
          unit.isEmpty() || unit.equals("1")
              ? metric.getKey()
              : metric.getKey() + " (" + unit + ")";
      row[1] = Numbers.metric(metric.getValue());
      int c = 2;
      for (Map<String, Double> baseline : baselines.values()) {
        row[c++] = Numbers.metric(baseline.get(metric.getKey()));
      }
      table.row(row);
    }
    return table;
  }
}
