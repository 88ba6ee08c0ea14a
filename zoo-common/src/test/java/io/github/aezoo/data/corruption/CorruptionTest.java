package io.github.aezoo.data.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CorruptionTest {
  private static final Shape GREY = Shape.MNIST;
  private static final Shape COLOUR = new Shape(3, 8, 10);

  private static float[] flat(Shape shape, float value) {
    float[] image = new float[shape.size()];
    Arrays.fill(image, value);
    return image;
  }

  /** Distinct values strictly between 0 and 1, so that every hit can be seen. */
  private static float[] ramp(Shape shape) {
    float[] image = new float[shape.size()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (i + 1f) / (image.length + 1f);
    }
    return image;
  }

  private static int count(float[] image, float value) {
    int count = 0;
    for (float pixel : image) {
      count += pixel == value ? 1 : 0;
    }
    return count;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gaussian:0.4",
        "salt-pepper:10px",
        "salt-pepper:0.1",
        "masking:0.3",
        "block:3x4",
        "half",
        "blur:2",
        "downsample:2",
        "grayscale",
        "none",
        "blur:1+gaussian:0.1"
      })
  void corruptionIsPureSeededAndInRange(String spec) {
    Corruption corruption = Corruptions.parse(spec);
    float[] clean = ramp(COLOUR);
    float[] damaged = corruption.apply(clean, COLOUR, 5);
    assertThat(clean).as("the target is not touched").isEqualTo(ramp(COLOUR));
    assertThat(damaged).isNotSameAs(clean).hasSameSizeAs(clean);
    assertThat(corruption.apply(clean, COLOUR, 5)).as("same seed").isEqualTo(damaged);
    for (float pixel : damaged) {
      assertThat(pixel >= 0 && pixel <= 1).as("%s in [0, 1]", pixel).isTrue();
    }
    assertThatThrownBy(() -> corruption.apply(new float[3], COLOUR, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an image of [3, 8, 10] has 240 values; got 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gaussian:0.4", "salt-pepper:10px", "salt-pepper:0.1", "masking:0.3", "block:9x9"})
  void anotherSeedGivesAnotherDamage(String spec) {
    Corruption corruption = Corruptions.parse(spec);
    float[] clean = ramp(GREY);
    assertThat(corruption.apply(clean, GREY, 1)).isNotEqualTo(corruption.apply(clean, GREY, 2));
  }

  /** On mid-grey with sigma 0.1 nothing is clipped within 5 sigma; bounds are 5 standard errors. */
  @Test
  void gaussianNoiseHasItsMeanAndDeviation() {
    GaussianNoise noise = new GaussianNoise(0.1);
    double sum = 0;
    double squares = 0;
    int beyondTwo = 0;
    int n = 0;
    for (int seed = 0; seed < 100; seed++) {
      for (float pixel : noise.apply(flat(GREY, 0.5f), GREY, seed)) {
        double z = (pixel - 0.5) / 0.1;
        sum += z;
        squares += z * z;
        beyondTwo += Math.abs(z) > 2 ? 1 : 0;
        n++;
      }
    }
    assertThat(sum / n).isCloseTo(0, within(5 / Math.sqrt(n)));
    assertThat(Math.sqrt(squares / n)).isCloseTo(1, within(5 / Math.sqrt(2.0 * n)));
    // 2 (1 - Phi(2)) = 0.0455 for a normal distribution, 0 for a uniform one.
    assertThat((double) beyondTwo / n).isCloseTo(0.0455, within(0.004));
  }

  @Test
  void gaussianNoiseClipsAtBlackAndWhite() {
    float[] damaged = new GaussianNoise(0.4).apply(flat(GREY, 0), GREY, 3);
    // Half of the noise on black is below 0; 784 draws, 5 standard deviations are 70.
    assertThat(count(damaged, 0)).isBetween(322, 462);
    assertThat(count(damaged, 1)).isPositive();
  }

  @Test
  void gaussianNoiseOfNeighboursAndChannelsIsIndependent() {
    double neighbours = 0;
    double channels = 0;
    int plane = COLOUR.height() * COLOUR.width();
    int n = 0;
    for (int seed = 0; seed < 200; seed++) {
      float[] z = new GaussianNoise(0.1).apply(flat(COLOUR, 0.5f), COLOUR, seed);
      for (int i = 0; i + 1 < plane; i++) {
        neighbours += (z[i] - 0.5) * (z[i + 1] - 0.5) / 0.01;
        channels += (z[i] - 0.5) * (z[plane + i] - 0.5) / 0.01;
        n++;
      }
    }
    assertThat(neighbours / n).isCloseTo(0, within(5 / Math.sqrt(n)));
    assertThat(channels / n).isCloseTo(0, within(5 / Math.sqrt(n)));
  }

  @Test
  void saltAndPepperHitsExactlySoManyPixelsHalfOfThemWhite() {
    int white = 0;
    int[] hits = new int[GREY.size()];
    for (int seed = 0; seed < 1000; seed++) {
      float[] damaged = new SaltAndPepperPixels(10).apply(flat(GREY, 0.5f), GREY, seed);
      assertThat(count(damaged, 0) + count(damaged, 1)).isEqualTo(10);
      white += count(damaged, 1);
      for (int i = 0; i < damaged.length; i++) {
        hits[i] += damaged[i] == 0.5f ? 0 : 1;
      }
    }
    // 10,000 fair coins, 5 standard deviations are 250.
    assertThat(white).isBetween(4750, 5250);
    // 12.8 hits expected at each pixel; chi-squared with 783 degrees of freedom, 5 deviations.
    double chiSquared = 0;
    double expected = 10_000.0 / 784;
    for (int hit : hits) {
      chiSquared += (hit - expected) * (hit - expected) / expected;
    }
    assertThat(chiSquared).isBetween(783 - 5 * 39.6, 783 + 5 * 39.6);
  }

  @Test
  void saltAndPepperOfAllPixelsLeavesNone() {
    float[] damaged = new SaltAndPepperPixels(784).apply(flat(GREY, 0.5f), GREY, 1);
    assertThat(count(damaged, 0.5f)).isZero();
    assertThatThrownBy(() -> new SaltAndPepperPixels(785).apply(flat(GREY, 0.5f), GREY, 1))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "salt-pepper:785px takes an image of at least 785 pixels;"
                + " this one, [1, 28, 28], has 784");
  }

  @Test
  void saltAndPepperByShareHitsItsShare() {
    int black = 0;
    int white = 0;
    for (int seed = 0; seed < 100; seed++) {
      float[] damaged = new SaltAndPepper(0.1).apply(flat(GREY, 0.5f), GREY, seed);
      black += count(damaged, 0);
      white += count(damaged, 1);
    }
    // Binomial(78400, 0.05): mean 3920, standard deviation 61.
    assertThat(black).isBetween(3920 - 305, 3920 + 305);
    assertThat(white).isBetween(3920 - 305, 3920 + 305);
  }

  @Test
  void maskingHitsItsShare() {
    int masked = 0;
    for (int seed = 0; seed < 100; seed++) {
      masked += count(new Masking(0.3).apply(ramp(GREY), GREY, seed), 0);
    }
    // Binomial(78400, 0.3): mean 23520, standard deviation 128.
    assertThat(masked).isBetween(23_520 - 640, 23_520 + 640);
    assertThat(count(new Masking(1).apply(ramp(GREY), GREY, 1), 0)).isEqualTo(784);
  }

  @ParameterizedTest
  @ValueSource(strings = {"salt-pepper:10px", "salt-pepper:0.3", "masking:0.3", "block:2x3"})
  void wholePixelsOfColourImagesAreHit(String spec) {
    float[] clean = ramp(COLOUR);
    float[] damaged = Corruptions.parse(spec).apply(clean, COLOUR, 9);
    int plane = COLOUR.height() * COLOUR.width();
    int hits = 0;
    for (int i = 0; i < plane; i++) {
      boolean hit = damaged[i] != clean[i];
      hits += hit ? 1 : 0;
      for (int c = 1; c < 3; c++) {
        assertThat(damaged[c * plane + i]).isEqualTo(hit ? damaged[i] : clean[c * plane + i]);
      }
    }
    assertThat(hits).isPositive();
  }

  @Test
  void theBlockIsOneRectangleWhosePositionIsUniform() {
    Shape shape = new Shape(1, 6, 5);
    int[] tops = new int[3];
    int[] lefts = new int[4];
    for (int seed = 0; seed < 1200; seed++) {
      float[] damaged = new RandomBlock(4, 2).apply(ramp(shape), shape, seed);
      assertThat(count(damaged, 0)).isEqualTo(8);
      int first = 0;
      while (damaged[first] != 0) {
        first++;
      }
      for (int i = 0; i < 8; i++) {
        assertThat(damaged[first + i / 2 * 5 + i % 2]).isZero();
      }
      tops[first / 5]++;
      lefts[first % 5]++;
    }
    // 5 standard deviations: 82 of 400 tops, 75 of 300 lefts.
    assertThat(IntStream.of(tops).boxed()).allMatch(n -> n >= 318 && n <= 482);
    assertThat(IntStream.of(lefts).boxed()).allMatch(n -> n >= 225 && n <= 375);
  }

  @Test
  void aBlockThatDoesNotFitIsRefused() {
    assertThat(count(new RandomBlock(28, 28).apply(ramp(GREY), GREY, 1), 0)).isEqualTo(784);
    assertThatThrownBy(() -> new RandomBlock(29, 2).apply(ramp(GREY), GREY, 1))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "block:29x2 does not fit into an image of [1, 28, 28];"
                + " choose a block of at most 28x28");
  }

  @Test
  void eachHalfIsErasedAboutEquallyOften() {
    Shape shape = new Shape(1, 4, 6);
    int[] sides = new int[4];
    for (int seed = 0; seed < 1000; seed++) {
      float[] damaged = new HalfErased().apply(ramp(shape), shape, seed);
      assertThat(count(damaged, 0)).isEqualTo(12);
      boolean topLeft = damaged[0] == 0;
      boolean topRight = damaged[5] == 0;
      boolean bottomLeft = damaged[18] == 0;
      int side = topLeft && topRight ? 0 : topLeft && bottomLeft ? 1 : topRight ? 2 : 3;
      sides[side]++;
    }
    // Binomial(1000, 1/4): 5 standard deviations are 68.
    assertThat(IntStream.of(sides).boxed()).allMatch(n -> n >= 182 && n <= 318);
  }

  @Test
  void theSmallerPartOfAnOddSideIsErased() {
    Shape shape = new Shape(1, 5, 5);
    for (int seed = 0; seed < 20; seed++) {
      assertThat(count(new HalfErased().apply(ramp(shape), shape, seed), 0)).isEqualTo(10);
    }
  }

  @Test
  void identityCopiesTheImage() {
    assertThat(new Identity().apply(ramp(GREY), GREY, 4)).isEqualTo(ramp(GREY));
  }

  @Test
  void aSequenceAppliesItsStepsInOrderWithTheirOwnSeeds() {
    float[] clean = ramp(GREY);
    float[] damaged = Corruptions.parse("masking:0.5+masking:0.5").apply(clean, GREY, 7);
    float[] first = new Masking(0.5).apply(clean, GREY, Seeds.derive(7, 0));
    assertThat(damaged).isEqualTo(new Masking(0.5).apply(first, GREY, Seeds.derive(7, 1)));
    // Independent masks leave a quarter: Binomial(784, 0.75), 5 standard deviations are 61.
    assertThat(count(damaged, 0)).isBetween(527, 649);
  }
}
