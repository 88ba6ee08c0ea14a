package io.github.aezoo.cli.command;

import static io.github.aezoo.cli.Ran.keys;
import static io.github.aezoo.cli.Ran.tiny;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.cli.TinyZoo;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.data.image.PictureGrid;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What codes tell of classes, and neighbours. */
final class CodesCommandTest {
  @TempDir private Path temp;

  /** Pictures without classes and splits. */
  private Path unlabelled() {
    Path folder = temp.resolve("loose");
    SyntheticDigits digits = new SyntheticDigits();
    for (int i = 0; i < 14; i++) {
      PictureGrid.save(
          folder.resolve("%02d.png".formatted(i)),
          PictureGrid.of(digits.image(Split.TRAIN, i), digits.shape()));
    }
    return folder;
  }

  @Test
  void codesStandBesidePixelsAndPcaAndTheBasisIsTold() {
    JsonNode json = tiny("codes", TinyZoo.MODEL, "--data", TinyZoo.pictures(), "--json").json();
    assertThat(keys(json)).containsExactly("data", "split", "basis", "rows", "meanings");
    assertThat(json.get("basis").asText())
        .startsWith("Fitted on 36 of 36 training images")
        .contains("scored on 12 of 12 images of the test split");
    assertThat(keys(json.get("rows"))).containsExactly("pixels", "pca-8", TinyZoo.MODEL);
    JsonNode row = json.get("rows").get(TinyZoo.MODEL);
    assertThat(row.get("size").asInt()).isEqualTo(TinyZoo.CODES);
    assertThat(keys(row.get("values"))).containsExactlyElementsOf(keys(json.get("meanings")));
    assertThat(row.get("values")).allSatisfy(v -> assertThat(v.asDouble()).isBetween(0.0, 1.0));
    assertThat(tiny("codes", TinyZoo.MODEL, "--data", TinyZoo.pictures(), "--json").json())
        .isEqualTo(json);
    assertThat(tiny("codes", TinyZoo.MODEL, "--data", TinyZoo.pictures()).ok().out())
        .contains(
            "Fitted on 36",
            "VALUES",
            "knnAccuracy",
            "pca-8",
            "nearest neighbours in the training split");
  }

  @Test
  void aQueryHasItsNeighboursByCodesAndByPixels() throws IOException {
    Path file = temp.resolve("near.png");
    Object[] args = {
      "codes", TinyZoo.MODEL, "--data", TinyZoo.pictures(), "--query", "3,0", "--neighbours", 4
    };
    JsonNode found = tiny(with(args, "--json")).json().get("found");
    assertThat(found.findValuesAsText("query")).containsExactly("3", "3", "0", "0");
    assertThat(found.get(0).get("file").asText()).isEqualTo("test/a/09.png");
    assertThat(found.get(0).get("near").findValuesAsText("file"))
        .hasSize(4)
        .allMatch(name -> name.matches("train/[abc]/\\d{2}\\.png"));
    assertThat(found.findValuesAsText("encoding"))
        .containsExactly(TinyZoo.MODEL, "pixels", TinyZoo.MODEL, "pixels");
    assertThat(found).allSatisfy(one -> assertThat(one.get("near")).hasSize(4));
    assertThat(tiny(with(args, "--out", file)).ok().out())
        .contains(
            "36 of the 36 images of the train split",
            "QUERY",
            "test/a/09.png (a)",
            file.toString());
    BufferedImage picture = ImageIO.read(file.toFile());
    assertThat(picture.getWidth()).isGreaterThan(5 * 84);
    assertThat(picture.getHeight()).isGreaterThan(4 * 84);
    tiny(with(args, "--out", file)).fails(1, "exists already", "--overwrite");
  }

  private static Object[] with(Object[] args, Object... more) {
    Object[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return all;
  }

  @Test
  void withoutClassesThereAreNeighboursAndAMapAndTheReason() throws IOException {
    Path pictures = unlabelled();
    assertThat(tiny("codes", TinyZoo.MODEL, "--data", pictures).ok().out())
        .contains("The images have no classes")
        .doesNotContain("knnAccuracy");
    JsonNode found =
        tiny("codes", TinyZoo.MODEL, "--data", pictures, "--query", 5, "--json").json();
    assertThat(found.get("among").asText()).contains("without the sample itself");
    assertThat(found.get("found").get(0).get("near").findValuesAsText("index"))
        .hasSize(9)
        .doesNotContain("5");
    Path page = temp.resolve("page.html");
    tiny("report", TinyZoo.MODEL, "--data", pictures, "--out", page).ok();
    assertThat(Files.readString(page))
        .contains("The images have no classes", "t-SNE of the codes of 14 images", ": neighbours<")
        .contains("The data has no classes, so all points have the same colour.");
  }

  @Test
  void whatCannotBeIsRefused() {
    tiny("codes", TinyZoo.MODEL, "--data", TinyZoo.pictures(), "--query", 12)
        .fails(1, "--query: images 0 to 11 of the test split", "got 12");
    tiny("codes", TinyZoo.MODEL, "--data", TinyZoo.pictures(), "--out", temp.resolve("a.gif"))
        .fails(2, "ending in .png");
    tiny("codes", TinyZoo.MODEL, "--data", TinyZoo.pictures(), "--query", 1, "--neighbours", 0)
        .fails(2, "--neighbours: 1 to 100 expected; got 0");
  }
}
