package io.github.aezoo.cli.command;

import static io.github.aezoo.cli.Ran.keys;
import static io.github.aezoo.cli.Ran.tiny;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.cli.Ran;
import io.github.aezoo.cli.TinyZoo;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.image.PictureGrid;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code zoo restore}: files of any size, as they are. */
final class RestoreCommandTest {
  @TempDir private Path temp;

  private Path put(String name, int channels, int height, int width) {
    Shape shape = new Shape(channels, height, width);
    float[] pixels = new float[shape.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i % 17 / 16f;
    }
    Path file = temp.resolve("in").resolve(name);
    PictureGrid.save(file, PictureGrid.of(pixels, shape));
    return file;
  }

  private static int[] shape(Path file) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    return new int[] {image.getRaster().getNumBands(), image.getHeight(), image.getWidth()};
  }

  private Ran restore(Object... more) {
    Object[] all = new Object[6 + more.length];
    System.arraycopy(
        new Object[] {
          "restore", TinyZoo.MODEL, "--data", temp.resolve("in"), "--out", temp.resolve("out")
        },
        0,
        all,
        0,
        6);
    System.arraycopy(more, 0, all, 6, more.length);
    return tiny(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tile", "resize"})
  void everyImageKeepsItsNameItsSizeAndItsColours(String fit) throws IOException {
    put("one.png", 1, 28, 28);
    put("deep/er/wide.png", 1, 9, 70);
    put("test/colour.png", 3, 31, 27);
    JsonNode json = restore("--fit", fit, "--json").json();
    assertThat(keys(json)).containsExactly("model", "images", "failed", "out");
    assertThat(json.get("model").asText()).isEqualTo(TinyZoo.MODEL);
    assertThat(json.get("images").asInt()).isEqualTo(3);
    assertThat(json.get("failed").asInt()).isZero();
    Path out = temp.resolve("out");
    assertThat(shape(out.resolve("one.png"))).containsExactly(1, 28, 28);
    assertThat(shape(out.resolve("deep/er/wide.png"))).containsExactly(1, 9, 70);
    assertThat(shape(out.resolve("test/colour.png"))).containsExactly(3, 31, 27);
  }

  @Test
  void anImageOfTheModelsSizeIsItsReconstruction() throws IOException {
    Path each = temp.resolve("each");
    Path picture = TinyZoo.pictures().resolve("test/a/00.png");
    Files.createDirectories(temp.resolve("in"));
    Files.copy(picture, temp.resolve("in/00.png"));
    restore().ok();
    tiny("reconstruct", TinyZoo.MODEL, "--data", temp.resolve("in"), "--out", each + "/").ok();
    assertThat(temp.resolve("out/00.png"))
        .hasSameBinaryContentAs(each.resolve("00.reconstruction.png"));
  }

  @Test
  void aSingleFileIsEnough() {
    Path file = put("one.png", 1, 5, 6);
    Path out = temp.resolve("new/folder");
    assertThat(tiny("restore", TinyZoo.MODEL, "--data", file, "--out", out).ok().out())
        .isEqualTo(out + System.lineSeparator());
    assertThat(out.resolve("one.png")).exists();
  }

  @Test
  void badFilesAreNamedAndTheOthersAreRepaired() throws IOException {
    put("a.png", 1, 5, 6);
    put("c.png", 1, 5, 6);
    Files.writeString(temp.resolve("in/b.png"), "this is no picture");
    Ran ran = restore("--json");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err().lines()).hasSize(3).first().asString().contains("images are unlike");
    assertThat(ran.err())
        .contains("in/b.png: expected a PNG", "(skipped)", "zoo: 1 of 3 images could not be read");
    assertThat(ran.out()).contains("\"failed\" : 1");
    assertThat(temp.resolve("out").toFile().list()).containsExactlyInAnyOrder("a.png", "c.png");
  }

  @Test
  void strictlyTheFirstBadFileEndsTheWork() throws IOException {
    put("a.png", 1, 5, 6);
    Files.writeString(temp.resolve("in/b.png"), "this is no picture");
    restore("--strict").fails(1, "in/b.png: expected a PNG");
  }

  @Test
  void whatIsThereIsRefusedBeforeAnythingIsWritten() throws IOException {
    put("a.png", 1, 5, 6);
    put("b.png", 1, 5, 6);
    Files.createDirectories(temp.resolve("out"));
    Path precious = Files.writeString(temp.resolve("out/b.png"), "precious");
    restore().fails(1, "b.png exists already", "--overwrite");
    assertThat(temp.resolve("out").toFile().list()).containsExactly("b.png");
    assertThat(precious).hasContent("precious");
    restore("--overwrite").ok();
    assertThat(shape(precious)).containsExactly(1, 5, 6);
  }

  @Test
  void originalsAreNeverReplaced() throws IOException {
    Path a = put("a.png", 1, 5, 6);
    byte[] before = Files.readAllBytes(a);
    Path in = temp.resolve("in");
    tiny("restore", TinyZoo.MODEL, "--data", in, "--out", in, "--overwrite")
        .fails(1, "folder of the originals");
    tiny("restore", TinyZoo.MODEL, "--data", a, "--out", in, "--overwrite")
        .fails(1, "a.png", "choose another output folder");
    assertThat(a).hasBinaryContent(before);
  }

  @Test
  void anEarlierRunsImagesWithinTheDataAreNotRepairedAgain() {
    put("a.png", 1, 5, 6);
    Path in = temp.resolve("in");
    Object[] args = {
      "restore", TinyZoo.MODEL, "--data", in, "--out", in.resolve("fixed"), "--overwrite"
    };
    tiny(args).ok();
    tiny(args).ok();
    assertThat(in.resolve("fixed").toFile().list()).containsExactly("a.png");
  }

  @Test
  void twoFilesOfOneNameAreRefused() throws IOException {
    Path a = put("a.png", 1, 5, 6);
    Files.copy(a, temp.resolve("in/a.gif"));
    restore().fails(1, "a.gif", "a.png", "would both become", "rename one");
    assertThat(temp.resolve("out")).doesNotExist();
  }

  @Test
  void mistakesAreToldInOneLine() throws IOException {
    put("a.png", 1, 5, 6);
    restore("--fit", "whole").fails(1, "takes only images [1, 28, 28]", "tile or resize");
    restore("--fit", "squeeze").fails(2, "--fit", "squeeze", "TILE");
    tiny("restore", TinyZoo.MODEL, "--data", "mnist", "--out", temp.resolve("out"))
        .fails(1, "no such file or folder: mnist", "folder of images");
    Path empty = Files.createDirectory(temp.resolve("empty"));
    tiny("restore", TinyZoo.MODEL, "--data", empty, "--out", temp.resolve("out"))
        .fails(1, "no images in", "empty");
    Path file = Files.writeString(temp.resolve("file"), "content");
    tiny("restore", TinyZoo.MODEL, "--data", temp.resolve("in"), "--out", file.resolve("out"))
        .fails(1, "cannot write", "is a file");
    assertThat(temp.resolve("out")).doesNotExist();
  }
}
