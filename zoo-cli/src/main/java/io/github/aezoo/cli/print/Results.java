package io.github.aezoo.cli.print;

import io.github.aezoo.data.Wording;
import io.github.aezoo.detect.Threshold;
import io.github.aezoo.eval.Evaluation;
import io.github.aezoo.eval.Metrics;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.zoo.ModelCard;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An evaluation beside its baselines, as a table. */
public final class Results {
  private Results() {}

  private static String title(Evaluation e, Wording words) {
    String damaged = e.corruption() == null ? "" : ", inputs corrupted by " + e.corruption();
    return "%s, %s split, %,d %s%s"
        .formatted(e.dataset(), e.split(), e.samples(), words.many(), damaged);
  }

  private static Table table(
      Evaluation e, Map<String, Map<String, Double>> baselines, Wording words) {
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
              : metric.getKey() + " (" + unit.replace("pixel", words.value()) + ")";
      row[1] = Numbers.metric(metric.getValue());
      int c = 2;
      for (Map<String, Double> baseline : baselines.values()) {
        row[c++] = Numbers.metric(baseline.get(metric.getKey()));
      }
      table.row(row);
    }
    return table;
  }

  /** What the family measures besides: a row a number, a column for each that was measured. */
  private static Table measurements(Map<String, Map<String, Double>> rows) {
    Set<String> keys = new LinkedHashSet<>();
    rows.values().forEach(values -> keys.addAll(values.keySet()));
    List<String> head = new ArrayList<>(List.of("MEASURED"));
    head.addAll(rows.keySet());
    Table table = new Table(head.toArray(String[]::new));
    for (String key : keys) {
      List<Object> cells = new ArrayList<>(List.of(key));
      for (Map<String, Double> values : rows.values()) {
        cells.add(Numbers.metric(values.get(key)));
      }
      table.row(cells.toArray());
    }
    return table;
  }

  /** A detector as people read it. */
  public static String describe(Threshold d) {
    String threshold =
        "anomaly detector: flags %s above %s; false alarm rate at most %s, from %,d held-out normal samples"
            .formatted(
                d.score(), Numbers.metric(d.value()), Numbers.metric(d.falseAlarms()), d.heldOut());
    return d.tested() == null
        ? threshold
        : threshold + System.lineSeparator() + describe(d.tested(), true);
  }

  /** What labels say of a detector, in one line. */
  public static String describe(Threshold.Tested t, boolean flagged) {
    String ranking =
        "AUROC %s, average precision %s (%,d anomalies of %,d samples)"
            .formatted(
                Numbers.metric(t.auroc()),
                Numbers.metric(t.averagePrecision()),
                t.anomalies(),
                t.samples());
    return flagged
        ? "%s; detection rate %s, false alarm rate %s"
            .formatted(
                ranking, Numbers.metric(t.detectionRate()), Numbers.metric(t.falseAlarmRate()))
        : ranking;
  }

  /** A result as people read it: metrics beside baselines, then the family's measurements. */
  public static void print(ModelCard card, ModelCard.Result result, PrintWriter out) {
    Wording words = Wording.of(card.input().imageShape());
    out.println(title(result.evaluation(), words));
    table(result.evaluation(), result.baselines(), words).print(out);
    if (!result.measurements().isEmpty()) {
      out.println();
      measurements(result.measurements()).print(out);
    }
  }
}
