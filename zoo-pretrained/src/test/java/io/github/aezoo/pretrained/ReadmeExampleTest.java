package io.github.aezoo.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ModelCard;
import io.github.aezoo.zoo.Zoo;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The README's Java, so that it stays true. */
class ReadmeExampleTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Pattern BLOCK =
      Pattern.compile("(?s)<!-- java: (\\w+) -->\n```java\n(.*?)```");

  /** What stands around a block: what the text before it speaks of. */
  private static final String CLASS =
      """
      package readme;
      import io.github.aezoo.data.*;
      import io.github.aezoo.data.digits.*;
      import io.github.aezoo.data.source.*;
      import io.github.aezoo.detect.*;
      import io.github.aezoo.device.*;
      import io.github.aezoo.eval.codes.*;
      import io.github.aezoo.model.*;
      import io.github.aezoo.train.*;
      import io.github.aezoo.zoo.*;
      import java.awt.image.BufferedImage;
      import java.io.File;
      import java.nio.file.Path;
      import java.util.*;
      import java.util.stream.*;
      import javax.imageio.ImageIO;
      import org.nd4j.linalg.api.ndarray.INDArray;
      public final class Block%d {
        public static void run() throws Exception {
      %s
        }
      }
      """;

  @TempDir private Path temp;

  @Test
  void fiveLinesOfJavaReconstructDigits() {
    try (Autoencoder model = Zoo.load("undercomplete-deep.mnist.v1")) {
      INDArray images = Batches.range(new SyntheticDigits(), Split.TEST, 0, 10);
      INDArray codes = model.encode(images);
      INDArray reconstructions = model.decode(codes);
      assertThat(codes.shape()).containsExactly(10, 32);
      assertThat(reconstructions.shape()).containsExactly(10, 1, 28, 28);
      // Far below the error of the mean image, 0.065.
      assertThat(Arrays.stream(model.reconstructionErrors(images)).max().orElseThrow())
          .isLessThan(0.03);
    }
  }

  @Test
  void everyBlockOfJavaCompilesAndRuns() throws Exception {
    SyntheticDigits digits = new SyntheticDigits();
    for (int i = 0; i < 60; i++) {
      Path file =
          temp.resolve("%s/%02d.png".formatted(i < 40 ? "pictures/train" : "pictures/test", i));
      // Black on white, which the model does not know.
      float[] pixels = digits.image(Split.TRAIN, i);
      for (int p = 0; p < pixels.length; p++) {
        pixels[p] = 1 - pixels[p];
      }
      PictureGrid.save(file, PictureGrid.of(pixels, digits.shape()));
    }
    PictureGrid.save(
        temp.resolve("scan.png"), PictureGrid.of(digits.image(Split.TEST, 0), digits.shape()));
    StringBuilder rows = new StringBuilder("width,height,colour,label\n");
    for (int i = 0; i < 600; i++) {
      double width = i % 97 / 97.0;
      boolean odd = i % 30 == 0;
      rows.append(
          "%s,%s,%s,%d%n"
              .formatted(
                  width,
                  odd ? 1.5 - 3 * width : 2 * width,
                  i % 2 == 0 ? "red" : "blue",
                  odd ? 1 : 0));
    }
    SafeFiles.writeString(temp.resolve("rows.csv"), rows.toString().replace("\r", ""));
    List<MatchResult> blocks = BLOCK.matcher(Files.readString(README)).results().toList();
    assertThat(blocks).hasSizeGreaterThanOrEqualTo(9);
    Path classes = Files.createDirectories(temp.resolve("classes"));
    for (int i = 0; i < blocks.size(); i++) {
      String own =
          blocks
              .get(i)
              .group(2)
              .replace("\"pictures\"", quoted(temp.resolve("pictures")))
              .replace("\"scan.png\"", quoted(temp.resolve("scan.png")))
              .replace("\"rows.csv\"", quoted(temp.resolve("rows.csv")))
              // A third of the time; zoo-cli's tests show a tour of a small catalogue.
              .replace("Zoo.demo(", "if (Boolean.getBoolean(\"zoo.eval\")) Zoo.demo(")
              .replace("\"runs/", "\"" + temp.toString().replace("\\", "\\\\") + "/runs/");
      compile("Block" + i, CLASS.formatted(i, own), classes);
    }
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, ReadmeExampleTest.class.getClassLoader())) {
      for (int i = 0; i < blocks.size(); i++) {
        // What computes is chosen before ND4J starts, which it did here long ago.
        if (!blocks.get(i).group(1).equals("gpu")) {
          loader.loadClass("readme.Block" + i).getMethod("run").invoke(null);
        }
      }
    }
    // What the block on fine-tuning left.
    ModelCard card = Checkpoint.open(temp.resolve("runs/java-tuned")).card();
    assertThat(card.transfer().kept()).isNotEmpty();
    ModelCard.Result result = card.results().get(0);
    assertThat(result.evaluation().samples()).isEqualTo(20);
    assertThat(result.baselines()).containsKeys("before", "fromScratch", "pca");
    assertThat(result.evaluation().metric("mse"))
        .isLessThan(result.baselines().get("before").get("mse"));
  }

  private static String quoted(Path path) {
    return '"' + path.toString().replace("\\", "\\\\") + '"';
  }

  private static void compile(String name, String source, Path classes) throws IOException {
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///readme/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    StringWriter errors = new StringWriter();
    // Surefire puts the class path into a jar's manifest, and its own words here.
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                errors,
                null,
                null,
                List.of("-proc:none", "-d", classes.toString(), "-cp", classPath),
                null,
                List.of(file))
            .call();
    assertThat(compiled).as("%s%n%s", errors, source).isTrue();
  }
}
