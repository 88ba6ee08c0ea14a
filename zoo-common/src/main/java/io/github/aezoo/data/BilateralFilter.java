package io.github.aezoo.data;

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
  public float[] apply(float[] damaged, ImageShape shape, boolean[] missing) {
    int h = shape.height();
    int w = shape.width();
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
      int plane = at / (h * w) * h * w;
      int y = at % (h * w) / w;
      int x = at % w;
      double sum = 0;
      double weights = 0;
      for (int v = Math.max(0, y - r); v <= Math.min(h - 1, y + r); v++) {
        for (int u = Math.max(0, x - r); u <= Math.min(w - 1, x + r); u++) {
          double value = damaged[plane + v * w + u];
          double d = value - damaged[at];
          double weight =
              near[Math.abs(v - y) * (r + 1) + Math.abs(u - x)] * Math.exp(alike * d * d);
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
