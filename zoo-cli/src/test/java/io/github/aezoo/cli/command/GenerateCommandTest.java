package io.github.aezoo.cli.command;

import static io.github.aezoo.cli.Ran.tiny;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.cli.Ran;
import io.github.aezoo.cli.TinyZoo;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that draw what no image was: generate and interpolate. */
final class GenerateCommandTest {
  @TempDir private static Path shared;
  @TempDir private Path temp;

  private static Path vae;

  @BeforeAll
  static void train() {
    vae = shared.resolve("vae");
    Ran.zoo(
            "train",
            "vae-tiny.synthetic-digits",
            "--epochs",
            1,
            "--quiet",
            "--out",
            vae,
            "--store",
            TinyZoo.store())
        .ok();
  }

  private Path generated(String name, Object... more) {
    Path file = temp.resolve(name);
    Object[] words = new Object[4 + more.length];
    words[0] = "generate";
    words[1] = vae;
    words[2] = "--out";
    words[3] = file;
    System.arraycopy(more, 0, words, 4, more.length);
    tiny(words).ok();
    return file;
  }

  @Test
  void theSeedDecidesTheImages() throws IOException {
    byte[] first = Files.readAllBytes(generated("a.png", "--count", 9, "--seed", 3));
    assertThat(Files.readAllBytes(generated("b.png", "--count", 9, "--seed", 3))).isEqualTo(first);
    assertThat(Files.readAllBytes(generated("c.png", "--count", 9, "--seed", 4)))
        .isNotEqualTo(first);
  }

  @Test
  void imagesStandInASquare() throws IOException {
    BufferedImage nine = ImageIO.read(generated("nine.png", "--count", 9).toFile());
    BufferedImage sixteen = ImageIO.read(generated("sixteen.png", "--count", 16).toFile());
    assertThat(nine.getWidth()).isEqualTo(nine.getHeight());
    assertThat(sixteen.getWidth()).isGreaterThan(nine.getWidth());
  }

  @Test
  void onlyVariationalModelsGenerate() {
    Path file = temp.resolve("x.png");
    for (String command : new String[] {"generate", "interpolate"}) {
      tiny(command, TinyZoo.MODEL, "--out", file)
          .fails(1, TinyZoo.MODEL + " cannot generate", "choose a variational model");
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void aManifoldTakesTwoCodes() {
    tiny("generate", vae, "--manifold", "--out", temp.resolve("m.png"))
        .fails(1, "--manifold: the plane of codes takes a model with 2 codes; ");
  }

  @Test
  void aPlaneOfTwoCodesIsWhole() throws IOException {
    // Of pictures no quality of samples is measured, which takes minutes with convolutions.
    String pictures = TinyZoo.recipe(1).replace("masking:0.1", "none");
    Path recipe =
        Files.writeString(
            temp.resolve("plane.json"),
            pictures.replace("undercomplete", "vae").replace("\"tiny\"", "\"z2\""));
    Path plane = temp.resolve("plane");
    tiny("train", recipe, "--quiet", "--out", plane).ok();
    Path file = temp.resolve("plane.png");
    tiny("generate", plane, "--manifold", "--out", file).ok();
    BufferedImage picture = ImageIO.read(file.toFile());
    assertThat(picture.getWidth()).isEqualTo(picture.getHeight());

    Path page = temp.resolve("plane.html");
    tiny("report", plane, "--data", TinyZoo.pictures(), "--out", page).ok();
    String html = Files.readString(page);
    String section = html.substring(html.lastIndexOf(": the plane of codes</h2>"));
    // A grid that is wider than the page goes on below in another block.
    assertThat(section.substring(0, section.indexOf("</figure>")))
        .containsOnlyOnce("class=\"block\"");
  }

  @Test
  void walksBetweenImagesTakeEveryModel() throws IOException {
    Path file = temp.resolve("walk.png");
    Ran ran =
        tiny(
            "interpolate",
            TinyZoo.MODEL,
            "--data",
            TinyZoo.pictures(),
            "--walks",
            2,
            "--steps",
            5,
            "--out",
            file,
            "--json");
    assertThat(ran.json().get("walks").asInt()).isEqualTo(2);
    BufferedImage picture = ImageIO.read(file.toFile());
    assertThat(picture.getWidth()).isGreaterThan(2 * picture.getHeight());
  }

  @Test
  void arcsAndLinesDifferBetweenSamples() throws IOException {
    Path arc = temp.resolve("arc.png");
    Path line = temp.resolve("line.png");
    tiny("interpolate", vae, "--out", arc).ok();
    tiny("interpolate", vae, "--path", "linear", "--out", line).ok();
    assertThat(Files.readAllBytes(arc)).isNotEqualTo(Files.readAllBytes(line));
  }

  @Test
  void aReportShowsSamplesOfModelsThatGenerateAndOfNoOthers() throws IOException {
    Path page = temp.resolve("report.html");
    tiny("report", vae, TinyZoo.MODEL, "--data", TinyZoo.pictures(), "--out", page).ok();
    String html = Files.readString(page);
    assertThat(html).contains("vae-tiny.synthetic-digits: samples", ": from image to image");
    assertThat(html).doesNotContain(TinyZoo.MODEL + ": samples");
  }

  @Test
  void wrongInputIsNamed() throws IOException {
    Path there = Files.writeString(temp.resolve("there.png"), "mine");
    tiny("generate", vae, "--out", there).fails(1, "exists already", "--overwrite");
    assertThat(there).hasContent("mine");
    tiny("generate", vae, "--out", temp.resolve("a.jpg"))
        .fails(2, "a name ending in .png (images) or .csv", "expected; got");
    tiny("generate", vae, "--count", 0, "--out", temp.resolve("a.png"))
        .fails(2, "--count: 1 to 10000 expected; got 0");
    tiny("interpolate", vae, "--steps", 1, "--out", temp.resolve("a.png"))
        .fails(2, "--steps: 2 to 1000 expected; got 1");
  }
}
