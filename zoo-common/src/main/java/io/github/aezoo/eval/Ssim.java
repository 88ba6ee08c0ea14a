package io.github.aezoo.eval;

import io.github.aezoo.data.Shape;

/**
 * Structural similarity (Wang, Bovik, Sheikh and Simoncelli 2004): a Gaussian window of 11x11
 * pixels with sigma 1.5, K1 = .01, K2 = .03, dynamic range 1, whole windows only, mean over
 * channels.
 */
final class Ssim implements ImageMetric {
  private static final int WINDOW = 11;
  private static final double C1 = 0.01 * 0.01;
  private static final double C2 = 0.03 * 0.03;
  private static final double[] WEIGHTS = gaussian(WINDOW, 1.5);

  private static final Metric METRIC =
      new Metric(
          "ssim",
          "1",
          Metric.Direction.HIGHER_IS_BETTER,
          "Structural similarity (Wang et al. 2004), 11x11 Gaussian window, sigma 1.5, whole"
              + " windows, mean over channels; absent for images smaller than 11 pixels.");

  private static double[] gaussian(int length, double sigma) {
    double[] weights = new double[length];
    double sum = 0;
    for (int i = 0; i < length; i++) {
      double d = i - (length - 1) / 2.0;
      weights[i] = Math.exp(-d * d / (2 * sigma * sigma));
      sum += weights[i];
    }
    for (int i = 0; i < length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  @Override
  public Metric metric() {
    return METRIC;
  }

  @Override
  public boolean appliesTo(Shape shape) {
    return shape.height() >= WINDOW && shape.width() >= WINDOW;
  }

  @Override
  public double of(float[] target, float[] reconstruction, int offset, Shape shape) {
    int plane = shape.height() * shape.width();
    double sum = 0;
    for (int c = 0; c < shape.channels(); c++) {
      sum += channel(target, reconstruction, offset + c * plane, shape.height(), shape.width());
    }
    return sum / shape.channels();
  }

  /** The window is a product of two Gaussians, so rows are filtered first and columns after. */
  private static double channel(float[] x, float[] y, int offset, int height, int width) {
    int across = width - WINDOW + 1;
    int down = height - WINDOW + 1;
    // Row by row: filtered x, y, x^2, y^2 and xy.
    double[] rows = new double[5 * height * across];
    for (int r = 0; r < height; r++) {
      for (int c = 0; c < across; c++) {
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double syy = 0;
        double sxy = 0;
        int from = offset + r * width + c;
        for (int i = 0; i < WINDOW; i++) {
          double a = x[from + i];
          double b = y[from + i];
          double wa = WEIGHTS[i] * a;
          double wb = WEIGHTS[i] * b;
          sx += wa;
          sy += wb;
          sxx += wa * a;
          syy += wb * b;
          sxy += wa * b;
        }
        int at = 5 * (r * across + c);
        rows[at] = sx;
        rows[at + 1] = sy;
        rows[at + 2] = sxx;
        rows[at + 3] = syy;
        rows[at + 4] = sxy;
      }
    }
    double sum = 0;
    for (int r = 0; r < down; r++) {
      for (int c = 0; c < across; c++) {
        sum += window(rows, 5 * (r * across + c), 5 * across);
      }
    }
    return sum / ((double) down * across);
  }

  private static double window(double[] rows, int from, int stride) {
    double mx = 0;
    double my = 0;
    double mxx = 0;
    double myy = 0;
    double mxy = 0;
    int at = from;
    for (int i = 0; i < WINDOW; i++) {
      double w = WEIGHTS[i];
      mx += w * rows[at];
      my += w * rows[at + 1];
      mxx += w * rows[at + 2];
      myy += w * rows[at + 3];
      mxy += w * rows[at + 4];
      at += stride;
    }
    double vx = mxx - mx * mx;
    double vy = myy - my * my;
    double cov = mxy - mx * my;
    return ((2 * mx * my + C1) * (2 * cov + C2)) / ((mx * mx + my * my + C1) * (vx + vy + C2));
  }
}
