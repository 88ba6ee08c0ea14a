package io.github.aezoo.report;

import io.github.aezoo.data.image.PictureGrid;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The HTML of a report's sections. */
final class Sections {
  /** More images than these in a row would be too small on a phone: the grid goes on below. */
  private static final int COLUMNS = 10;

  /** Pixels of a full row, drawn twice as wide as it is shown, for dense screens. */
  private static final int STRIP_WIDTH = 1760;

  private static final int MAX_SCALE = 8;
  private static final int DENSITY = 2;

  private Sections() {}

  static boolean isChart(Section section) {
    return section instanceof Section.Bars
        || section instanceof Section.Lines
        || section instanceof Section.Scatter;
  }

  /** The content below heading and caption; the number makes ids unique. */
  static String html(Section section, int number) {
    if (section instanceof Section.Text text) {
      StringBuilder out = new StringBuilder();
      text.paragraphs().forEach(p -> out.append("<p>").append(Html.escape(p)).append("</p>\n"));
      return out.toString();
    }
    if (section instanceof Section.ImageGrid grid) {
      return images(grid);
    }
    if (section instanceof Section.Table table) {
      return "<div class=\"box scroll\" role=\"region\" aria-labelledby=\"h%d\" tabindex=\"0\">\n"
              .formatted(number)
          + table(table.columns(), table.rows())
          + "</div>\n";
    }
    if (section instanceof Section.Bars bars) {
      return chart(section, number, "", Charts.json(bars))
          + numbers(bars.xTitle(), bars.labels(), bars.series());
    }
    if (section instanceof Section.Lines lines) {
      List<String> x = lines.x().stream().map(Sections::plain).toList();
      return chart(section, number, "", Charts.json(lines))
          + numbers(lines.xTitle(), x, lines.series());
    }
    if (section instanceof Section.Scatter scatter) {
      return chart(section, number, " scatter", Charts.json(scatter));
    }
    throw new IllegalStateException("every section is one of the above");
  }

  private static String images(Section.ImageGrid grid) {
    int columns = grid.rows().stream().mapToInt(r -> r.images().size()).max().orElse(0);
    boolean labels = grid.rows().stream().anyMatch(r -> !r.label().isEmpty());
    int across = Math.max(1, Math.min(COLUMNS, columns)) * (grid.shape().width() + 1);
    int scale = Math.max(1, Math.min(MAX_SCALE, STRIP_WIDTH / across));
    StringBuilder out = new StringBuilder("<figure class=\"box images\">\n");
    for (int from = 0; from < columns; from += COLUMNS) {
      out.append("<div class=\"block\">\n");
      for (PictureGrid.Row row : grid.rows()) {
        int to = Math.min(from + COLUMNS, row.images().size());
        if (from < to) {
          List<String> captions = row.captions();
          PictureGrid.Row part =
              new PictureGrid.Row(
                  row.label(),
                  row.images().subList(from, to),
                  captions.isEmpty() ? captions : captions.subList(from, to));
          row(out, grid, part, scale, labels);
        }
      }
      out.append("</div>\n");
    }
    return out.append("</figure>\n").toString();
  }

  private static void row(
      StringBuilder out, Section.ImageGrid grid, PictureGrid.Row row, int scale, boolean labels) {
    var strip = PictureGrid.strip(row.images(), grid.shape(), scale);
    String label = row.label();
    String alt = (label.isEmpty() ? grid.title() : label) + ": " + row.images().size() + " images";
    out.append(labels ? "<div class=\"row\"><span>" : "<div class=\"row bare\">");
    if (labels) {
      out.append(Html.escape(label)).append("</span>");
    }
    out.append(row.captions().isEmpty() ? "" : "<div class=\"captioned\">")
        .append(
            "<img alt=\"%s\" width=\"%d\" height=\"%d\" src=\"data:image/png;base64,"
                .formatted(
                    Html.escape(alt),
                    Math.max(1, strip.getWidth() / DENSITY),
                    Math.max(1, strip.getHeight() / DENSITY)))
        .append(Base64.getEncoder().encodeToString(PictureGrid.toPng(strip)))
        .append("\">");
    if (!row.captions().isEmpty()) {
      out.append("<ol class=\"captions\">");
      row.captions().forEach(c -> out.append("<li>").append(Html.escape(c)).append("</li>"));
      out.append("</ol></div>");
    }
    out.append("</div>\n");
  }

