package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Pixels;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.util.List;

/**
 * Lowers the resolution by a whole factor and enlarges back to the same size: {@code downsample:2}.
 *
 * <p>Blocks of {@code factor x factor} pixels are averaged (at the right and bottom edge what is
 * left of a block), then enlarged bilinearly between the centres of the blocks; outside the
 * outermost centres the nearest value holds. Not random.
 *
 * @param factor 2 to 64, and no more than the image's smaller side
 */
public record Downsample(int factor) implements Corruption {
  /** Checks the range. */
  public Downsample {
    if (factor < 2 || factor > 64) {
      throw new ZooException(
          "downsample takes a whole factor of 2 to 64, as in downsample:2; got " + factor);
    }
  }

  @Override
  public float[] apply(float[] clean, Shape shape, long seed) {
    if (factor > Math.min(shape.height(), shape.width())) {
      throw new ZooException(
          "%s takes an image of at least %dx%d pixels; this one is %s"
              .formatted(spec(), factor, factor, shape));
    }
    float[] image = Pixels.copy(clean, shape);
    int plane = shape.height() * shape.width();
    for (int c = 0; c < shape.channels(); c++) {
      double[] small = shrink(image, c * plane, shape.height(), shape.width());
      enlarge(small, image, c * plane, shape.height(), shape.width());
    }
    return image;
  }

  int blocks(int side) {
    return (side + factor - 1) / factor;
  }

  double[] shrink(float[] image, int from, int h, int w) {
    double[] small = new double[blocks(h) * blocks(w)];
    for (int row = 0; row < blocks(h); row++) {
      for (int column = 0; column < blocks(w); column++) {
        int bottom = Math.min((row + 1) * factor, h);
        int right = Math.min((column + 1) * factor, w);
        double sum = 0;
        for (int y = row * factor; y < bottom; y++) {
          for (int x = column * factor; x < right; x++) {
            sum += image[from + y * w + x];
          }
        }
        int area = (bottom - row * factor) * (right - column * factor);
        small[row * blocks(w) + column] = sum / area;
      }
    }
    return small;
  }

  private void enlarge(double[] small, float[] image, int from, int h, int w) {
    for (int y = 0; y < h; y++) {
      double v = position(y, blocks(h));
      int top = (int) v;
      int bottom = Math.min(top + 1, blocks(h) - 1);
      for (int x = 0; x < w; x++) {
        double u = position(x, blocks(w));
        int left = (int) u;
        int right = Math.min(left + 1, blocks(w) - 1);
        double above = mix(small[top * blocks(w) + left], small[top * blocks(w) + right], u - left);
        double below =
            mix(small[bottom * blocks(w) + left], small[bottom * blocks(w) + right], u - left);
        image[from + y * w + x] = Pixels.clip(mix(above, below, v - top));
      }
    }
  }

  /** Where a pixel's centre lies between the centres of the blocks. */
  private double position(int pixel, int blocks) {
    return Math.min(Math.max((pixel + 0.5) / factor - 0.5, 0), blocks - 1.0);
  }

  private static double mix(double a, double b, double t) {
    return a + t * (b - a);
  }

  @Override
  public String spec() {
    return "downsample:" + factor;
  }

  @Override
  public List<Corruption> remedies() {
    return List.of(new BicubicEnlargement(this));
  }
}
