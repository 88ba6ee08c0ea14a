package io.github.aezoo.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What lies around each pixel of some maps in other, often larger ones ("im2col", <a
 * href="https://hal.inria.fr/inria-00112631">Chellapilla and others 2006</a>), of as many rows at a
 * time as stay in the cache: {@code [pixels, kernel, kernel, channels]}. A convolution, and what
 * its gradients say about its weights, are products of matrices with it.
 */
final class Columns {
  /** Values of a tile that are there at a time. */
  private static final int VALUES = 1 << 18;

  private final List<Tile> tiles;

  /** Around whose pixels. */
  private final Maps pixels;

  /** What lies there. */
  private final Maps around;

  private final int kernel;
  private final int stride;
  private final int top;
  private final int left;

  /** Values of a pixel. */
  private final int part;

  /** Rows at a time. */
  private final int some;

  private final Rows values;

  /**
   * Reserves memory for all tiles.
   *
   * @param top lines of the first pixel's surroundings that lie outside
   * @param left the same of columns
   */
  Columns(List<Tile> tiles, Maps pixels, Maps around, int kernel, int stride, int top, int left) {
    this.tiles = tiles;
    this.pixels = pixels;
    this.around = around;
    this.kernel = kernel;
    this.stride = stride;
    this.top = top;
    this.left = left;
    part = around.channels() * kernel * kernel;
    some = Math.max(1, VALUES / (pixels.pixels() * part));
    values = new Rows(tiles.size() * some, pixels.pixels() * part);
    values.array();
  }

  /** How the batch is cut. */
  List<Tile> tiles() {
    return tiles;
  }

  /** Values of a pixel. */
  int part() {
    return part;
  }

  /** At most how many pieces a tile is in. */
  int pieces() {
    return tiles.stream().mapToInt(tile -> (tile.size() + some - 1) / some).max().orElse(0);
  }

  /** A tile in pieces, in order. */
  List<Tile> pieces(Tile tile) {
    List<Tile> pieces = new ArrayList<>();
    for (int from = tile.from(); from < tile.to(); from += some) {
      pieces.add(new Tile(tile.index(), from, Math.min(tile.to(), from + some)));
    }
    return pieces;
  }

  /** The place of a piece among all pieces of all tiles. */
  int place(Tile piece) {
    return piece.index() * pieces() + (piece.from() - tiles.get(piece.index()).from()) / some;
  }

  /** The values of a piece in native memory: a row a pixel. */
  INDArray of(Tile piece) {
    return pixels(values, own(piece), part);
  }

  /** Rows of maps in native memory: a row a pixel of {@code channels} values. */
  INDArray pixels(Rows rows, Tile tile, int channels) {
    return rows.array(tile).reshape('c', (long) tile.size() * pixels.pixels(), channels);
  }

  /** The place of a piece among those of all tiles that are there at a time. */
  private Tile own(Tile piece) {
    int from = piece.index() * some;
    return new Tile(piece.index(), from, from + piece.size());
  }

  /** Fills the rows of a piece with what the maps of these rows have there, 0 outside of them. */
  void take(float[] maps, Tile piece) {
    Tile own = own(piece);
    float[] to = values.heap();
    Arrays.fill(to, own.from() * values.size(), own.to() * values.size(), 0);
    int begin = own.from() * values.size();
    for (int row = piece.from(); row < piece.to(); row++) {
      for (int y = -top; y < pixels.height() * stride - top; y += stride) {
        for (int x = -left; x < pixels.width() * stride - left; x += stride, begin += part) {
          int count = count(x);
          for (int k = first(y); k < last(y); k++) {
            int column = column(begin, k, x);
            int map = map(row, y + k, x);
            if (count == 3) {
              // One channel and the usual kernel, faster than a loop.
              to[column] = maps[map];
              to[column + 1] = maps[map + 1];
              to[column + 2] = maps[map + 2];
              continue;
            }
            for (int j = 0; j < count; j++) {
              to[column + j] = maps[map + j];
            }
          }
        }
      }
    }
    values.toNative(own);
  }

  /** Adds the rows of a piece to where they lie in the maps of these rows. */
  void add(float[] maps, Tile piece) {
    Tile own = own(piece);
    values.toHeap(own);
    float[] from = values.heap();
    int begin = own.from() * values.size();
    for (int row = piece.from(); row < piece.to(); row++) {
      for (int y = -top; y < pixels.height() * stride - top; y += stride) {
        for (int x = -left; x < pixels.width() * stride - left; x += stride, begin += part) {
          int count = count(x);
          for (int k = first(y); k < last(y); k++) {
            int column = column(begin, k, x);
            int map = map(row, y + k, x);
            if (count == 3) {
              maps[map] += from[column];
              maps[map + 1] += from[column + 1];
              maps[map + 2] += from[column + 2];
              continue;
            }
            for (int j = 0; j < count; j++) {
              maps[map + j] += from[column + j];
            }
          }
        }
      }
    }
  }

  /** Lines of a kernel at a place that lie inside. */
  private int first(int y) {
    return Math.max(0, -y);
  }

  private int last(int y) {
    return Math.min(kernel, around.height() - y);
  }

  /** Values of a line of a kernel at a place that lie inside. */
  private int count(int x) {
    return (Math.min(kernel, around.width() - x) - Math.max(0, -x)) * around.channels();
  }

  /** Where the first of them is in a pixel's values, */
  private int column(int begin, int k, int x) {
    return begin + (k * kernel + Math.max(0, -x)) * around.channels();
  }

  /** and in the maps. */
  private int map(int row, int y, int x) {
    return row * around.size() + (y * around.width() + Math.max(0, x)) * around.channels();
  }

  /** The gradients of weights as pieces of a batch give them: a matrix each, all of one size. */
  static final class WeightParts {
    private final Columns columns;
    private final int rows;
    private final int width;
    private final int[] places;
    private final INDArray parts;
    private final Memory memory;

    /**
     * Reserves memory for all pieces.
     *
     * @param places where the weights have each value of a matrix
     */
    WeightParts(Columns columns, int rows, int width, int... places) {
      this.columns = columns;
      this.rows = rows;
      this.width = width;
      this.places = places;
      long all = (long) columns.tiles().size() * columns.pieces();
      parts = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', all, (long) rows * width);
      memory = new Memory(parts);
    }

    /** The matrix of a piece. */
    INDArray of(Tile piece) {
      int place = columns.place(piece);
      return Memory.rows(parts, place, place + 1).reshape('c', rows, width);
    }

    /** The sum over all pieces, in their order, as the weights have it. */
    float[] sum() {
      float[] sum = new float[places.length];
      float[] part = new float[places.length];
      for (Tile tile : columns.tiles()) {
        for (Tile piece : columns.pieces(tile)) {
          memory.get(columns.place(piece) * sum.length, part, 0, sum.length);
          Loops.add(sum, part, 0, sum.length);
        }
      }
      for (int i = 0; i < sum.length; i++) {
        part[places[i]] = sum[i];
      }
      return part;
    }
  }
}
