package io.github.aezoo.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.io.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  private static final String EVIL = "<script>alert('x')</script>\"&{{title}}$1\\";
  private static final String SAFE =
      "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;{{title}}$1\\";

  @TempDir Path folder;

  private static Section.Table table() {
    return new Section.Table(
        "Numbers",
        "",
        List.of(
            Section.Column.words("model"),
            Section.Column.numbers("mse", Section.Best.LOWEST),
            Section.Column.numbers("ssim", Section.Best.HIGHEST)),
        List.of(
            List.of(Section.Cell.of("a"), number(.5), number(.25)),
            List.of(Section.Cell.of("b"), number(.75), number(.9)),
            List.of(Section.Cell.of("c"), Section.Cell.of("none"), number(.1))));
  }

  private static Section.Cell number(double value) {
    return new Section.Cell(String.format(Locale.ROOT, "%.2f", value), value);
  }

  private static Section.Bars bars(String name) {
    return new Section.Bars(
        "Bars",
        "of " + name,
        "x",
        "y",
        List.of("p1", name),
        List.of(new Section.Series(name, List.of(1.0, Double.NaN))));
  }

  private static String render(Section... sections) {
    return new Page("Report", List.of("one", "two"), List.of(sections)).html();
  }

  @Test
  void everyKindOfSectionIsThere() throws IOException {
    Section[] all = {
      new Section.Text("Words", "caption", List.of("first", "second")),
      new Section.ImageGrid(
          "Pictures",
          "",
          new Shape(1, 1, 2),
          List.of(new PictureGrid.Row("original", List.of(new float[] {0, 1})))),
      table(),
      bars("error"),
      new Section.Lines(
          "Curve",
          "",
          "epoch",
          "mse",
          List.of(1.0, 2.0),
          List.of(new Section.Series("training", List.of(.5, .25))),
          true),
      new Section.Scatter(
          "Map", "", "1", "2", List.of(new Section.Points("seven", List.of(new double[] {1, -2}))))
    };
    Path file = folder.resolve("report.html");
    new Page("Report", List.of("one", "two"), List.of(all)).write(file);
    String page = Files.readString(file);
    assertThat(page)
        .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
        .contains("<title>Report</title>", "<h1>Report</h1>", "<p>one</p>", "<p>two</p>")
        .contains("<p>first</p>", "<p>second</p>")
        .contains("alt=\"original: 1 images\"", "prefers-color-scheme: dark", "viewport");
    for (int i = 0; i < all.length; i++) {
      assertThat(page)
          .contains("<h2 id=\"h" + (i + 1) + "\">" + all[i].title() + "</h2>")
          .contains("<a href=\"#s" + (i + 1) + "\">" + all[i].title() + "</a>");
    }
    assertThat(page.split("<canvas ", -1)).hasSize(4);
    assertThat(page)
        .doesNotContain("{{")
        .isEqualTo(new Page("Report", List.of("one", "two"), List.of(all)).html());
  }

  @Test
  void everyTextIsEscaped() {
    Section.ImageGrid grid =
        new Section.ImageGrid(
            EVIL,
            EVIL,
            new Shape(1, 1, 1),
            List.of(new PictureGrid.Row(EVIL, List.of(new float[] {1}))));
    Section.Table table =
        new Section.Table(
            EVIL,
            EVIL,
            List.of(Section.Column.words(EVIL)),
            List.of(List.of(Section.Cell.of(EVIL))));
    String page =
        new Page(
                EVIL,
                List.of(EVIL),
                List.of(grid, table, new Section.Text(EVIL, EVIL, List.of(EVIL))))
            .html();
    assertThat(page).doesNotContain("<script", "alert('x')");
    assertThat(page)
        .contains("<title>" + SAFE + "</title>", "<th scope=\"row\">" + SAFE, "alt=\"" + SAFE);
  }

  @Test
  void chartDataCannotLeaveItsScript() throws IOException {
    String page = render(bars(EVIL + "<!--\u2028"));
    String data = "<script type=\"application/json\" data-chart=\"c1\">";
    int from = page.indexOf(data) + data.length();
    String json = page.substring(from, page.indexOf("</script>", from));
    assertThat(json).doesNotContain("<", ">", "&", "\u2028");
    JsonNode chart = new ObjectMapper().readTree(json);
    assertThat(chart.get("series").get(0).get("name").asText()).isEqualTo(EVIL + "<!--\u2028");
    assertThat(chart.get("series").get(0).get("values").get(1).isNull()).isTrue();
    // Data, Chart.js and what builds the charts: three scripts are closed, and no more.
    assertThat(page.split("</script>", -1)).hasSize(4);
  }

  @Test
  void policyAllowsOnlyTheScriptsOfThePage() {
    String page = render(bars("error"));
    Matcher scripts = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(page);
    int count = 0;
    while (scripts.find()) {
      count++;
      byte[] digest = Sha256.digest().digest(scripts.group(1).getBytes(StandardCharsets.UTF_8));
      assertThat(page).contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    }
    assertThat(count).isEqualTo(2);
    assertThat(page).contains("default-src 'none'; img-src data:;");
  }

  @Test
  void chartLibraryIsThereOnceAndOnlyWithCharts() {
    String with = render(bars("a"), bars("b"));
    assertThat(with.split("Chart.js v", -1)).hasSize(2);
    assertThat(with).doesNotContain("sourceMappingURL");
    assertThat(render(table())).doesNotContain("<script", "Chart.js").contains("script-src 'none'");
  }

  @Test
  void pageLoadsNothing() {
    assertThat(render(bars("a"), table()))
        .doesNotContainPattern("(src|href)=\"(?!data:|#)")
        .doesNotContain("@import", "url(");
  }

  @Test
  void bestNumbersAreMarkedAndNumbersAreAtTheRight() {
    String page = render(table());
    String mark = "<span class=\"unseen\"> (best)</span></td>";
    assertThat(page)
        .contains("<th scope=\"col\" class=\"n\">mse</th>", "<th scope=\"row\">a</th>")
        .contains("<td class=\"n best\">0.50" + mark, "<td class=\"n best\">0.90" + mark)
        .contains("<td class=\"n\">0.75</td>");
    assertThat(page.split("\\(best\\)", -1)).hasSize(3);
  }

  @Test
  void gridsShowTheImagesAndGoOnBelowAfterTen() throws IOException {
    float[] image = {0, 1};
    List<float[]> twelve = java.util.Collections.nCopies(12, image);
    String page =
        render(
            new Section.ImageGrid(
                "G", "", new Shape(1, 1, 2), List.of(new PictureGrid.Row("r", twelve))));
    Matcher images = Pattern.compile("base64,([^\"]+)\"").matcher(page);
    assertThat(images.find()).isTrue();
    byte[] png = Base64.getDecoder().decode(images.group(1));
    var strip = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(strip.getWidth()).isEqualTo(8 * 29);
    assertThat(strip.getRGB(0, 0)).isEqualTo(0xff000000);
    assertThat(strip.getRGB(8, 0)).isEqualTo(0xffffffff);
    assertThat(images.find()).isTrue();
    assertThat(images.find()).isFalse();
    assertThat(page).contains("alt=\"r: 10 images\"", "alt=\"r: 2 images\"");
  }

  @Test
  void captionsStandBelowTheirImagesAsText() {
    List<float[]> twelve = java.util.Collections.nCopies(12, new float[] {1});
    List<String> captions = new java.util.ArrayList<>(java.util.Collections.nCopies(11, "1 dB"));
    captions.add("<12>");
    String page =
        render(
            new Section.ImageGrid(
                "G",
                "",
                new Shape(1, 1, 1),
                List.of(
                    new PictureGrid.Row("r", twelve, captions), new PictureGrid.Row("s", twelve))));
    assertThat(page.split("<ol class=\"captions\">", -1)).hasSize(3);
    assertThat(page.split("<li>1 dB</li>", -1)).hasSize(12);
    assertThat(page).contains("<ol class=\"captions\"><li>1 dB</li><li>&lt;12&gt;</li></ol>");
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    List<Section.Column> one = List.of(Section.Column.words("a"));
    List<List<Section.Cell>> two = List.of(List.of(Section.Cell.of("x"), Section.Cell.of("y")));
    assertThatThrownBy(() -> new Section.Table("T", "", one, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("table T: a row has 2 cells; 1 columns");
  }

  @Test
  void aLineStandsBeforeABar() {
    List<String> labels = List.of("a", "b");
    List<Section.Series> series = List.of(new Section.Series("s", List.of(1.0, 2.0)));
    String marked =
        render(
            new Section.Bars(
                "T", "", "x", "y", labels, series, Optional.of(new Section.Mark(1, "limit"))));
    assertThat(marked).contains("\"mark\":{\"before\":1,\"text\":\"limit\"}");
    assertThat(render(new Section.Bars("T", "", "x", "y", labels, series)))
        .doesNotContain("\"mark\":");
  }
}
