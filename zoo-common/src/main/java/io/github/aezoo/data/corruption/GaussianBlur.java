package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Pixels;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.util.List;

/**
 * Blurs each channel with a Gaussian, cut off at 4 standard deviations: {@code blur:2}. Beyond the
 * edge the image is mirrored with its edge pixels doubled ({@code c b a | a b c}), so that a flat
 * image stays flat; the same as SciPy's {@code gaussian_filter} by default. Not random.
 *
 * @param sigma standard deviation in pixels, above 0 and at most 50
 */
public record GaussianBlur(double sigma) implements Corruption {
  /** Checks the range. */
  public GaussianBlur {
    if (!(sigma > 0 && sigma <= 50)) {
      throw new ZooException(
          "blur takes a standard deviation above 0 and at most 50 pixels, as in blur:2; got "
              + sigma);
    }
  }

  @Override
  public float[] apply(float[] clean, Shape shape, long seed) {
    float[] image = Pixels.copy(clean, shape);
    double[] weights = weights();
    int h = shape.height();
    int w = shape.width();
    for (int c = 0; c < shape.channels(); c++) {
      int plane = c * h * w;
      for (int column = 0; column < w; column++) {
        blurLine(image, plane + column, w, h, weights);
      }
      for (int row = 0; row < h; row++) {
        blurLine(image, plane + row * w, 1, w, weights);
      }
    }
    return image;
  }

  /** Weights at distances 0, 1, 2, ... that sum to 1 over both sides. */
  private double[] weights() {
    double[] weights = new double[(int) (4 * sigma + 0.5) + 1];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = StrictMath.exp(-0.5 * i * i / (sigma * sigma));
      sum += i == 0 ? weights[i] : 2 * weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  private static void blurLine(float[] image, int from, int step, int n, double[] weights) {
    int reach = weights.length - 1;
    double[] line = new double[n + 2 * reach];
    for (int i = 0; i < line.length; i++) {
      line[i] = image[from + step * mirror(i - reach, n)];
    }
    for (int i = 0; i < n; i++) {
      double sum = weights[0] * line[i + reach];
      for (int k = 1; k <= reach; k++) {
        sum += weights[k] * (line[i + reach - k] + line[i + reach + k]);
      }
      image[from + step * i] = Pixels.clip(sum);
    }
  }

  private static int mirror(int i, int n) {
    int inPeriod = Math.floorMod(i, 2 * n);
    return inPeriod < n ? inPeriod : 2 * n - 1 - inPeriod;
  }

  @Override
  public String spec() {
    return "blur:" + Pixels.plain(sigma);
  }

  @Override
  public List<Corruption> remedies() {
    return Remedy.of(
        this,
        new UnsharpMask(sigma, 0.5),
        new UnsharpMask(sigma, 1),
        new UnsharpMask(sigma, 2),
        new UnsharpMask(sigma, 4));
  }
}
