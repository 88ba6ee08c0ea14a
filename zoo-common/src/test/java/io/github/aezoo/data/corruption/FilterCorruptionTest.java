package io.github.aezoo.data.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The corruptions without randomness, against numbers of SciPy and NumPy. */
final class FilterCorruptionTest {
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

  /**
   * SciPy 1.17.1: {@code a = zeros((5, 7)); a[0, 1], a[3, 5], a[4, 0] = 1, .5, .25;
   * gaussian_filter(a, sigma)}; with sigma 2 the kernel is wider than the image.
   */
  @Test
  void blurIsSciPysGaussianFilter() {
    Shape shape = new Shape(1, 5, 7);
    float[] image = new float[35];
    image[1] = 1;
    image[3 * 7 + 5] = 0.5f;
    image[4 * 7] = 0.25f;
    float[] one = new GaussianBlur(1).apply(image, shape, 0);
    assertThat(one[0]).isCloseTo(0.189708f, within(2e-6f));
    assertThat(one[1]).isCloseTo(0.258539f, within(2e-6f));
    assertThat(one[2 * 7 + 3]).isCloseTo(0.009757f, within(2e-6f));
    assertThat(one[34]).isCloseTo(0.043797f, within(2e-6f));
    assertThat(one[28]).isCloseTo(0.102733f, within(2e-6f));
    float[] two = new GaussianBlur(2).apply(image, shape, 0);
    assertThat(two[0]).isCloseTo(0.116445f, within(2e-6f));
    assertThat(two[2 * 7 + 3]).isCloseTo(0.041754f, within(2e-6f));
    assertThat(two[34]).isCloseTo(0.044934f, within(2e-6f));
    assertThat(two[28]).isCloseTo(0.050776f, within(2e-6f));
  }

  @Test
  void blurKeepsFlatImagesAndChannelsApart() {
    float[] image = flat(COLOUR, 0.25f);
    Arrays.fill(image, 80, 160, 0.75f);
    float[] blurred = new GaussianBlur(3).apply(image, COLOUR, 0);
    for (int i = 0; i < image.length; i++) {
      assertThat(blurred[i]).isCloseTo(image[i], within(2e-6f));
    }
  }

  /**
   * NumPy 2.4.6: {@code a = arange(30).reshape(5, 6)**2 / 900}; means of 2 x 2 blocks (of 1 x 2 in
   * the last row), then {@code np.interp} at {@code (i + .5) / 2 - .5} along rows and columns.
   */
  @Test
  void downsampleIsAreaMeansEnlargedBilinearly() {
    Shape shape = new Shape(1, 5, 6);
    float[] image = new float[30];
    for (int i = 0; i < 30; i++) {
      image[i] = i * i / 900f;
    }
    float[] damaged = new Downsample(2).apply(image, shape, 0);
    float[] firstRow = {0.023889f, 0.028889f, 0.038889f, 0.051111f, 0.065556f};
    float[] lastRow = {0.569722f, 0.595556f, 0.647222f, 0.701111f, 0.757222f};
    for (int i = 0; i < 5; i++) {
      assertThat(damaged[i]).isCloseTo(firstRow[i], within(2e-6f));
      assertThat(damaged[24 + i]).isCloseTo(lastRow[i], within(2e-6f));
    }
    assertThat(damaged[2 * 6 + 3]).isCloseTo(0.291111f, within(2e-6f));
    assertThat(damaged[29]).isCloseTo(0.785278f, within(2e-6f));
  }

  @Test
  void downsampleByTheWholeSideLeavesTheMeanOfEachChannel() {
    Shape shape = new Shape(3, 4, 4);
    float[] damaged = new Downsample(4).apply(ramp(shape), shape, 0);
    // Channel c of the ramp holds (16 c + 1 .. 16 c + 16) / 49.
    assertThat(damaged[0]).isCloseTo(8.5f / 49, within(2e-6f));
    assertThat(damaged[31]).isCloseTo(24.5f / 49, within(2e-6f));
    assertThat(damaged[40]).isCloseTo(40.5f / 49, within(2e-6f));
    assertThatThrownBy(() -> new Downsample(5).apply(ramp(shape), shape, 0))
        .isInstanceOf(ZooException.class)
        .hasMessage("downsample:5 takes an image of at least 5x5 pixels; this one is [3, 4, 4]");
  }

  @Test
  void grayscaleWritesTheLumaOfBt601ToAllChannels() {
    Shape pixel = new Shape(3, 1, 1);
    float[] grey = new Grayscale().apply(new float[] {0.5f, 0.25f, 1f}, pixel, 0);
    // 0.299 * 0.5 + 0.587 * 0.25 + 0.114 = 0.41025
    assertThat(grey).containsExactly(new float[] {0.41025f, 0.41025f, 0.41025f}, within(2e-6f));
    assertThatThrownBy(() -> new Grayscale().apply(ramp(GREY), GREY, 0))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "grayscale takes a colour image [3, H, W];"
                + " this one is [1, 28, 28] and has no colour to remove");
  }
}
