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
        for (int ox = 0; ox < out.width(); ox++) {
          int at = row * out.size() + (oy * out.width() + ox) * c;
          for (int k = 0; k < 4; k++) {
            int iy = 2 * oy + k / 2;
            int ix = 2 * ox + k % 2;
            if (iy >= in.height() || ix >= in.width()) {
              continue;
            }
            int from = row * in.size() + (iy * in.width() + ix) * c;
            if (places == null) {
              take(x, from, y, at, k == 0);
              continue;
            }
            for (int j = 0; j < c; j++) {
              // Written so that what is not a number is not hidden.
              if (k == 0 || !(x[from + j] <= y[at + j])) {
                y[at + j] = x[from + j];
                places[at + j] = from + j;
              }
            }
          }
        }
      }
    }

    private void take(float[] x, int from, float[] y, int at, boolean first) {
      int c = in.channels();
      if (first) {
        System.arraycopy(x, from, y, at, c);
        return;
      }
      for (int j = 0; j < c; j++) {
        y[at + j] = Math.max(y[at + j], x[from + j]);
      }
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
      program.rows(
          tile -> {
            int pixels = tile.size() * out.pixels();
            for (int i = 0; i < pixels; i++) {
              System.arraycopy(x, source(tile, i), y, tile.from() * out.size() + i * c, c);
            }
          });
    }

    /** Where the value of a pixel of the output comes from. */
    private int source(Tile tile, int pixel) {
      int row = tile.from() + pixel / out.pixels();
      int inRow = pixel % out.pixels();
      int place = inRow / out.width() / 2 * in.width() + inRow % out.width() / 2;
      return row * in.size() + place * in.channels();
    }

    @Override
    void addBack(Tile tile, float[] delta, float[] into) {
      int c = in.channels();
      int pixels = tile.size() * out.pixels();
      for (int i = 0; i < pixels; i++) {
        int to = source(tile, i);
        int from = tile.from() * out.size() + i * c;
        for (int j = 0; j < c; j++) {
          into[to + j] += delta[from + j];
        }
      }
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
}
