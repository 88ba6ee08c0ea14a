package io.github.aezoo.plan;

import java.util.Arrays;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A transposed convolution, or a convolution of stride 1, which is one with its kernel turned
 * around: what each pixel adds to its surroundings is a product of matrices, and Java adds it
 * there. {@code deconv2d} of ND4J takes twice as long, and 20 times with one channel, where {@code
 * conv2d} takes twice as long.
 */
final class Scatter {
  /** What pixels add, for so many values at a time: it stays in the cache. */
  private static final int VALUES = 1 << 18;

  private final Maps in;
  private final Maps out;
  private final int kernel;
  private final int stride;
  private final int padding;

  /** Values that a pixel adds. */
  private final int part;

  /** Rows at a time. */
  private final int some;

  private final INDArray weights;

  /** {@code [in, kernel, kernel, out]}. */
  private final INDArray matrix;

  private final Rows columns;

  /**
   * For batches that are cut into tiles.
   *
   * @param padding pixels at the beginning that fall outside of the output
   * @param weights {@code [in, out, kernel, kernel]}, or as {@link #arrangement} says
   */
  Scatter(int tiles, Maps in, Maps out, int kernel, int stride, int padding, INDArray weights) {
    this.in = in;
    this.out = out;
    this.kernel = kernel;
    this.stride = stride;
    this.padding = padding;
    this.weights = weights;
    part = out.channels() * kernel * kernel;
    some = Math.max(1, VALUES / (in.pixels() * part));
    matrix = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', in.channels(), part);
    columns = new Rows(tiles * some, in.pixels() * part);
    columns.array();
  }

  /**
   * Arranges the weights.
   *
   * @param turned whether they are {@code [out, in, kernel, kernel]}, those of a convolution
   */
  Runnable arrangement(boolean turned) {
    Memory from = new Memory(weights);
    Memory to = new Memory(matrix);
    int window = kernel * kernel;
    int channels = out.channels();
    return () -> {
      float[] given = from.values();
      float[] arranged = new float[given.length];
      for (int i = 0; i < in.channels(); i++) {
        for (int c = 0; c < channels; c++) {
          int at = (turned ? c * in.channels() + i : i * channels + c) * window;
          for (int k = 0; k < window; k++) {
            int tap = turned ? window - 1 - k : k;
            arranged[(i * window + tap) * channels + c] = given[at + k];
          }
        }
      }
      to.put(0, arranged, 0, arranged.length);
    };
  }

  /**
   * The work of a tile.
   *
   * @param x in native memory
   * @param bias of the output channels
   * @param y on the heap
   */
  Consumer<Tile> forward(Rows x, Memory bias, Rows y) {
    Call.OfTiles products =
        new Call.OfTiles(
            rows ->
                Call.product(
                    pixels(x, rows, in.channels()), matrix, pixels(columns, own(rows), part)));
    return tile -> {
      begin(y.heap(), tile, bias.values());
      for (int from = tile.from(); from < tile.to(); from += some) {
        Tile rows = new Tile(tile.index(), from, Math.min(tile.to(), from + some));
        products.run(rows);
        columns.toHeap(own(rows));
        for (int row = rows.from(); row < rows.to(); row++) {
          add(y.heap(), row, own(rows).from() + row - rows.from());
        }
      }
    };
  }

  /** The place of rows among those of all tiles that are there at a time. */
  private Tile own(Tile rows) {
    int from = rows.index() * some;
    return new Tile(rows.index(), from, from + rows.size());
  }

  private INDArray pixels(Rows rows, Tile tile, int size) {
    return rows.array(tile).reshape('c', (long) tile.size() * in.pixels(), size);
  }

  private void begin(float[] y, Tile tile, float... bias) {
    int from = tile.from() * out.size();
    int to = tile.to() * out.size();
    Arrays.fill(y, from, to, bias.length == 1 ? bias[0] : 0);
    if (bias.length > 1) {
      Loops.addToRows(y, from, tile.size() * out.pixels(), bias);
    }
  }

  /** Adds what all pixels of an image give; those of a line of the kernel lie side by side. */
  private void add(float[] y, int row, int column) {
    float[] values = columns.heap();
    int channels = out.channels();
    for (int pixel = 0; pixel < in.pixels(); pixel++) {
      int top = pixel / in.width() * stride - padding;
      int left = pixel % in.width() * stride - padding;
      int first = Math.max(0, -left);
      int count = (Math.min(kernel, out.width() - left) - first) * channels;
      int last = Math.min(kernel, out.height() - top);
      int block = (column * in.pixels() + pixel) * part;
      for (int k = Math.max(0, -top); k < last; k++) {
        int from = block + (k * kernel + first) * channels;
        int to = row * out.size() + ((top + k) * out.width() + left + first) * channels;
        for (int j = 0; j < count; j++) {
          y[to + j] += values[from + j];
        }
      }
    }
  }
}
