package io.github.aezoo.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.aezoo.io.Json;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** The data of charts as JSON; how they look is decided in the page, which knows its colours. */
final class Charts {
  private static final MathContext DIGITS = new MathContext(5);

  private Charts() {}

  static String json(Section.Bars bars) {
    ObjectNode chart = chart("bars", bars.xTitle(), bars.yTitle());
    ArrayNode labels = chart.putArray("labels");
    bars.labels().forEach(labels::add);
    series(chart, bars.series());
    bars.mark()
        .ifPresent(m -> chart.putObject("mark").put("before", m.before()).put("text", m.text()));
    return write(chart);
  }

  static String json(Section.Lines lines) {
    ObjectNode chart = chart("lines", lines.xTitle(), lines.yTitle());
    ArrayNode x = chart.putArray("x");
    lines.x().forEach(v -> number(x, v));
    series(chart, lines.series());
    chart.put("logarithmic", lines.logarithmic());
    return write(chart);
  }

  static String json(Section.Scatter scatter) {
    ObjectNode chart = chart("scatter", scatter.xTitle(), scatter.yTitle());
    ArrayNode groups = chart.putArray("series");
    for (Section.Points group : scatter.groups()) {
      ObjectNode node = groups.addObject().put("name", group.name());
      ArrayNode points = node.putArray("points");
      for (double[] point : group.points()) {
        ArrayNode pair = points.addArray();
        number(pair, point[0]);
        number(pair, point[1]);
      }
    }
    return write(chart);
  }

  private static ObjectNode chart(String kind, String xTitle, String yTitle) {
    ObjectNode chart = JsonNodeFactory.instance.objectNode();
    return chart.put("kind", kind).put("xTitle", xTitle).put("yTitle", yTitle);
  }

  private static void series(ObjectNode chart, List<Section.Series> series) {
    ArrayNode all = chart.putArray("series");
    for (Section.Series one : series) {
      ArrayNode values = all.addObject().put("name", one.name()).putArray("values");
      one.values().forEach(v -> number(values, v));
    }
  }

  /** Five digits are more than a screen shows; JSON has no NaN, a gap stands for it. */
  private static void number(ArrayNode into, double value) {
    if (Double.isFinite(value)) {
      into.add(new BigDecimal(value).round(DIGITS).doubleValue());
    } else {
      into.addNull();
    }
  }

  private static String write(ObjectNode chart) {
    return Html.scriptSafe(Json.line(chart));
  }
}
