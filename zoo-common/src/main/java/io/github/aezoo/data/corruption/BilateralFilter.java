package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Pixels;
import io.github.aezoo.data.Shape;

/**
 * A mean weighted by nearness in space and in value (Tomasi and Manduchi 1998, <a
 * href="https://doi.org/10.1109/ICCV.1998.710815">doi:10.1109/ICCV.1998.710815</a>), in each
 * channel; the square of two standard deviations to each side is cut off at the edge.
 *
 * @param sigma in space, pixels
 * @param range standard deviation in value
 */
record BilateralFilter(double sigma, double range) implements Filter {
  @Override
  public float[] apply(float[] damaged, Shape shape, boolean[] missing) {
    int r = (int) Math.ceil(2 * sigma);
    double[] near = new double[(r + 1) * (r + 1)];
    for (int dy = 0; dy <= r; dy++) {
      for (int dx = 0; dx <= r; dx++) {
        near[dy * (r + 1) + dx] = Math.exp(-(dy * dy + dx * dx) / (2 * sigma * sigma));
      }
    }
    double alike = -1 / (2 * range * range);
    float[] out = new float[damaged.length];
    for (int at = 0; at < out.length; at++) {
      FilterWindow window = FilterWindow.around(at, r, shape);
      double sum = 0;
      double weights = 0;
      for (int v = window.top(); v < window.bottom(); v++) {
        for (int u = window.left(); u < window.right(); u++) {
          double value = damaged[window.index(v, u)];
          double d = value - damaged[at];
          int away = Math.abs(v - window.y()) * (r + 1) + Math.abs(u - window.x());
          double weight = near[away] * Math.exp(alike * d * d);
          sum += weight * value;
          weights += weight;
        }
      }
      out[at] = (float) (sum / weights);
    }
    return out;
  }

  @Override
  public String name() {
    return "bilateral:" + Pixels.plain(sigma) + "x" + Pixels.plain(range);
  }
}
