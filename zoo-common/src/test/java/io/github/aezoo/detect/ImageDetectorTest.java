package io.github.aezoo.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.ImageFit;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.data.image.ImageFolderDataset;
import io.github.aezoo.data.source.Datasets;
import io.github.aezoo.probe.Probe;
import io.github.aezoo.probe.WithProbe;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Detectors of images. */
@ExtendWith(WithProbe.class)
final class ImageDetectorTest {
  private static Detector detector;
  private static Detector contrast;

  @TempDir private Path temp;

  @BeforeAll
  static void fit() {
    Dataset digits = new SyntheticDigits().withTraining(600, 1);
    FitOptions.Builder options = FitOptions.builder().anomalies(List.of("3")).falseAlarms(0.05);
    detector = Detector.fit(digits, options.recipe(Probe.recipe("tiny", "none", 1)).build());
    contrast =
        Detector.fit(
            digits,
            options
                .recipe(Probe.recipe("tiny", "none", 1).withData("images:scaling=contrast"))
                .build());
  }

  @AfterAll
  static void close() {
    detector.close();
    contrast.close();
  }

  private static BufferedImage image(int index) {
    float[] pixels = new SyntheticDigits().image(Split.TEST, index);
    BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < pixels.length; i++) {
      image.getRaster().setSample(i % 28, i / 28, 0, Math.round(255 * pixels[i]));
    }
    return image;
  }

  @Test
  void aDetectorOfImagesIsTestedOnTheClassThatItDidNotLearn() {
    Threshold detection = detector.fitted().orElseThrow();
    assertThat(detection.anomalies()).containsExactly("3");
    assertThat(detection.tested().anomalies()).isPositive();
  }

  @Test
  void anImageAndItsFileScoreAsInTheirFolder() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("images"));
    for (int i = 0; i < 5; i++) {
      ImageIO.write(image(i), "png", folder.resolve(i + ".png").toFile());
    }
    for (Detector one : List.of(detector, contrast)) {
      String scaling = one.input().equalContrast() ? ":scaling=contrast" : "";
      Dataset data = Datasets.open(folder + scaling, Optional.of(Shape.MNIST), List.of());
      double[] scores = one.score(data, data.splits().iterator().next());
      for (int i = 0; i < 5; i++) {
        Path file = folder.resolve(i + ".png");
        assertThat(one.score(image(i))).isCloseTo(scores[i], within(1e-6));
        assertThat(one.score(file)).isEqualTo(one.score(image(i)));
        assertThat(one.flag(file)).isEqualTo(one.flag(image(i)));
      }
      assertThat(one.score(Stream.of(folder.resolve("0.png"), image(1))).toArray())
          .containsExactly(new double[] {scores[0], scores[1]}, within(1e-6));
    }
    assertThat(contrast.input().equalContrast()).isTrue();
  }

  @Test
  void imagesOfOtherProportionsAreFittedAsThoseOfTraining() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("wide"));
    for (int i = 0; i < 40; i++) {
      BufferedImage wide = new BufferedImage(56, 28, BufferedImage.TYPE_BYTE_GRAY);
      wide.getRaster().setRect(i % 28, 0, image(i).getRaster());
      ImageIO.write(wide, "png", folder.resolve(i + ".png").toFile());
    }
    FitOptions options =
        FitOptions.builder().recipe(Probe.recipe("tiny", "none", 1)).falseAlarms(0.3).build();
    for (ImageFit fit : ImageFit.values()) {
      Dataset data =
          Datasets.images(
              folder, ImageFolderDataset.Options.standard().withShape(Shape.MNIST).withFit(fit));
      try (Detector fitted = Detector.fit(data, options)) {
        assertThat(fitted.input().fit()).isEqualTo(fit);
        double[] scores = fitted.score(data, Split.TRAIN);
        Path first = folder.resolve(data.source(Split.TRAIN, 0).orElseThrow());
        assertThat(fitted.score(first)).isCloseTo(scores[0], within(1e-6));
      }
    }
  }

  @Test
  void aTableOfScoresNamesTheFileOfEachImage() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("named"));
    for (String name : List.of("b.png", "a,1.png")) {
      ImageIO.write(image(0), "png", folder.resolve(name).toFile());
    }
    Dataset data = Datasets.images(folder);
    Path scores = temp.resolve("scores.csv");
    new ScoreTable(detector, data, Split.TEST, List.of(), 1).write(scores, (done, total) -> {});
    List<String> lines = Files.readAllLines(scores);
    assertThat(lines.get(0)).startsWith("file,score,anomaly");
    assertThat(lines.get(1)).startsWith("\"a,1.png\",");
    assertThat(lines.get(2)).startsWith("b.png,");
    Dataset digits = new SyntheticDigits().withTraining(2, 1);
    new ScoreTable(detector, digits, Split.TRAIN, List.of(), 1).write(scores, (done, total) -> {});
    assertThat(Files.readAllLines(scores).get(0)).startsWith("index,score,anomaly");
  }

  @Test
  void thePixelsThatRaiseTheErrorAreNamed() {
    BufferedImage image = image(0);
    Finding before = detector.explain(image);
    image.getRaster().setSample(0, 0, 0, 255);
    Finding after = detector.explain(image);
    assertThat(after.score()).isGreaterThan(before.score());
    assertThat(after.reasons()).anySatisfy(part -> assertThat(part.name()).isEqualTo("0:0"));
  }

  @Test
  void aRowIsNoImage() {
    assertThatThrownBy(() -> detector.score(1, 2))
        .hasMessage("an image as BufferedImage or Path expected; got a row of 2 values");
    assertThatThrownBy(() -> detector.score(Map.of("x", 1)))
        .hasMessageContaining("got a row of 1 columns");
  }
}
