package io.github.aezoo.eval.codes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.ArrayDataset;
import io.github.aezoo.eval.baseline.Baselines;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodeScoresTest {
  private static final Shape SHAPE = new Shape(1, 3, 3);

  /** Noise, and one of three pixels lit by class; or classes that have nothing to do with it. */
  private static ArrayDataset data(boolean shuffled, Split... splits) {
    Random random = new Random(8);
    ArrayDataset data = new ArrayDataset("lights", SHAPE, List.of("a", "b", "c"));
    for (Split split : splits) {
      int[] labels = random.ints(600, 0, 3).toArray();
      float[][] images = new float[labels.length][SHAPE.size()];
      for (int i = 0; i < images.length; i++) {
        for (int j = 0; j < SHAPE.size(); j++) {
          images[i][j] = 0.1f * random.nextFloat() + (j == 4 * labels[i] ? 0.9f : 0);
        }
      }
      data.with(split, images, shuffled ? random.ints(600, 0, 3).toArray() : labels);
    }
    return data;
  }

  private static Map<String, Double> pixels(Dataset data, Split split) {
    return CodeScores.on(data, split, 1).orElseThrow().of(Encoding.pixels(SHAPE));
  }

  @Test
  void classesThatAreWrittenInTheImageAreRead() {
    ArrayDataset data = data(false, Split.TRAIN, Split.TEST);
    Map<String, Double> values = pixels(data, Split.TEST);
    assertThat(values.keySet()).containsExactlyElementsOf(CodeScores.meanings().keySet());
    assertThat(values.values()).allSatisfy(v -> assertThat(v).isGreaterThan(0.999999));
    assertThat(pixels(data, Split.TEST)).isEqualTo(values);
    assertThat(CodeScores.on(data, Split.TEST, 1).orElseThrow().basis())
        .isEqualTo(
            "Fitted on 600 of 600 training images (clusters: 600), scored on 600 of 600 images of"
                + " the test split of lights.");
  }

  @Test
  void classesThatHaveNothingToDoWithTheImageAreReadByChance() {
    for (Split split : List.of(Split.TEST, Split.TRAIN)) {
      Map<String, Double> values = pixels(data(true, Split.TRAIN, Split.TEST), split);
      for (String key : List.of("knnAccuracy", "probeAccuracy", "ldaAccuracy", "kmeansPurity")) {
        // Five standard errors of 120 guesses at 1 in 3.
        assertThat(values.get(key)).as(split + " " + key).isBetween(0.12, 0.55);
      }
      assertThat(values.get("kmeansNmi")).isBetween(0.0, 0.1);
    }
  }

  @Test
  void ofTrainingImagesAFifthIsHeldOut() {
    CodeScores scores = CodeScores.on(data(false, Split.TRAIN), Split.TRAIN, 1).orElseThrow();
    assertThat(scores.basis())
        .isEqualTo(
            "Fitted on 480 of 480 training images (clusters: 480), scored on 120 of 120 images of"
                + " the validation split of lights.");
    assertThat(scores.data().size(Split.TRAIN)).isEqualTo(480);
  }

  @Test
  void aTestSplitOfTheTrainingImagesIsNotScored() {
    ArrayDataset data = data(true, Split.TRAIN, Split.TEST);
    assertThat(CodeScores.training(data, Split.TEST)).isFalse();
    float[][] images = new float[600][];
    int[] labels = new int[600];
    for (int i = 0; i < 600; i++) {
      images[i] = data.image(Split.TRAIN, i);
      labels[i] = data.label(Split.TRAIN, i).orElseThrow();
    }
    data.with(Split.TEST, images, labels);
    assertThat(CodeScores.training(data, Split.TEST)).isTrue();
    assertThat(CodeScores.on(data, Split.TEST, 1).orElseThrow().basis())
        .contains("scored on 120 of 120 images of the validation split");
  }

  @Test
  void besideStandPixelsAndPcaOfEachCodeSizeOnce() {
    CodeScores scores =
        CodeScores.on(data(false, Split.TRAIN, Split.TEST), Split.TEST, 1).orElseThrow();
    Map<String, Encoding> beside = scores.beside(new Baselines(), List.of(2, 5, 2, 40));
    assertThat(beside).containsOnlyKeys("pixels", "pca-2", "pca-5");
    float[][] rows = beside.get("pca-5").rows(scores.data(), Split.TEST, new int[] {3, 1});
    assertThat(rows).hasDimensions(2, 5);
  }

  @Test
  void withoutClassesOrTrainingImagesThereIsAReasonAndNoNumber() {
    ArrayDataset unlabelled = ArrayDataset.factors(SHAPE, 20, 10, 1);
    assertThat(CodeScores.on(unlabelled, Split.TEST, 1)).isEmpty();
    assertThat(CodeScores.missing(unlabelled, Split.TEST).orElseThrow()).contains("no classes");
    ArrayDataset alone = data(false, Split.TEST);
    assertThat(CodeScores.on(alone, Split.TEST, 1)).isEmpty();
    assertThat(CodeScores.missing(alone, Split.TEST).orElseThrow()).contains("training images");
  }
}
