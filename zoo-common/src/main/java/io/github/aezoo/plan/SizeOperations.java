package io.github.aezoo.plan;

import java.util.Arrays;

/** Operations that change the height and width of maps, without parameters. */
final class SizeOperations {
  private SizeOperations() {}

  /** What the operations share: maps to maps, and gradients that are added to zeros. */
  private abstract static class Resized implements Operation {
    final Slot input;
    final Slot output;
    final Maps in;
    final Maps out;

    Resized(Wiring wiring) {
      input = wiring.input();
      output = wiring.output();
      in = Maps.of(input.type());
      out = Maps.of(output.type());
    }

    @Override
    public final void backward(Program program) {
      if (input.learns()) {
        float[] delta = output.gradients().heap();
        input.addGradients(
            program,
            (tile, into) -> {
              Arrays.fill(into, tile.from() * in.size(), tile.to() * in.size(), 0);
              addBack(tile, delta, into);
            });
      }
    }

    /** Adds the output's gradients of a tile to the input's, which are 0. */
    abstract void addBack(Tile tile, float[] delta, float[] into);
  }

  /** The largest of two by two values; at odd edges of those that there are. */
  static final class Pooling extends Resized {
    /** Where the largest value of each window is, in its row of the batch; null in use. */
    private final int[] places;

    Pooling(Wiring wiring) {
      super(wiring);
      places = wiring.pass().trains() ? new int[wiring.pass().rows() * out.size()] : null;
    }

    @Override
    public void forward(Program program) {
      float[] x = input.values().heap();
      float[] y = output.values().heap();
      program.rows(
          tile -> {
            for (int row = tile.from(); row < tile.to(); row++) {
              pool(x, y, row);
            }
          });
    }

    private void pool(float[] x, float[] y, int row) {
      int c = in.channels();
      for (int oy = 0; oy < out.height(); oy++) {
        // At an odd edge a window has the same line or column twice.
        int below = 2 * oy + 1 < in.height() ? in.width() * c : 0;
        for (int ox = 0; ox < out.width(); ox++) {
          int at = row * out.size() + (oy * out.width() + ox) * c;
          int from = row * in.size() + (2 * oy * in.width() + 2 * ox) * c;
          int right = 2 * ox + 1 < in.width() ? c : 0;
          if (places == null) {
            largest(x, from, right, below, y, at);
          } else {
            largestAndPlaces(x, from, right, below, y, at);
          }
        }
      }
    }

    private void largest(float[] x, int from, int right, int below, float[] y, int at) {
      for (int j = 0; j < in.channels(); j++) {
        y[at + j] = largest(x, from + j, right, below);
      }
    }

    /** What is not a number is larger than all others, so that it is not hidden. */
    private static float largest(float[] x, int i, int right, int below) {
      return Math.max(Math.max(x[i], x[i + right]), Math.max(x[i + below], x[i + below + right]));
    }

    private void largestAndPlaces(float[] x, int from, int right, int below, float[] y, int at) {
      for (int j = 0; j < in.channels(); j++) {
        int a = from + j;
        int b = a + below;
        int place = larger(x, a, a + right);
        place = larger(x, place, b);
        place = larger(x, place, b + right);
        places[at + j] = place;
        y[at + j] = largest(x, a, right, below);
      }
    }

    /**
     * Which of two values is larger, the first of equal ones; without a branch, which nobody could
     * predict: a difference below 0 has its sign bit set.
     */
    private static int larger(float[] x, int a, int b) {
      int second = Float.floatToRawIntBits(x[a] - x[b]) >> 31;
      return a ^ ((a ^ b) & second);
    }

    @Override
    void addBack(Tile tile, float[] delta, float[] into) {
      for (int i = tile.from() * out.size(); i < tile.to() * out.size(); i++) {
        into[places[i]] += delta[i];
      }
    }
  }

  /** Every value four times. */
  static final class Doubling extends Resized {
    Doubling(Wiring wiring) {
      super(wiring);
    }

    @Override
    public void forward(Program program) {
      float[] x = input.values().heap();
      float[] y = output.values().heap();
      int c = in.channels();
      program.rows(tile -> pairs(tile, (from, to) -> System.arraycopy(x, from, y, to, c)));
    }

    /** Where a pixel of the input is, and one of those that it becomes. */
    private interface Pair {
      void at(int in, int out);
    }

    private void pairs(Tile tile, Pair pair) {
      int c = in.channels();
      int to = tile.from() * out.size();
      for (int row = tile.from(); row < tile.to(); row++) {
        for (int y = 0; y < out.height(); y++) {
          int line = row * in.size() + y / 2 * in.width() * c;
          for (int x = 0; x < out.width(); x++, to += c) {
            pair.at(line + x / 2 * c, to);
          }
        }
      }
    }

    @Override
    void addBack(Tile tile, float[] delta, float[] into) {
      int c = in.channels();
      pairs(
          tile,
          (to, from) -> {
            for (int j = 0; j < c; j++) {
              into[to + j] += delta[from + j];
            }
          });
    }
  }

  /** Leaves out the last rows and columns. */
  static final class Cropping extends Resized {
    Cropping(Wiring wiring) {
      super(wiring);
    }

    @Override
    public void forward(Program program) {
      program.rows(tile -> Maps.copy(input.values().heap(), in, output.values().heap(), out, tile));
    }

    @Override
    void addBack(Tile tile, float[] delta, float[] into) {
      Maps.copy(delta, out, into, in, tile);
    }
  }

  /**
   * What DL4J's preprocessors between convolutional and dense layers do: dense layers take maps
   * channel by channel, plans keep them with the channels last.
   */
  static final class Transposition implements Operation {
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
}
