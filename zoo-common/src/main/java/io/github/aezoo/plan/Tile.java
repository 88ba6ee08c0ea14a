package io.github.aezoo.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows {@code from .. to - 1} of a batch, which one thread works on.
 *
 * <p>How a batch is cut depends on its size alone, so results do not depend on how many threads
 * there are.
 *
 * @param index of the tile in its batch
 * @param from the first row
 * @param to the row after the last one
 */
public record Tile(int index, int from, int to) {
  /** How many rows. */
  public int size() {
    return to - from;
  }

  /** Cuts a batch of {@code n} rows into tiles of nearly equal size, at most {@code most} each. */
  static List<Tile> cut(int n, int most) {
    return parts(n, (n + most - 1) / most);
  }

  /** Cuts {@code n} rows into so many tiles of nearly equal size. */
  static List<Tile> parts(int n, int count) {
    List<Tile> tiles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tiles.add(new Tile(i, (int) ((long) n * i / count), (int) ((long) n * (i + 1) / count)));
    }
    return List.copyOf(tiles);
  }
}
