package io.github.aezoo.eval;

import io.github.aezoo.data.Shape;

/**
 * An image of any size, worked on in overlapping tiles of one size that are blended smoothly: each
 * tile counts less towards its edges, and the weights of a pixel sum to 1.
 *
 * @param tile the shape of a tile; an image that is smaller is padded by repeating its edges
 * @param overlap by how many pixels neighbours overlap at least; more than half a tile costs much
 *     and gains nothing
 * @param align what tiles' corners are multiples of, for networks whose strides depend on it
 * @param batch how many tiles are worked on at once
 */
record Tiles(Shape tile, int overlap, int align, int batch) {
  /**
   * Where tiles lie on one axis, and the normalised weights of their pixels.
   *
   * @param starts of the tiles
   * @param weights of each tile's pixels
   */
  private record Axis(int[] starts, double[][] weights) {}

  /**
   * Runs every tile through a reconstructor.
   *
   * @param image pixels of a shape with the tile's channels
   * @return the same shape
   */
  float[] restore(float[] image, Shape shape, Reconstructor reconstructor) {
    Axis down = axis(shape.height(), tile.height());
    Axis across = axis(shape.width(), tile.width());
    float[] out = new float[shape.size()];
    int all = down.starts.length * across.starts.length;
    for (int from = 0; from < all; from += batch) {
      int n = Math.min(batch, all - from);
      float[] input = new float[n * tile.size()];
      for (int i = 0; i < n; i++) {
        int top = down.starts[(from + i) / across.starts.length];
        int left = across.starts[(from + i) % across.starts.length];
        cut(image, shape, top, left, tile, input, i * tile.size());
      }
      float[] restored = reconstructor.reconstruct(input);
      for (int i = 0; i < n; i++) {
        int row = (from + i) / across.starts.length;
        int column = (from + i) % across.starts.length;
        add(restored, i * tile.size(), down, row, across, column, out, shape);
      }
    }
    return out;
  }

  private Axis axis(int size, int side) {
    int step = Math.max(1, side - overlap);
    int count = size <= side ? 1 : (size - overlap + step - 1) / step;
    int[] starts = new int[count];
    for (int i = 1; i < count; i++) {
      // The last tile ends with the image, which is aligned by whoever asks for alignment.
      int even = (int) ((long) i * (size - side) / (count - 1));
      starts[i] = i == count - 1 ? size - side : even / align * align;
    }
    double[] sum = new double[Math.max(size, side)];
    for (int start : starts) {
      for (int k = 0; k < side; k++) {
        sum[start + k] += weight(k, side);
      }
    }
    double[][] weights = new double[count][side];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < side; k++) {
        weights[i][k] = weight(k, side) / sum[starts[i] + k];
      }
    }
    return new Axis(starts, weights);
  }

  /** A raised cosine over the overlap at either end, 1 between; nowhere 0. */
  private double weight(int k, int side) {
    double inside = (Math.min(k, side - 1 - k) + 0.5) / Math.max(1, overlap);
    double sine = Math.sin(Math.PI / 2 * Math.min(1, inside));
    return sine * sine;
  }

  /** Copies a part of an image; what lies outside of it gets the value of the nearest edge. */
  static void cut(
      float[] image, Shape shape, int top, int left, Shape part, float[] into, int offset) {
    int at = offset;
    for (int c = 0; c < part.channels(); c++) {
      for (int y = 0; y < part.height(); y++) {
        int row = (c * shape.height() + Math.min(top + y, shape.height() - 1)) * shape.width();
        for (int x = 0; x < part.width(); x++) {
          into[at++] = image[row + Math.min(left + x, shape.width() - 1)];
        }
      }
    }
  }

  private void add(
      float[] restored,
      int offset,
      Axis down,
      int row,
      Axis across,
      int column,
      float[] out,
      Shape shape) {
    int top = down.starts[row];
    int left = across.starts[column];
    int height = Math.min(tile.height(), shape.height() - top);
    int width = Math.min(tile.width(), shape.width() - left);
    for (int c = 0; c < tile.channels(); c++) {
      for (int y = 0; y < height; y++) {
        int from = offset + (c * tile.height() + y) * tile.width();
        int to = (c * shape.height() + top + y) * shape.width() + left;
        double weight = down.weights[row][y];
        for (int x = 0; x < width; x++) {
          out[to + x] += (float) (weight * across.weights[column][x] * restored[from + x]);
        }
      }
    }
  }
}
