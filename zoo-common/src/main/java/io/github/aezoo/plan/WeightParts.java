package io.github.aezoo.plan;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The gradients of weights as pieces of a batch give them: a matrix each, all of one size. */
final class WeightParts {
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
