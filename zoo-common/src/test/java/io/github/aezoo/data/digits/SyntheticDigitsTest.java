package io.github.aezoo.data.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.Sha256;
import io.github.aezoo.io.ZooException;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SyntheticDigitsTest {
  private static final int SIDE = 28;

  private final SyntheticDigits digits = new SyntheticDigits(1000, 20, 20, 0);

  private static byte[] bytes(float[] pixels) {
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      bytes[i] = (byte) (int) (pixels[i] * 255 + 0.5f);
    }
    return bytes;
  }

  /** The drawing never changes unnoticed: pretrained models carry references drawn with it. */
  @Test
  void theFirstTwentyImagesAreTheseBytes() {
    SyntheticDigits twenty = new SyntheticDigits(20, 0, 0, 0);
    byte[] all = new byte[20 * SIDE * SIDE];
    for (int i = 0; i < 20; i++) {
      System.arraycopy(bytes(twenty.image(Split.TRAIN, i)), 0, all, i * SIDE * SIDE, SIDE * SIDE);
    }
    assertThat(Sha256.of(all))
        .isEqualTo("a73709dd112933fd9cb1893855cf967d57444d507f48a4687e5fa4d0cfb1fba3");
    assertThat(twenty.sha256(Split.TRAIN)).contains(Sha256.of(all));
  }

  @Test
  void defaultSizesAreTenThousandAndTwiceOneThousand() {
    SyntheticDigits all = new SyntheticDigits();
    assertThat(all.size(Split.TRAIN)).isEqualTo(10_000);
    assertThat(all.size(Split.VALIDATION)).isEqualTo(1_000);
    assertThat(all.size(Split.TEST)).isEqualTo(1_000);
    assertThat(all.splits()).containsExactly(Split.values());
    assertThat(all.shape()).isEqualTo(Shape.MNIST);
    assertThat(all.name()).isEqualTo("synthetic-digits");
  }

  @Test
  void labelsAreTheLastDigitOfTheIndex() {
    assertThat(digits.label(Split.TRAIN, 0)).isEqualTo(OptionalInt.of(0));
    assertThat(digits.label(Split.TRAIN, 347)).isEqualTo(OptionalInt.of(7));
    assertThat(digits.classes()).hasSize(10).startsWith("0").endsWith("9");
  }

  @Test
  void anImageDependsOnSeedSplitAndIndexAlone() {
    float[] image = digits.image(Split.TRAIN, 13);
    assertThat(new SyntheticDigits(14, 0, 0, 0).image(Split.TRAIN, 13)).isEqualTo(image);
    assertThat(new SyntheticDigits(14, 0, 0, 1).image(Split.TRAIN, 13)).isNotEqualTo(image);
    assertThat(digits.image(Split.TEST, 13)).isNotEqualTo(image);
    assertThat(digits.image(Split.VALIDATION, 13)).isNotEqualTo(image);
    assertThat(digits.image(Split.TRAIN, 23)).isNotEqualTo(image);
  }

  @Test
  void changingAnImageThatWasReadChangesNoOther() {
    float[] image = digits.image(Split.TRAIN, 8);
    float[] before = image.clone();
    java.util.Arrays.fill(image, 0.5f);
    assertThat(digits.image(Split.TRAIN, 8)).isEqualTo(before);
  }

  @Test
  void imagesReadByManyThreadsAreTheSame() {
    boolean same =
        IntStream.range(0, 400)
            .parallel()
            .allMatch(
                i ->
                    java.util.Arrays.equals(
                        digits.image(Split.TRAIN, i % 100),
                        new SyntheticDigits(100, 0, 0, 0).image(Split.TRAIN, i % 100)));
    assertThat(same).isTrue();
  }

  @Test
  void copyWritesOneImageAtTheOffsetAndNothingElse() {
    float[] into = new float[2 * SIDE * SIDE + 3];
    java.util.Arrays.fill(into, -1);
    digits.copy(Split.TRAIN, 5, into, 2);
    assertThat(java.util.Arrays.copyOfRange(into, 2, 2 + SIDE * SIDE))
        .isEqualTo(digits.image(Split.TRAIN, 5));
    assertThat(into[1]).isEqualTo(-1);
    assertThat(into[2 + SIDE * SIDE]).isEqualTo(-1);
  }

  /**
   * The MNIST training split has mean .1307, standard deviation .3081, 19.1 % of pixels above 0, of
   * which 38 % are at least 250 (NumPy, over its 60,000 images).
   */
  @Test
  void pixelStatisticsAreNearMnist() {
    double sum = 0;
    double squares = 0;
    int inked = 0;
    int saturated = 0;
    int n = digits.size(Split.TRAIN);
    for (int i = 0; i < n; i++) {
      for (float pixel : digits.image(Split.TRAIN, i)) {
        assertThat(pixel >= 0 && pixel <= 1).isTrue();
        sum += pixel;
        squares += pixel * pixel;
        inked += pixel > 0 ? 1 : 0;
        saturated += pixel >= 250 / 255f ? 1 : 0;
      }
    }
    double values = (double) n * SIDE * SIDE;
    double mean = sum / values;
    assertThat(mean).isCloseTo(0.1307, within(0.005));
    assertThat(Math.sqrt(squares / values - mean * mean)).isCloseTo(0.3081, within(0.006));
    assertThat(inked / values).isCloseTo(0.191, within(0.01));
    assertThat((double) saturated / inked).isCloseTo(0.38, within(0.03));
  }

  /** MNIST: a box of 20 x 20 in 28 x 28, its centre of mass moved to the centre of pixel 14. */
  @Test
  void theDigitFillsTwentyPixelsAndIsCentredByMass() {
    for (int i = 0; i < 200; i++) {
      float[] image = digits.image(Split.TRAIN, i);
      int left = SIDE;
      int right = -1;
      int top = SIDE;
      int bottom = -1;
      double mass = 0;
      double x = 0;
      double y = 0;
      for (int k = 0; k < image.length; k++) {
        int column = k % SIDE;
        int row = k / SIDE;
        if (image[k] > 0) {
          left = Math.min(left, column);
          right = Math.max(right, column);
          top = Math.min(top, row);
          bottom = Math.max(bottom, row);
        }
        mass += image[k];
        x += image[k] * column;
        y += image[k] * row;
      }
      assertThat(Math.max(right - left, bottom - top) + 1).as("image %d", i).isBetween(19, 20);
      assertThat(x / mass).as("image %d", i).isCloseTo(14, within(0.51));
      assertThat(y / mass).as("image %d", i).isCloseTo(14, within(0.51));
    }
  }

  @Test
  void anIndexBeyondTheSplitIsRefused() {
    assertThatThrownBy(() -> digits.image(Split.TEST, 20))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> digits.label(Split.TEST, -1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aSplitOfNoImagesIsNotThere() {
    SyntheticDigits trainOnly = new SyntheticDigits(10, 0, 0, 0);
    assertThat(trainOnly.splits()).containsExactly(Split.TRAIN);
    assertThat(trainOnly.sha256(Split.TEST)).isEmpty();
  }

  @Test
  void negativeAndEmptySizesAreRefused() {
    assertThatThrownBy(() -> new SyntheticDigits(-1, 0, 0, 0))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "synthetic-digits takes 0 or more images a split and at least one in all;"
                + " got -1, 0 and 0");
    assertThatThrownBy(() -> new SyntheticDigits(0, 0, 0, 0)).isInstanceOf(ZooException.class);
  }
}
