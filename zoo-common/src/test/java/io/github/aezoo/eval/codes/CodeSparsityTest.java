package io.github.aezoo.eval.codes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.ArrayDataset;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import io.github.aezoo.probe.ProbeArchitecture;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("engine")
class CodeSparsityTest {
  private static final Offset<Double> NEAR = within(1e-6);

  @Test
  void theNumbersAreThoseOfTheHand() {
    // Magnitudes sum to 3 + 4 + 0.005 + 0.03 + 5 = 12.035 in 8 values.
    Map<String, Double> numbers = of(new float[][] {{3, -4, 0.005f, 0}, {0.03f, 5, 0, 0}});
    assertThat(numbers.get("meanActivity")).isCloseTo(12.035 / 8, NEAR);
    // 3, -4, 0.03 and 5 are above 0.01; 0.005, 0.03 and three zeros are below 0.05.
    assertThat(numbers.get("activeShare")).isCloseTo(4 / 8.0, NEAR);
    assertThat(numbers.get("nearZeroShare")).isCloseTo(5 / 8.0, NEAR);
    // The third unit reaches 0.005, the fourth nothing.
    assertThat(numbers.get("deadUnits")).isCloseTo(2 / 4.0, NEAR);
  }

  @Test
  void aUnitThatNeverChangesIsDeadHoweverLargeItIs() {
    Map<String, Double> numbers =
        of(new float[][] {{0.5f, 0.5f, -0.009f}, {0.505f, 0.52f, 0.009f}});
    assertThat(numbers.get("deadUnits")).isCloseTo(2 / 3.0, NEAR);
  }

  @Test
  void hoyerIsThatOfThePaper() {
    // (2 - 7 / 5) / (2 - 1); one unit alone 1, equal magnitudes 0, zeros alone 1 by definition.
    assertThat(hoyer(3, -4, 0, 0)).isCloseTo(0.6, NEAR);
    assertThat(hoyer(0, 0, -7, 0)).isCloseTo(1, NEAR);
    assertThat(hoyer(2, -2, 2, 2)).isCloseTo(0, NEAR);
    assertThat(hoyer(0, 0, 0, 0)).isEqualTo(1);
    assertThat(hoyer(4)).isEqualTo(1);
  }

  @Test
  void hoyerDoesNotDependOnTheScale() {
    assertThat(hoyer(0.3f, 1, 2)).isCloseTo(hoyer(30, 100, 200), NEAR);
  }

  @Test
  void hoyerIsTheMeanOverImages() {
    double mean = of(new float[][] {{3, 4, 0, 0}, {1, 1, 1, 1}}).get("hoyer");
    assertThat(mean).isCloseTo(0.3, NEAR);
  }

  /** Pixels are measured as codes are. */
  private static Map<String, Double> of(float[][] codes) {
    ArrayDataset data =
        new ArrayDataset("codes", new Shape(1, 1, codes[0].length), List.of())
            .with(Split.TEST, codes);
    return new CodeSparsity().ofPixels(data, Split.TEST, 1);
  }

  private static double hoyer(float... code) {
    return of(new float[][] {code}).get("hoyer");
  }

  @Test
  void aModelsNumbersAreThoseOfItsCodesOverBatches() {
    Shape shape = new Shape(1, 3, 3);
    ArrayDataset data = ArrayDataset.factors(shape, 1, 600, 3);
    try (Autoencoder model =
        Autoencoder.create("m", new ProbeArchitecture(shape, 4, 1, false), Learning.NONE, 1)) {
      float[][] codes =
          model
              .encode(io.github.aezoo.data.Batches.range(data, Split.TEST, 0, 600))
              .toFloatMatrix();
      CodeSparsity measurement = new CodeSparsity();
      Map<String, Double> numbers = measurement.of(model, data, Split.TEST, 1);
      assertThat(numbers.keySet()).containsExactlyElementsOf(measurement.meanings().keySet());
      of(codes)
          .forEach((key, value) -> assertThat(numbers.get(key)).as(key).isCloseTo(value, NEAR));
    }
  }

  @Test
  void pixelsAreMeasuredLikeCodes() {
    ArrayDataset data =
        new ArrayDataset("d", new Shape(1, 2, 2), List.of())
            .with(Split.TEST, new float[][] {{0.3f, 0.4f, 0, 0}});
    assertThat(new CodeSparsity().ofPixels(data, Split.TEST, 1).get("hoyer")).isCloseTo(0.6, NEAR);
    assertThat(new CodeSparsity().ofPixels(data, Split.VALIDATION, 1)).isEmpty();
  }
}
