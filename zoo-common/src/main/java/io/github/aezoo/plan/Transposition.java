package io.github.aezoo.plan;

/**
 * What DL4J's preprocessors between convolutional and dense layers do: dense layers take maps
 * channel by channel, plans keep them with the channels last.
 */
final class Transposition implements Operation {
  private final Slot input;
  private final Slot output;
  private final int channels;
  private final int pixels;
  private final boolean toRows;

  /**
   * Between maps and rows.
   *
   * @param toRows whether maps become rows
   */
  Transposition(Slot input, Slot output, Maps maps, boolean toRows) {
    this.input = input;
    this.output = output;
    this.channels = maps.channels();
    this.pixels = maps.pixels();
    this.toRows = toRows;
  }

  @Override
  public void forward(Program program) {
    program.rows(tile -> transpose(input.values().heap(), output.values().heap(), tile, toRows));
  }

  @Override
  public void backward(Program program) {
    if (input.learns()) {
      float[] delta = output.gradients().heap();
      input.addGradients(program, (tile, into) -> transpose(delta, into, tile, !toRows));
    }
  }

  private void transpose(float[] x, float[] y, Tile tile, boolean fromMaps) {
    for (int row = tile.from(); row < tile.to(); row++) {
      int at = row * channels * pixels;
      if (fromMaps) {
        transpose(x, at, y, at, pixels, channels);
      } else {
        transpose(x, at, y, at, channels, pixels);
      }
    }
  }

  /** Writes the transpose of a matrix {@code [rows, columns]}. */
  static void transpose(float[] x, int from, float[] y, int to, int rows, int columns) {
    for (int c = 0; c < columns; c++) {
      for (int r = 0; r < rows; r++) {
        y[to + c * rows + r] = x[from + r * columns + c];
      }
    }
  }
}