  private static String table(List<Section.Column> columns, List<List<Section.Cell>> rows) {
    StringBuilder out = new StringBuilder("<table>\n<thead><tr>");
    for (Section.Column column : columns) {
      out.append("<th scope=\"col\"%s>".formatted(column.numeric() ? " class=\"n\"" : ""))
          .append(Html.escape(column.name()))
          .append("</th>");
    }
    out.append("</tr></thead>\n<tbody>\n");
    double[] best = new double[columns.size()];
    for (int c = 0; c < best.length; c++) {
      best[c] = best(columns.get(c).best(), rows, c);
    }
    for (List<Section.Cell> row : rows) {
      out.append("<tr>");
      for (int c = 0; c < row.size(); c++) {
        cell(out, row.get(c), columns.get(c).numeric(), c == 0, row.get(c).value() == best[c]);
      }
      out.append("</tr>\n");
    }
    return out.append("</tbody>\n</table>\n").toString();
  }

  private static void cell(
      StringBuilder out, Section.Cell cell, boolean numeric, boolean first, boolean best) {
    List<String> classes = new ArrayList<>();
    if (numeric) {
      classes.add("n");
    }
    if (best) {
      classes.add("best");
    }
    String tag = first && !numeric ? "th" : "td";
    out.append('<').append(tag);
    if (first && !numeric) {
      out.append(" scope=\"row\"");
    }
    if (!classes.isEmpty()) {
      out.append(" class=\"").append(String.join(" ", classes)).append('"');
    }
    out.append('>').append(Html.escape(cell.text()));
    if (best) {
      out.append("<span class=\"unseen\"> (best)</span>");
    }
    out.append("</").append(tag).append('>');
  }

  /** The number to mark, or NaN, which equals none; a column with one number has no best. */
  private static double best(Section.Best which, List<List<Section.Cell>> rows, int column) {
    double[] values =
        rows.stream().mapToDouble(r -> r.get(column).value()).filter(Double::isFinite).toArray();
    if (which == Section.Best.NONE || values.length < 2) {
      return Double.NaN;
    }
    java.util.Arrays.sort(values);
    return which == Section.Best.LOWEST ? values[0] : values[values.length - 1];
  }

  private static String chart(Section section, int number, String kind, String json) {
    return """
        <div class="box chart%s"><div class="canvas">\
        <canvas id="c%d" role="img" aria-label="%s"></canvas></div>
        <noscript><p>The chart is drawn by JavaScript, which is off.</p></noscript></div>
        <script type="application/json" data-chart="c%d">%s</script>
        """
        .formatted(
            kind,
            number,
            Html.escape("Chart: " + section.title() + ". " + section.caption()),
            number,
            json);
  }

  /** The numbers of a chart, for those who cannot see it or want to copy them. */
  private static String numbers(String x, List<String> labels, List<Section.Series> series) {
    List<Section.Column> columns = new ArrayList<>();
    columns.add(Section.Column.words(x));
    series.forEach(s -> columns.add(Section.Column.numbers(s.name(), Section.Best.NONE)));
    List<List<Section.Cell>> rows = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      List<Section.Cell> row = new ArrayList<>();
      row.add(Section.Cell.of(labels.get(i)));
      for (Section.Series one : series) {
        boolean there = i < one.values().size() && Double.isFinite(one.values().get(i));
        row.add(Section.Cell.of(there ? plain(one.values().get(i)) : ""));
      }
      rows.add(row);
    }
    return "<details><summary>Numbers</summary><div class=\"box scroll\" tabindex=\"0\">\n"
        + table(columns, rows)
        + "</div></details>\n";
  }

  /** Five digits, without an exponent and without needless zeros. */
  private static String plain(double value) {
    if (!Double.isFinite(value)) {
      return "";
    }
    String text =
        new java.math.BigDecimal(value)
            .round(new java.math.MathContext(5))
            .stripTrailingZeros()
            .toPlainString();
    return text.length() <= 14 ? text : String.format(java.util.Locale.ROOT, "%.4e", value);
  }
}
