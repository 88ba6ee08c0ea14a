package io.github.aezoo.report;

import io.github.aezoo.io.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Renders a page.
 *
 * <p>Charts are drawn by <a href="https://www.chartjs.org">Chart.js</a> (MIT), which is put into
 * the page only when there is a chart.
 */
final class PageHtml {
  private static final String CHART_JS =
      "/META-INF/resources/webjars/chart.js/%s/dist/chart.umd.js";
  private static final String CHART_JS_VERSION =
      "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";

  private PageHtml() {}

  static String of(Page content) {
    String style = resource("report.css");
    List<String> scripts = scripts(content);
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("policy", policy(style, scripts));
    parts.put("generator", Page.GENERATOR);
    parts.put("title", Html.escape(content.title()));
    parts.put("style", style);
    parts.put("intro", lines(content.intro()));
    parts.put("contents", contents(content.sections()));
    parts.put("sections", sections(content.sections()));
    StringBuilder elements = new StringBuilder();
    scripts.forEach(s -> elements.append("<script>").append(s).append("</script>\n"));
    parts.put("scripts", elements.toString());
    return Html.fill(resource("report.html"), parts);
  }

  private static List<String> scripts(Page content) {
    List<String> scripts = new ArrayList<>();
    if (content.sections().stream().anyMatch(Sections::isChart)) {
      scripts.add(chartJs());
      scripts.add(resource("report.js"));
    }
    return scripts;
  }

  /** Nothing is loaded, and only the page's own scripts run: a name that holds one does not. */
  private static String policy(String style, List<String> scripts) {
    StringBuilder policy = new StringBuilder("default-src 'none'; img-src data:; style-src ");
    policy.append(hash(style)).append("; script-src");
    if (scripts.isEmpty()) {
      policy.append(" 'none'");
    }
    scripts.forEach(s -> policy.append(' ').append(hash(s)));
    return policy.append("; base-uri 'none'; form-action 'none'").toString();
  }

  private static String hash(String text) {
    byte[] digest = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
  }

  private static String lines(List<String> lines) {
    StringBuilder out = new StringBuilder();
    lines.forEach(l -> out.append("<p>").append(Html.escape(l)).append("</p>\n"));
    return out.toString();
  }

  /** Links to the sections, where there are enough of them to get lost. */
  private static String contents(List<Section> sections) {
    if (sections.size() < 3) {
      return "";
    }
    StringBuilder out = new StringBuilder("<nav aria-label=\"Contents\"><ul>\n");
    for (int i = 0; i < sections.size(); i++) {
      out.append("<li><a href=\"#s%d\">".formatted(i + 1))
          .append(Html.escape(sections.get(i).title()))
          .append("</a></li>\n");
    }
    return out.append("</ul></nav>").toString();
  }

  private static String sections(List<Section> sections) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < sections.size(); i++) {
      Section section = sections.get(i);
      out.append("<section id=\"s%d\" aria-labelledby=\"h%<d\">\n<h2 id=\"h%<d\">".formatted(i + 1))
          .append(Html.escape(section.title()))
          .append("</h2>\n");
      if (!section.caption().isEmpty()) {
        out.append("<p class=\"caption\">").append(Html.escape(section.caption())).append("</p>\n");
      }
      out.append(Sections.html(section, i + 1)).append("</section>\n");
    }
    return out.toString();
  }

  private static String chartJs() {
    Properties properties = new Properties();
    try (InputStream in = PageHtml.class.getResourceAsStream(CHART_JS_VERSION)) {
      if (in == null) {
        throw new IllegalStateException("chart.js is not on the class path");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String script = resource(CHART_JS.formatted(properties.getProperty("version")));
    // The map is another file, which a browser's tools would ask for in vain.
    return script.replaceAll("(?m)^//# sourceMappingURL=.*$", "");
  }

  private static String resource(String name) {
    try (InputStream in = PageHtml.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      // Browsers hash what they parsed, and parsing makes every line end a line feed.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
