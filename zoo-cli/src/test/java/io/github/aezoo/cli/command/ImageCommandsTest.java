package io.github.aezoo.cli.command;

import static io.github.aezoo.cli.Ran.keys;
import static io.github.aezoo.cli.Ran.tiny;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.cli.Ran;
import io.github.aezoo.cli.TinyZoo;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that show a model images: data, evaluate, reconstruct, encode, report; and doctor. */
final class ImageCommandsTest {
  private static final int TESTED = 3 * TinyZoo.PICTURES;

  @TempDir private Path temp;

  @Test
  void dataListSaysWhereDataWasFound() {
    JsonNode rows = tiny("data", "list", "--data-dir", temp, "--json").json();
    assertThat(rows.findValuesAsText("name"))
        .contains("mnist", "fashion-mnist", "binarized-mnist", "synthetic-digits");
    assertThat(keys(rows.get(0))).containsExactly("name", "licence", "found");
    assertThat(rows.get(3).get("found").asText()).isEqualTo("drawn on demand");
    assertThat(tiny("data", "list", "--data-dir", temp).ok().out())
        .contains("no: zoo data fetch mnist", "drawn on demand");
  }

  @Test
  void dataDescribeCountsAFolder() {
    JsonNode json = tiny("data", "describe", TinyZoo.pictures(), "--json").json();
    assertThat(keys(json)).containsExactly("name", "shape", "classes", "splits", "description");
    assertThat(json.get("description").get(0).asText())
        .isEqualTo("train: 36 images (a 12, b 12, c 12)");
    assertThat(json.get("shape").toString()).isEqualTo("[1,28,28]");
    assertThat(json.get("classes").toString()).isEqualTo("[\"a\",\"b\",\"c\"]");
    assertThat(json.get("splits").findValuesAsText("images")).containsExactlyInAnyOrder("12", "36");
    assertThat(tiny("data", "describe", TinyZoo.pictures()).ok().out())
        .contains("[1, 28, 28]", "classes: a, b, c", "SPLIT", "train", "test", "formats: 48 PNG");
  }

  @Test
  void whatCannotBeReadIsLeftOutWithAWordOrStrictlyAnError() throws IOException {
    Path data = temp.resolve("data");
    Files.createDirectories(data);
    Files.copy(TinyZoo.pictures().resolve("test/a/00.png"), data.resolve("a.png"));
    Files.writeString(data.resolve("b.png"), "text");
    Ran ran = tiny("evaluate", TinyZoo.MODEL, "--data", data).ok();
    assertThat(ran.err())
        .contains("zoo: 1 of 2 images cannot be read and are left out: b.png (expected a PNG");
    tiny("evaluate", TinyZoo.MODEL, "--data", data, "--strict")
        .fails(1, data.resolve("b.png") + ": expected a PNG");
    Files.writeString(data.resolve("a.png"), "text");
    tiny("evaluate", TinyZoo.MODEL, "--data", data).fails(1, "no image in", "can be read: a.png");
  }

  @Test
  void imagesOfAnotherSizeAreCroppedOrPaddedWithAWord() throws IOException {
    Path data = temp.resolve("wide");
    Files.createDirectories(data);
    ImageIO.write(
        new BufferedImage(60, 30, BufferedImage.TYPE_INT_RGB),
        "png",
        data.resolve("a.png").toFile());
    assertThat(tiny("evaluate", TinyZoo.MODEL, "--data", data).ok().err())
        .contains("images of 30x60 become 28x28 in grey: the largest centred part of each")
        .contains("0 images are grey and 1 in colour: all become grey");
    assertThat(tiny("evaluate", TinyZoo.MODEL, "--data", data + ":fit=pad").ok().err())
        .contains("become 28x28 in grey: the whole of each, with black beside it (fit=pad)");
    tiny("evaluate", TinyZoo.MODEL, "--data", "synthetic-digits:size=28")
        .fails(1, "synthetic-digits: size= is for folders of images");
  }

  @Test
  void evaluateHasTheKeysOfTheContract() {
    JsonNode json = tiny("evaluate", TinyZoo.MODEL, "--data", TinyZoo.pictures(), "--json").json();
    assertThat(keys(json)).contains("model", "data", "split", "samples", "metrics", "baselines");
    assertThat(json.get("split").asText()).isEqualTo("test");
    assertThat(json.get("samples").asInt()).isEqualTo(TESTED);
    assertThat(keys(json.get("metrics"))).contains("mse", "mae", "bce", "psnrDb", "ssim");
    assertThat(keys(json.get("baselines"))).contains("pca", "meanImage", "untrained");
    assertThat(keys(json.get("baselines").get("pca"))).contains("mse");
    double untrained = json.get("baselines").get("untrained").get("mse").asDouble();
    assertThat(json.get("metrics").get("mse").asDouble()).isLessThan(untrained);
  }

