package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Shape;

/**
 * The square around a value of an image, in its channel, cut off at the edge.
 *
 * @param plane where the channel begins
 * @param width of the image
 * @param y row of the value
 * @param x column of the value
 * @param top first row
 * @param bottom the row behind the last
 * @param left first column
 * @param right the column behind the last
 */
record FilterWindow(int plane, int width, int y, int x, int top, int bottom, int left, int right) {
  /** The square that reaches so many values to each side of the one at an index. */
  static FilterWindow around(int at, int radius, Shape shape) {
    int h = shape.height();
    int w = shape.width();
    int y = at % (h * w) / w;
    int x = at % w;
    return new FilterWindow(
        at / (h * w) * h * w,
        w,
        y,
        x,
        Math.max(0, y - radius),
        Math.min(h, y + radius + 1),
        Math.max(0, x - radius),
        Math.min(w, x + radius + 1));
  }

  /** Where a row and a column of the square are in the image. */
  int index(int row, int column) {
    return plane + row * width + column;
  }
}
