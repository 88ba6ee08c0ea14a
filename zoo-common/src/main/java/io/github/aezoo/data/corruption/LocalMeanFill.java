package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Shape;

/**
 * Fills every missing value with the mean of the known ones in the smallest square around it that
 * holds any, in each channel; known values stay as they are.
 *
 * @param radius of the smallest square, at least 1
 */
record LocalMeanFill(int radius) implements Filter {
  @Override
  public float[] apply(float[] damaged, Shape shape, boolean[] missing) {
    float[] out = damaged.clone();
    for (int at = 0; at < out.length; at++) {
      if (missing[at]) {
        out[at] = mean(damaged, shape, missing, at);
      }
    }
    return out;
  }

  private float mean(float[] image, Shape shape, boolean[] missing, int at) {
    for (int r = radius; r < Math.max(shape.height(), shape.width()) + radius; r++) {
      FilterWindow window = FilterWindow.around(at, r, shape);
      double sum = 0;
      int known = 0;
      for (int v = window.top(); v < window.bottom(); v++) {
        for (int u = window.left(); u < window.right(); u++) {
          if (!missing[window.index(v, u)]) {
            sum += image[window.index(v, u)];
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