  @Test
  void evaluateReadsTheSplitAndTheDamageThatItIsTold() {
    Ran train =
        tiny("evaluate", TinyZoo.MODEL, "--data", TinyZoo.pictures(), "--split", "train", "--json");
    assertThat(train.json().get("samples").asInt()).isEqualTo(3 * TESTED);
    Ran damaged =
        tiny("evaluate", TinyZoo.MODEL, "--data", TinyZoo.pictures(), "--corrupt", "half");
    assertThat(damaged.ok().out()).contains("corrupted by half", "METRIC", "pca", "CLASS");
    tiny("evaluate", TinyZoo.MODEL, "--data", TinyZoo.pictures(), "--split", "validation")
        .fails(1, "no validation split", "test", "train");
    tiny("evaluate", TinyZoo.MODEL, "--data", TinyZoo.pictures(), "--split", "half")
        .fails(2, "--split", "train, validation or test expected; got 'half'");
  }

  @Test
  void reconstructDrawsARowForTheDamage() throws IOException {
    BufferedImage clean = grid("clean.png");
    BufferedImage damaged = grid("damaged.png", "--corrupt", "half");
    assertThat(clean.getWidth()).isGreaterThan(5 * 28);
    assertThat(damaged.getWidth()).isGreaterThan(5 * 28);
    // Two rows and three rows of the same height, two of them with captions.
    double rows = (double) damaged.getHeight() / clean.getHeight();
    assertThat(rows).isBetween(1.6, 1.85);
  }

  @Test
  void reconstructTellsTheMeanDecibelsOfTheDamageAndOfTheRepair() {
    Object[] args = {"reconstruct", TinyZoo.MODEL, "--data", TinyZoo.pictures(), "--json", "--out"};
    List<Object> damaged = new java.util.ArrayList<>(List.of(args));
    damaged.addAll(List.of(temp.resolve("a.png"), "--corrupt", "gaussian:0.1"));
    JsonNode psnr = tiny(damaged.toArray()).json().get("psnrDb");
    assertThat(keys(psnr)).containsExactly("corrupted", "restored");
    // Noise of 0.1 is 20 dB, more where it was clipped; a model of one epoch does not repair.
    assertThat(psnr.get("corrupted").asDouble()).isBetween(19.5, 24.0);
    assertThat(psnr.get("restored").asDouble()).isBetween(5.0, 19.0);
    List<Object> clean = new java.util.ArrayList<>(List.of(args));
    clean.add(temp.resolve("b.png"));
    assertThat(keys(tiny(clean.toArray()).json())).doesNotContain("psnrDb");
  }

