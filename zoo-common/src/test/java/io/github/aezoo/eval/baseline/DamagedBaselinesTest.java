package io.github.aezoo.eval.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.corruption.Corruption;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.eval.ArrayDataset;
import io.github.aezoo.eval.Evaluation;
import io.github.aezoo.eval.Evaluator;
import io.github.aezoo.eval.Metrics;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands beside restorations: the damaged image, and the best classical filter. */
class DamagedBaselinesTest {
  private static final long SEED = 5;
  private static final Shape SHAPE = new Shape(1, 2, 2);
  private static final Dataset DIGITS = new SyntheticDigits(60, 20, 20, 3);

  private static final Evaluator EVALUATOR =
      new Evaluator().withMetrics(List.of(Metrics.MSE, Metrics.PSNR_DB));

  private static Map<String, Evaluation> measure(Dataset data, Corruption damage) {
    return new Baselines()
        .ofDamaged(EVALUATOR.withCorruption(damage, SEED), data, Split.TEST, damage, SEED);
  }

  /** Makes every pixel the same, or repairs what did. */
  private record Paint(String name, float value, List<Corruption> remedies) implements Corruption {
    @Override
    public float[] apply(float[] clean, Shape shape, long seed) {
      return flat(value);
    }

    @Override
    public String spec() {
      return "paint, " + name;
    }

    @Override
    public String remedyName() {
      return name;
    }
  }

  private static float[] flat(float value) {
    float[] image = new float[SHAPE.size()];
    Arrays.fill(image, value);
    return image;
  }

  private static float[][] flat(int images, float value) {
    return Stream.generate(() -> flat(value)).limit(images).toArray(float[][]::new);
  }

  private static Corruption black() {
    return new Paint(
        "black",
        0,
        List.of(new Paint("dim", 0.3f, List.of()), new Paint("bright", 0.7f, List.of())));
  }

  @Test
  void cleanImagesHaveNeither() {
    assertThat(measure(DIGITS, Corruptions.parse("none"))).isEmpty();
  }

  @Test
  void aDamageWithoutAUsualFilterHasTheDamagedImageAlone() {
    assertThat(measure(DIGITS, Corruptions.parse("blur:1+gaussian:0.1")).keySet())
        .containsExactly("corrupted");
  }

  @Test
  void theOnlyFilterIsTakenWithoutAChoice() {
    assertThat(measure(DIGITS, Corruptions.parse("downsample:2")).keySet())
        .containsExactly("corrupted", "bicubic");
  }

  @Test
  void corruptedIsTheErrorOfTheDamagedInputsThemselves() {
    Corruption half = Corruptions.parse("half");
    Evaluation corrupted = measure(DIGITS, half).get("corrupted");
    assertThat(corrupted)
        .isEqualTo(EVALUATOR.withCorruption(half, SEED).evaluate(x -> x, DIGITS, Split.TEST));
    assertThat(corrupted.corruption()).isEqualTo("half");
    assertThat(corrupted.metric("mse")).isPositive();
  }

  @Test
  void theFilterIsChosenOnValidationImagesAndMeasuredOnTheOthers() {
    ArrayDataset data =
        new ArrayDataset("flat", SHAPE, List.of())
            .with(Split.TRAIN, flat(3, 0.7f))
            .with(Split.VALIDATION, flat(3, 0.4f))
            .with(Split.TEST, flat(3, 0.9f));
    Map<String, Evaluation> beside = measure(data, black());
    // 0.3 is nearer to 0.4, though 0.7 is nearer to what is measured.
    assertThat(beside.keySet()).containsExactly("corrupted", "dim");
    assertThat(beside.get("dim").metric("mse")).isCloseTo(0.36, within(1e-6));
    assertThat(beside.get("dim").samples()).isEqualTo(3);
    assertThat(beside.get("corrupted").metric("mse")).isCloseTo(0.81, within(1e-6));
  }

  @Test
  void withoutValidationImagesTrainingImagesChoose() {
    ArrayDataset data =
        new ArrayDataset("flat", SHAPE, List.of())
            .with(Split.TRAIN, flat(3, 0.3f))
            .with(Split.TEST, flat(3, 0.9f));
    assertThat(measure(data, black()).keySet()).containsExactly("corrupted", "dim");
    ArrayDataset testOnly =
        new ArrayDataset("flat", SHAPE, List.of()).with(Split.TEST, flat(3, 0.9f));
    assertThat(measure(testOnly, black()).keySet()).containsExactly("corrupted");
  }

  @Test
  void theChosenFilterHasTheHighestRatioOfAll() {
    Corruption noise = Corruptions.parse("gaussian:0.4");
    Map<String, Evaluation> beside = measure(DIGITS, noise);
    assertThat(beside).hasSize(2);
    String chosen = List.copyOf(beside.keySet()).get(1);
    double best = psnr(noise, chosen);
    for (Corruption remedy : noise.remedies()) {
      assertThat(psnr(noise, remedy.remedyName())).isLessThanOrEqualTo(best);
    }
    Corruption remedy = remedy(noise, chosen);
    assertThat(beside.get(chosen))
        .isEqualTo(EVALUATOR.withCorruption(remedy, SEED).evaluate(x -> x, DIGITS, Split.TEST));
  }

  private static Corruption remedy(Corruption damage, String name) {
    return damage.remedies().stream()
        .filter(r -> r.remedyName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static double psnr(Corruption damage, String name) {
    return EVALUATOR
        .withCorruption(remedy(damage, name), SEED)
        .evaluate(x -> x, DIGITS, Split.VALIDATION)
        .metric("psnrDb");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "salt-pepper:0.1",
        "salt-pepper:40px",
        "gaussian:0.2",
        "gaussian:0.8",
        "masking:0.3",
        "block:14x14",
        "downsample:2",
        "downsample:4",
        "blur:1",
        "blur:2"
      })
  void onDigitsTheFilterIsBetterThanTheDamage(String spec) {
    assertRepaired(DIGITS, spec);
  }

  /** On a black background the erased half of a digit is mostly right: local means lower it. */
  @ParameterizedTest
  @ValueSource(strings = {"half", "block:7x7", "block:14x14", "masking:0.6"})
  void onTexturesAFillIsBetterThanAHole(String spec) {
    assertRepaired(textures(), spec);
  }

  private static void assertRepaired(Dataset data, String spec) {
    Map<String, Evaluation> beside = measure(data, Corruptions.parse(spec));
    String filter = List.copyOf(beside.keySet()).get(1);
    assertThat(beside.get(filter).metric("psnrDb"))
        .as("%s after %s", filter, spec)
        .isGreaterThan(beside.get("corrupted").metric("psnrDb") + 0.3);
  }

  /** Colour waves around grey. */
  private static Dataset textures() {
    Shape shape = new Shape(3, 20, 24);
    float[][] images = new float[10][shape.size()];
    for (int n = 0; n < images.length; n++) {
      for (int i = 0; i < shape.size(); i++) {
        int channel = i / (20 * 24);
        int y = i / 24 % 20;
        double phase = 0.3 * (n + 1) + channel + (1 + n % 3) * 0.15 * y + 0.2 * (i % 24);
        images[n][i] = (float) (0.5 + 0.3 * StrictMath.sin(phase));
      }
    }
    return new ArrayDataset("textures", shape, List.of())
        .with(Split.VALIDATION, Arrays.copyOf(images, 5))
        .with(Split.TEST, Arrays.copyOfRange(images, 5, 10));
  }
}
