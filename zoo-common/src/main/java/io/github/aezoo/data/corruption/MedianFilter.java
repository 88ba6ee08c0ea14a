package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Shape;
import java.util.Arrays;

/**
 * The median of a square around each pixel, in each channel; the square is cut off at the edge.
 *
 * @param side of the square, odd
 */
record MedianFilter(int side) implements Filter {
  @Override
  public float[] apply(float[] damaged, Shape shape, boolean[] missing) {
    float[] out = new float[damaged.length];
    float[] values = new float[side * side];
    for (int at = 0; at < out.length; at++) {
      FilterWindow window = FilterWindow.around(at, side / 2, shape);
      int n = 0;
      for (int v = window.top(); v < window.bottom(); v++) {
        for (int u = window.left(); u < window.right(); u++) {
          values[n++] = damaged[window.index(v, u)];
        }
      }
      Arrays.sort(values, 0, n);
      out[at] = n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
    }
    return out;
  }

  @Override
  public String name() {
    return "median:" + side;
  }
}
