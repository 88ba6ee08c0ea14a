package io.github.aezoo.eval;

import static io.github.aezoo.eval.Metric.Direction.HIGHER_IS_BETTER;
import static io.github.aezoo.eval.Metric.Direction.LOWER_IS_BETTER;

import io.github.aezoo.data.Shape;
import java.util.List;
import java.util.Optional;

/** The standard metrics of reconstructions, computed in double from float32 pixels. */
public final class Metrics {
  /** Mean squared error per pixel. */
  public static final ImageMetric MSE =
      new OfPixels(
          new Metric("mse", "pixel^2", LOWER_IS_BETTER, "Mean squared error per pixel."),
          true,
          Metrics::mse);

  /** Mean absolute error per pixel. */
  public static final ImageMetric MAE =
      new OfPixels(
          new Metric("mae", "pixel", LOWER_IS_BETTER, "Mean absolute error per pixel."),
          true,
          Metrics::mae);

  /** Binary cross-entropy per pixel. */
  public static final ImageMetric BCE =
      new OfPixels(
          new Metric(
              "bce",
              "nats per pixel",
              LOWER_IS_BETTER,
              "Binary cross-entropy per pixel, reconstructions clipped to [1e-7, 1 - 1e-7]; grey"
                  + " pixels have a floor above 0."),
          false,
          Metrics::bce);

  /** Peak signal-to-noise ratio. */
  public static final ImageMetric PSNR_DB =
      new OfPixels(
          new Metric(
              "psnrDb",
              "dB",
              HIGHER_IS_BETTER,
              "Peak signal-to-noise ratio 10 log10(1 / mse) of each image, averaged over images;"
                  + " an image counts as at most 100 dB."),
          false,
          Metrics::psnrDb);

  /** Structural similarity, see <a href="https://doi.org/10.1109/TIP.2003.819861">Wang 2004</a>. */
  public static final ImageMetric SSIM = new Ssim();

  /** All of the above, in the order of reports. */
  public static final List<ImageMetric> STANDARD = List.of(MSE, MAE, BCE, PSNR_DB, SSIM);

  private static final double BCE_CLIP = 1e-7;
  private static final double PSNR_CAP_DB = 100;

  private Metrics() {}

  /** The standard metric of a name. */
  public static Optional<Metric> find(String id) {
    return STANDARD.stream().map(ImageMetric::metric).filter(m -> m.id().equals(id)).findFirst();
  }

  private static double mse(float[] target, float[] reconstruction, int offset, int size) {
    double sum = 0;
    for (int i = offset; i < offset + size; i++) {
      double d = (double) target[i] - reconstruction[i];
      sum += d * d;
    }
    return sum / size;
  }

  private static double mae(float[] target, float[] reconstruction, int offset, int size) {
    double sum = 0;
    for (int i = offset; i < offset + size; i++) {
      sum += Math.abs((double) target[i] - reconstruction[i]);
    }
    return sum / size;
  }

  private static double bce(float[] target, float[] reconstruction, int offset, int size) {
    double sum = 0;
    for (int i = offset; i < offset + size; i++) {
      double x = target[i];
      double r = Math.min(Math.max(reconstruction[i], BCE_CLIP), 1 - BCE_CLIP);
      // Most pixels of line art are exactly black or white: one logarithm is enough for them.
      if (x > 0) {
        sum -= x * Math.log(r);
      }
      if (x < 1) {
        sum -= (1 - x) * Math.log1p(-r);
      }
    }
    return sum / size;
  }

  private static double psnrDb(float[] target, float[] reconstruction, int offset, int size) {
    double mse = mse(target, reconstruction, offset, size);
    return Math.min(PSNR_CAP_DB, -10 * Math.log10(mse));
  }

  @FunctionalInterface
  private interface PixelFunction {
    double of(float[] target, float[] reconstruction, int offset, int size);
  }

  /**
   * A metric that takes an image as a row of pixels, whatever its shape.
   *
   * @param ofRows whether rows of a table, whose values may leave [0, 1], have it, too
   */
  private record OfPixels(Metric metric, boolean ofRows, PixelFunction function)
      implements ImageMetric {
    /** Rows of a table have no brightness: only errors are measured. */
    @Override
    public boolean appliesTo(Shape shape) {
      return ofRows || !shape.isRow();
    }

    @Override
    public double of(float[] target, float[] reconstruction, int offset, Shape shape) {
      return function.of(target, reconstruction, offset, shape.size());
    }
  }
}
