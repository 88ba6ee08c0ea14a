package io.github.aezoo.data;

/**
 * Fills every missing value with the mean of the known ones in the smallest square around it that
 * holds any, in each channel; known values stay as they are.
 *
 * @param radius of the smallest square, at least 1
 */
record LocalMeanFill(int radius) implements Filter {
  @Override
  public float[] apply(float[] damaged, ImageShape shape, boolean[] missing) {
    float[] out = damaged.clone();
    for (int at = 0; at < out.length; at++) {
      if (missing[at]) {
        out[at] = mean(damaged, shape, missing, at);
      }
    }
    return out;
  }

  private float mean(float[] image, ImageShape shape, boolean[] missing, int at) {
    int h = shape.height();
    int w = shape.width();
    int plane = at / (h * w) * h * w;
    int y = at % (h * w) / w;
    int x = at % w;
    for (int r = radius; r < Math.max(h, w) + radius; r++) {
      double sum = 0;
      int known = 0;
      for (int v = Math.max(0, y - r); v <= Math.min(h - 1, y + r); v++) {
        for (int u = Math.max(0, x - r); u <= Math.min(w - 1, x + r); u++) {
          if (!missing[plane + v * w + u]) {
            sum += image[plane + v * w + u];
            known++;
          }
        }
      }
      if (known > 0) {
        return (float) (sum / known);
      }
    }
    // Nothing is known: the value stays what the damage made it.
    return image[at];
  }

  @Override
  public String name() {
    return "local-mean:" + (2 * radius + 1);
  }
}
