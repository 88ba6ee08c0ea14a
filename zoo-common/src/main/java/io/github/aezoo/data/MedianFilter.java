package io.github.aezoo.data;

import java.util.Arrays;

/**
 * The median of a square around each pixel, in each channel; the square is cut off at the edge.
 *
 * @param side of the square, odd
 */
record MedianFilter(int side) implements Filter {
  @Override
  public float[] apply(float[] damaged, ImageShape shape, boolean[] missing) {
    int h = shape.height();
    int w = shape.width();
    int r = side / 2;
    float[] out = new float[damaged.length];
    float[] window = new float[side * side];
    for (int at = 0; at < out.length; at++) {
      int plane = at / (h * w) * h * w;
      int y = at % (h * w) / w;
      int x = at % w;
      int n = 0;
      for (int v = Math.max(0, y - r); v <= Math.min(h - 1, y + r); v++) {
        for (int u = Math.max(0, x - r); u <= Math.min(w - 1, x + r); u++) {
          window[n++] = damaged[plane + v * w + u];
        }
      }
      Arrays.sort(window, 0, n);
      out[at] = n % 2 == 1 ? window[n / 2] : (window[n / 2 - 1] + window[n / 2]) / 2;
    }
    return out;
  }

  @Override
  public String name() {
    return "median:" + side;
  }
}
