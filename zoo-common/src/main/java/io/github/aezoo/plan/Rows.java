package io.github.aezoo.plan;

import io.github.aezoo.io.ZooException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The values of a batch, row by row, twice: in native memory for ND4J's operations, and on the heap
 * for loops, which Java vectorises there only.
 *
 * <p>Whoever writes one side says so with {@link #toHeap} or {@link #toNative} before the other is
 * read.
 */
public final class Rows {
  /** Values that a buffer of Java's can have. */
  private static final int MOST = Integer.MAX_VALUE / Float.BYTES;

  private final int n;
  private final int size;
  private final float[] heap;

  // Only where an operation of ND4J reads or writes the rows.
  private INDArray array;
  private Memory memory;

  /** Rows that nobody uses any more, for those who come later in a pass. */
  static final class Pool {
    private final int n;
    private final Map<Integer, Deque<Rows>> free = new HashMap<>();
    private final List<Rows> all = new ArrayList<>();

    Pool(int n) {
      this.n = n;
    }

    /**
     * Rows with anything in them. Tiles run ahead of each other, so only rows of the same size may
     * take the place of others: a tile's then lie where its own did.
     */
    Rows take(int size) {
      Deque<Rows> some = free.get(size);
      return some == null || some.isEmpty() ? make(size) : some.pop();
    }

    /** Rows that are never given back. */
    Rows make(int size) {
      Rows rows = new Rows(n, size);
      all.add(rows);
      return rows;
    }

    /** Frees the native memory of all rows, which nobody uses any more. */
    void close() {
      all.forEach(Rows::close);
    }

    void give(Rows rows) {
      free.computeIfAbsent(rows.size(), size -> new ArrayDeque<>()).push(rows);
    }
  }

  /** Reserves memory for {@code n} rows of {@code size} values. */
  Rows(int n, int size) {
    this.n = n;
    this.size = size;
    if ((long) n * size > MOST) {
      throw new ZooException(
          "a batch of %d times %,d values is more than %,d: choose a smaller batch, or smaller images"
              .formatted(n, size, MOST));
    }
    heap = new float[n * size];
  }

  private void close() {
    if (array != null) {
      array.close();
    }
  }

  /** Values of a row. */
  public int size() {
    return size;
  }

  /** All rows on the heap, one after the other. */
  public float[] heap() {
    return heap;
  }

  /** All rows in native memory, {@code [N, size]}. */
  public INDArray array() {
    if (array == null) {
      array = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', n, size);
      memory = new Memory(array);
    }
    return array;
  }

  /** The rows of a tile in native memory, {@code [rows, size]}; shares it. */
  public INDArray array(Tile tile) {
    return Memory.rows(array(), tile.from(), tile.to());
  }

  /** Copies the rows of a tile from native memory. */
  public void toHeap(Tile tile) {
    memory.get(tile.from() * size, heap, tile.from() * size, tile.size() * size);
  }

  /** Copies the rows of a tile to native memory. */
  public void toNative(Tile tile) {
    memory.put(tile.from() * size, heap, tile.from() * size, tile.size() * size);
  }
}
