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
 * conv2d} takes twice as long and {@code conv2d_bp} ten times.
 */
final class Scatter {
  private final Maps in;
  private final Maps out;
  private final int window;

  /** Whether the weights are {@code [out, in, kernel, kernel]}, those of a convolution. */
  private final boolean turned;

  private final INDArray weights;

  /** {@code [in, kernel, kernel, out]}. */
  private final INDArray matrix;

  private final Columns columns;

  /**
   * For batches that are cut into tiles.
   *
   * @param columns what lies around the pixels of the input in the output
   * @param weights {@code [in, out, kernel, kernel]}, or {@code turned}
   */
  Scatter(Columns columns, Maps in, Maps out, int kernel, boolean turned, INDArray weights) {
    this.columns = columns;
    this.in = in;
    this.out = out;
    this.turned = turned;
    this.weights = weights;
    window = kernel * kernel;
    matrix = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', in.channels(), columns.part());
  }

  /** Where the weights have each value of the matrix. */
  private int[] places() {
    int channels = out.channels();
    int[] places = new int[in.channels() * columns.part()];
    for (int i = 0; i < in.channels(); i++) {
      for (int k = 0; k < window; k++) {
        for (int c = 0; c < channels; c++) {
          int of = turned ? c * in.channels() + i : i * channels + c;
          places[(i * window + k) * channels + c] = of * window + (turned ? window - 1 - k : k);
        }
      }
    }
    return places;
  }

  /** Arranges the weights as the matrix has them. */
  Runnable arrangement() {
    Memory from = new Memory(weights);
    Memory to = new Memory(matrix);
    int[] places = places();
    return () -> {
      float[] given = from.values();
      float[] arranged = new float[given.length];
      for (int i = 0; i < arranged.length; i++) {
        arranged[i] = given[places[i]];
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
            piece ->
                Call.product(columns.pixels(x, piece, in.channels()), matrix, columns.of(piece)));
    return tile -> {
      begin(y.heap(), tile, bias.values());
      for (Tile piece : columns.pieces(tile)) {
        products.run(piece);
        columns.add(y.heap(), piece);
      }
    };
  }

  private void begin(float[] y, Tile tile, float... bias) {
    int from = tile.from() * out.size();
    int to = tile.to() * out.size();
    Arrays.fill(y, from, to, bias.length == 1 ? bias[0] : 0);
    if (bias.length > 1) {
      Loops.addToRows(y, from, tile.size() * out.pixels(), bias);
    }
  }

  /** What the weights' gradients are summed from. */
  Columns.WeightParts weightParts() {
    return new Columns.WeightParts(columns, in.channels(), columns.part(), places());
  }

  /**
   * The work of a tile on the way back.
   *
   * @param delta the gradients of the output, on the heap
   * @param x in native memory
   * @param parts receive what is found about the weights
   * @param gradients of the input, in native memory
   */
  Consumer<Tile> backward(float[] delta, Rows x, Columns.WeightParts parts, Rows gradients) {
    gradients.array();
    Call.OfTiles ofWeights =
        new Call.OfTiles(
            piece ->
                Call.product(
                    columns.pixels(x, piece, in.channels()),
                    true,
                    columns.of(piece),
                    false,
                    parts.of(piece)));
    Call.OfTiles ofInput =
        new Call.OfTiles(
            piece ->
                Call.product(
                    columns.of(piece),
                    false,
                    matrix,
                    true,
                    columns.pixels(gradients, piece, in.channels())));
    return tile -> {
      for (Tile piece : columns.pieces(tile)) {
        columns.take(delta, piece);
        ofWeights.run(piece);
        ofInput.run(piece);
      }
    };
  }
}
