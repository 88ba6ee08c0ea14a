package io.github.aezoo.data.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Classical filters against numbers of NumPy 2.4.6 and SciPy 1.17.1, or worked out by hand. */
final class RemedyTest {
  private static final Shape COLOUR = new Shape(3, 5, 6);

  /** Corners, edges and middles of the three channels. */
  private static final int[] SOME = {0, 3, 14, 29, 37, 45, 59, 60, 77, 89};

  /** {@code a = (arange(90) * 37 % 101 / 100).reshape(3, 5, 6)}. */
  private static float[] scattered() {
    float[] image = new float[COLOUR.size()];
    for (int i = 0; i < image.length; i++) {
      image[i] = i * 37 % 101 / 100f;
    }
    return image;
  }

  private static float[] filtered(Filter filter) {
    float[] image = scattered();
    float[] out = filter.apply(image, COLOUR, new boolean[image.length]);
    assertThat(image).as("the input stays").isEqualTo(scattered());
    float[] some = new float[SOME.length];
    for (int i = 0; i < SOME.length; i++) {
      some[i] = out[SOME[i]];
    }
    return some;
  }

  private static void assertClose(float[] got, double... expected) {
    assertThat(got).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) got[i]).as("value %d", i).isCloseTo(expected[i], within(2e-6));
    }
  }

  /** {@code median(a[c, max(0, y-r):y+r+1, max(0, x-r):x+r+1])}. */
  @Test
  void medianIsNumPysOverAWindowCutOffAtTheEdge() {
    assertClose(
        filtered(new MedianFilter(3)),
        0.285,
        0.57,
        0.57,
        0.345,
        0.56,
        0.49,
        0.335,
        0.45,
        0.31,
        0.325);
    assertClose(
        filtered(new MedianFilter(5)), 0.4, 0.5, 0.5, 0.5, 0.525, 0.49, 0.49, 0.55, 0.45, 0.48);
  }

  /**
   * {@code w = exp(-((ys-y)**2+(xs-x)**2)/(2*s*s) - (v-a[c,y,x])**2/(2*r*r)); sum(w*v)/sum(w)} over
   * windows of {@code ceil(2 s)} pixels to each side, cut off at the edge.
   */
  @Test
  void bilateralIsTheWeightedMeanOfItsDefinition() {
    assertClose(
        filtered(new BilateralFilter(1, 0.4)),
        0.180105,
        0.313743,
        0.362964,
        0.500606,
        0.552524,
        0.490000,
        0.490606,
        0.796714,
        0.292235,
        0.480606);
    assertClose(
        filtered(new BilateralFilter(1.5, 0.8)),
        0.340802,
        0.432454,
        0.466914,
        0.472833,
        0.542312,
        0.490502,
        0.462833,
        0.613616,
        0.391788,
        0.452833);
  }

  /** {@code clip(p + amount * (p - gaussian_filter(p, sigma)), 0, 1)} in each channel. */
  @Test
  void unsharpMaskAndGaussianFilterAreSciPys() {
    assertClose(
        filtered(new UnsharpMask(1, 1)),
        0,
        0,
        0,
        0.790634,
        0.567702,
        0.491113,
        0.780634,
        1,
        0.055832,
        0.770634);
    assertClose(
        filtered(new UnsharpMask(1, 0.5)),
        0,
        0,
        0,
        0.710317,
        0.563851,
        0.490557,
        0.700317,
        1,
        0.132916,
        0.690317);
    assertClose(
        filtered(new GaussianFilter(0.75)),
        0.150713,
        0.382004,
        0.485024,
        0.498245,
        0.556890,
        0.489940,
        0.488245,
        0.699719,
        0.320221,
        0.478245);
  }

  @Test
  void localMeanFillTakesTheKnownNeighboursOfEachChannel() {
    Shape shape = new Shape(3, 3, 4);
    float[] image = new float[shape.size()];
    for (int i = 0; i < image.length; i++) {
      image[i] = i / 100f;
    }
    boolean[] missing = new boolean[image.length];
    // Row 1, column 1 of channels 0 and 2, and row 1, column 2 of channel 0:
    //  0  1  2  3     24 25 26 27
    //  4  .  .  7     28  . 30 31
    //  8  9 10 11     32 33 34 35
    // A missing value holds what the damage left, which must not count.
    for (int at : new int[] {5, 6, 29}) {
      missing[at] = true;
      image[at] = 1;
    }
    float[] filled = new LocalMeanFill(1).apply(image, shape, missing);
    // (0 + 1 + 2 + 4 + 8 + 9 + 10) / 7 = 34 / 7; (1 + 2 + 3 + 7 + 9 + 10 + 11) / 7 = 43 / 7;
    // (24 + 25 + 26 + 28 + 30 + 32 + 33 + 34) / 8 = 29
    assertThat(filled[5]).isCloseTo(0.34f / 7, within(1e-6f));
    assertThat(filled[6]).isCloseTo(0.43f / 7, within(1e-6f));
    assertThat(filled[29]).isCloseTo(0.29f, within(1e-6f));
    for (int at = 0; at < image.length; at++) {
      if (!missing[at]) {
        assertThat(filled[at]).isEqualTo(image[at]);
      }
    }
    // Radius 2 cuts the square off at the left edge: all four columns, 66 - 5 - 6 = 55 over 10.
    assertThat(new LocalMeanFill(2).apply(image, shape, missing)[5])
        .isCloseTo(0.055f, within(1e-6f));
  }

  @Test
  void aHoleWiderThanTheWindowTakesTheFirstSquareThatHoldsAnything() {
    Shape shape = new Shape(1, 1, 9);
    float[] image = {0.1f, 0, 0, 0, 0, 0, 0, 0, 0.5f};
    boolean[] missing = {false, true, true, true, true, true, true, true, false};
    float[] filled = new LocalMeanFill(1).apply(image, shape, missing);
    assertClose(filled, 0.1, 0.1, 0.1, 0.1, 0.3, 0.5, 0.5, 0.5, 0.5);
  }

  @Test
  void whereNothingIsKnownNothingIsInvented() {
    Shape shape = new Shape(1, 3, 5);
    float[] image = new float[15];
    image[3] = 0.25f;
    boolean[] all = new boolean[15];
    Arrays.fill(all, true);
    assertThat(new LocalMeanFill(1).apply(image, shape, all)).isEqualTo(image);
  }

  /**
   * NumPy: means of 2 x 2 blocks of {@code arange(30).reshape(5, 6)**2 / 900}, then Keys' kernel
   * with a = -1/2 at {@code (i + .5) / 2 - .5} along rows and columns, weights inside the image
   * normalised to 1, cropped to 5 x 6.
   */
  @Test
  void bicubicEnlargementIsCubicConvolutionOfTheBlockMeans() {
    Shape shape = new Shape(1, 5, 6);
    float[] image = new float[30];
    for (int i = 0; i < 30; i++) {
      image[i] = i * i / 900f;
    }
    float[] got = new BicubicEnlargement(new Downsample(2)).apply(image, shape, 0);
    assertClose(Arrays.copyOf(got, 6), 0.000186, 0.003909, 0.011783, 0.023234, 0.036759, 0.043147);
    assertClose(
        Arrays.copyOfRange(got, 12, 18),
        0.189161,
        0.204020,
        0.235465,
        0.272144,
        0.309238,
        0.326764);
    assertClose(
        Arrays.copyOfRange(got, 24, 30),
        0.589322,
        0.616509,
        0.674042,
        0.738645,
        0.801829,
        0.831681);
  }

  @ParameterizedTest
  @CsvSource({"2, 28, 28", "3, 28, 20", "4, 30, 29", "5, 27, 28"})
  void bicubicEnlargementKeepsConstantsAndInsideTheImageStraightRamps(int factor, int h, int w) {
    Shape shape = new Shape(3, h, w);
    float[] constant = new float[shape.size()];
    float[] ramp = new float[shape.size()];
    for (int i = 0; i < ramp.length; i++) {
      constant[i] = 0.2f * (1 + i / (h * w));
      ramp[i] = 0.1f + 0.01f * (i / w % h) + 0.012f * (i % w);
    }
    BicubicEnlargement bicubic = new BicubicEnlargement(new Downsample(factor));
    float[] same = bicubic.apply(constant, shape, 0);
    float[] straight = bicubic.apply(ramp, shape, 0);
    int checked = 0;
    for (int i = 0; i < ramp.length; i++) {
      assertThat(same[i]).isCloseTo(constant[i], within(2e-6f));
      int y = i / w % h;
      int x = i % w;
      // Two whole blocks to each side: all four of the kernel's blocks are there and not cut off.
      if (inside(y, h, factor) && inside(x, w, factor)) {
        assertThat(straight[i]).isCloseTo(ramp[i], within(2e-6f));
        checked++;
      }
    }
    assertThat(checked).isPositive();
  }

  private static boolean inside(int at, int side, int factor) {
    return at >= 2 * factor && at < (side / factor - 2) * factor;
  }

  @ParameterizedTest
  @ValueSource(strings = {"masking:0.3", "block:7x9", "half", "salt-pepper:0.2"})
  void missingIsExactlyWhatTheDamageOverwrote(String spec) {
    Corruption damage = Corruptions.parse(spec);
    Shape shape = new Shape(3, 15, 11);
    float[] grey = new float[shape.size()];
    Arrays.fill(grey, 0.6f);
    for (long seed = 0; seed < 20; seed++) {
      float[] seen = damage.apply(grey, shape, seed);
      boolean[] missing = Remedy.missing(damage, shape, seed);
      int erased = 0;
      for (int i = 0; i < seen.length; i++) {
        assertThat(missing[i]).isEqualTo(seen[i] != 0.6f);
        erased += missing[i] ? 1 : 0;
      }
      assertThat(erased).isPositive().isLessThan(seen.length);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1, 10})
  void underNoiseOnlyWhatIsClippedForEveryImageIsMissing(double sigma) {
    Corruption noise = new GaussianNoise(sigma);
    Shape shape = new Shape(1, 20, 20);
    boolean[] missing = Remedy.missing(noise, shape, 5);
    boolean[] same = new boolean[shape.size()];
    Arrays.fill(same, true);
    float[] first = noise.apply(new float[shape.size()], shape, 5);
    for (int step = 1; step <= 20; step++) {
      float[] image = new float[shape.size()];
      Arrays.fill(image, step / 20f);
      float[] seen = noise.apply(image, shape, 5);
      for (int i = 0; i < same.length; i++) {
        same[i] &= seen[i] == first[i];
      }
    }
    assertThat(missing).isEqualTo(same);
    int count = 0;
    for (boolean m : missing) {
      count += m ? 1 : 0;
    }
    // |noise| >= 1: never at 0.1; 32 % at 1 and 92 % at 10, of 400, within 4 standard deviations.
    double share = sigma < 1 ? 0 : sigma == 1 ? 0.3173 : 0.9203;
    assertThat(count / 400.0).isCloseTo(share, within(4 * Math.sqrt(share * (1 - share) / 400)));
  }

  @Test
  void aRemedyIsTheDamageOfTheSameSeedAndThenTheFilter() {
    Corruption damage = new SaltAndPepper(0.2);
    float[] clean = scattered();
    for (Corruption remedy : damage.remedies()) {
      MedianFilter filter = new MedianFilter(remedy.remedyName().endsWith("3") ? 3 : 5);
      assertThat(remedy.apply(clean, COLOUR, 9))
          .isEqualTo(
              filter.apply(damage.apply(clean, COLOUR, 9), COLOUR, new boolean[clean.length]));
      assertThat(clean).isEqualTo(scattered());
    }
  }

  @Test
  void remediesAreNamedAfterTheirFilterAndSpecifiedWithTheirDamage() {
    assertThat(names("salt-pepper:0.1")).containsExactly("median:3", "median:5");
    assertThat(names("salt-pepper:10px")).containsExactly("median:3", "median:5");
    assertThat(names("masking:0.3")).containsExactly("local-mean:3", "local-mean:5");
    assertThat(names("half")).containsExactly("local-mean:3", "local-mean:5", "local-mean:9");
    assertThat(names("block:3x4")).isEqualTo(names("half"));
    assertThat(names("downsample:2")).containsExactly("bicubic");
    assertThat(names("blur:2"))
        .containsExactly("unsharp:2x0.5", "unsharp:2x1", "unsharp:2x2", "unsharp:2x4");
    assertThat(names("gaussian:0.2"))
        .contains("gaussian-filter:0.75", "median:3", "bilateral:1x0.4")
        .doesNotHaveDuplicates();
    for (String none : List.of("none", "grayscale", "half|blur:2", "blur:1+gaussian:0.1")) {
      assertThat(names(none)).isEmpty();
    }
    assertThat(Corruptions.parse("half").remedies().get(0).spec()).isEqualTo("half, local-mean:3");
    assertThat(Corruptions.parse("downsample:2").remedies().get(0).spec())
        .isEqualTo("downsample:2, bicubic");
  }

  private static List<String> names(String spec) {
    return Corruptions.parse(spec).remedies().stream().map(Corruption::remedyName).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"salt-pepper:0.5", "gaussian:2", "blur:1", "half", "masking:0.9", "downsample:3"})
  void everyRemedyKeepsPixelsInTheirRange(String spec) {
    for (Corruption remedy : Corruptions.parse(spec).remedies()) {
      for (float value : remedy.apply(scattered(), COLOUR, 3)) {
        assertThat(value).isBetween(0f, 1f);
      }
    }
  }
}