  private BufferedImage grid(String name, Object... more) throws IOException {
    Path file = temp.resolve(name);
    Object[] args = {
      "reconstruct", TinyZoo.MODEL, "--data", TinyZoo.pictures(), "--count", 5, "--out", file
    };
    List<Object> all = new java.util.ArrayList<>(List.of(args));
    all.addAll(List.of(more));
    assertThat(tiny(all.toArray()).ok().out()).isEqualTo(file + System.lineSeparator());
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image).isNotNull();
    return image;
  }

  @Test
  void reconstructWritesOneFileAnImageIntoAFolder() throws IOException {
    String folder = temp.resolve("each") + "/";
    Object[] args = {
      "reconstruct", TinyZoo.MODEL, "--data", TinyZoo.pictures(), "--count", 3, "--out", folder
    };
    tiny(args).ok();
    String[] files = Path.of(folder).toFile().list();
    assertThat(files)
        .hasSize(3)
        .allMatch(name -> name.matches("test-[abc]-\\d{2}\\.reconstruction\\.png"));
    BufferedImage one = ImageIO.read(Path.of(folder).resolve(files[0]).toFile());
    assertThat(new int[] {one.getWidth(), one.getHeight()}).containsExactly(28, 28);
    tiny(args).fails(1, "exists already", "--overwrite");
    List<Object> overwriting = new java.util.ArrayList<>(List.of(args));
    overwriting.add("--overwrite");
    tiny(overwriting.toArray()).ok();
  }

  @Test
  void reconstructionsAreNotWrittenOverEachOtherOrOverTheirOriginals() throws IOException {
    Path data = temp.resolve("same");
    Files.createDirectories(data);
    Path picture = TinyZoo.pictures().resolve("test/a/00.png");
    Files.copy(picture, data.resolve("a.png"));
    // Told by content and not by name.
    Files.copy(picture, data.resolve("a.jpg"));
    tiny("reconstruct", TinyZoo.MODEL, "--data", data, "--out", data, "--overwrite").ok();
    assertThat(data.toFile().list())
        .containsExactlyInAnyOrder(
            "a.png", "a.jpg", "a.reconstruction.png", "a.test-00001.reconstruction.png");
    assertThat(data.resolve("a.png")).hasSameBinaryContentAs(picture);
  }

  @Test
  void encodeWritesCsvWithLabels() throws IOException {
    Path file = temp.resolve("codes.csv");
    tiny("encode", TinyZoo.MODEL, "--data", TinyZoo.pictures(), "--out", file).ok();
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.get(0)).startsWith("file,code0,code1,").endsWith("code7,label");
    assertThat(lines).hasSize(1 + TESTED);
    assertThat(lines.subList(1, lines.size()))
        .allMatch(line -> line.split(",", -1).length == TinyZoo.CODES + 2)
        .allMatch(line -> line.matches("test/([abc])/\\d{2}\\.png,.*,\\1"));
    assertThat(Double.parseDouble(lines.get(1).split(",", -1)[1])).isFinite();
  }

  @Test
  void encodeWritesTheSameNumbersAsNpy() throws IOException {
    Path csv = temp.resolve("codes.csv");
    Path npy = temp.resolve("codes.npy");
    tiny("encode", TinyZoo.MODEL, "--data", TinyZoo.pictures(), "--out", csv).ok();
    tiny("encode", TinyZoo.MODEL, "--data", TinyZoo.pictures(), "--out", npy).ok();
    // The format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(npy)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    bytes.get(magic);
    assertThat(magic).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
    byte[] header = new byte[bytes.getShort()];
    bytes.get(header);
    assertThat(bytes.position() % 64).isZero();
    assertThat(new String(header, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (12, 8), }")
        .endsWith("\n");
    assertThat(bytes.remaining()).isEqualTo(4 * TESTED * TinyZoo.CODES);
    for (String line : Files.readAllLines(csv).subList(1, 1 + TESTED)) {
      for (int i = 0; i < TinyZoo.CODES; i++) {
        assertThat(bytes.getFloat()).isEqualTo(Float.parseFloat(line.split(",", -1)[i + 1]));
      }
    }
  }

  @Test
  void reportIsOnePageThatLoadsNothing() throws IOException {
    Path page = temp.resolve("page.html");
    tiny("report", TinyZoo.MODEL, TinyZoo.checkpoint(), "--data", TinyZoo.pictures(), "--out", page)
        .ok();
    assertThat(Files.readString(page))
        .contains(TinyZoo.MODEL, "data:image/png;base64,", "How well codes separate classes")
        .contains(": neighbours</h2>", "t-SNE of the codes of 12 images")
        .doesNotContain("src=\"http", "href=\"http");
    tiny("report", TinyZoo.MODEL, "--data", TinyZoo.pictures(), "--out", page)
        .fails(1, "exists already", "--overwrite");
  }

  @Test
  void reportAndDemoShowAModelThatRepairsItsDamages() throws IOException {
    String text =
        TinyZoo.recipe(1)
            .replace("masking:0.1", "half|gaussian:0.2")
            .replace("pictures-of-a-test", "undercomplete-tiny.pictures");
    Path recipe = Files.writeString(temp.resolve("r.json"), text);
    Path run = temp.resolve("run");
    tiny("train", recipe, "--out", run, "--threads", 1).ok();
    Path page = temp.resolve("page.html");
    tiny("report", run, "--data", TinyZoo.pictures(), "--out", page).ok();
    assertThat(Files.readString(page))
        .contains(": half</h2>", ": gaussian:0.2</h2>", "corrupted", "restored", " dB</li>");
    Ran.zoo("publish", run, "--to", temp.resolve("zoo"), "--licence", "MIT").ok();
    Path demo = temp.resolve("demo");
    Ran.zoo("demo", "--out", demo, "--catalogue", temp.resolve("zoo"), "--store", TinyZoo.store())
        .ok();
    assertThat(Files.readString(demo.resolve("report.html"))).contains(": half</h2>", " dB</li>");
    // Three rows of 84 pixels: original, corrupted, restored; without damage there are two.
    assertThat(ImageIO.read(demo.resolve("reconstructions.png").toFile()).getHeight())
        .isBetween(3 * 84, 4 * 84);
  }

  @Test
  void doctorHasTheKeysOfTheContract() {
    JsonNode json = Ran.zoo("doctor", "--json").json();
    assertThat(keys(json))
        .contains(
            "java",
            "backend",
            "dl4j",
            "blas",
            "threads",
            "heapMaxBytes",
            "offHeapMaxBytes",
            "gpus");
    assertThat(json.get("gpus").isArray()).isTrue();
    assertThat(json.get("java").asText()).isEqualTo(System.getProperty("java.version"));
    assertThat(Ran.zoo("doctor").ok().out()).contains("backend", "computes        true");
  }
}
