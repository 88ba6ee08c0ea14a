package io.github.aezoo.plan;

import java.util.Arrays;
import java.util.List;

/** Operations of vertices that are no layers. */
final class Joins {
  private Joins() {}

  /** The sum of all inputs, value by value. */
  record Sum(List<Slot> inputs, Slot output) implements Operation {
    @Override
    public boolean readsOutput() {
      return false;
    }

    @Override
    public void forward(Program program) {
      float[] y = output.values().heap();
      int size = output.size();
      program.rows(
          tile -> {
            int from = tile.from() * size;
            System.arraycopy(inputs.get(0).values().heap(), from, y, from, tile.size() * size);
            for (Slot input : inputs.subList(1, inputs.size())) {
              Loops.add(y, input.values().heap(), from, tile.to() * size);
            }
          });
    }

    @Override
    public void backward(Program program) {
      float[] delta = output.gradients().heap();
      int size = output.size();
      for (Slot input : inputs) {
        if (input.learns()) {
          input.addGradients(
              program,
              (tile, into) ->
                  System.arraycopy(
                      delta, tile.from() * size, into, tile.from() * size, tile.size() * size));
        }
      }
    }
  }

  /** The rows of all inputs one after the other. */
  record Merge(List<Slot> inputs, Slot output) implements Operation {
    @Override
    public void forward(Program program) {
      int begin = 0;
      for (Slot input : inputs) {
        int at = begin;
        program.rows(
            tile ->
                copy(
                    tile,
                    input.values().heap(),
                    0,
                    input.size(),
                    output.values().heap(),
                    at,
                    output.size(),
                    input.size()));
        begin += input.size();
      }
    }

    @Override
    public void backward(Program program) {
      float[] delta = output.gradients().heap();
      int begin = 0;
      for (Slot input : inputs) {
        int at = begin;
        if (input.learns()) {
          input.addGradients(
              program,
              (tile, into) ->
                  copy(tile, delta, at, output.size(), into, 0, input.size(), input.size()));
        }
        begin += input.size();
      }
    }
  }

  /**
   * Neighbouring values of each row.
   *
   * @param from the first one
   */
  record Subset(Slot input, Slot output, int from) implements Operation {
    @Override
    public void forward(Program program) {
      program.rows(
          tile ->
              copy(
                  tile,
                  input.values().heap(),
                  from,
                  input.size(),
                  output.values().heap(),
                  0,
                  output.size(),
                  output.size()));
    }

    @Override
    public void backward(Program program) {
      if (input.learns()) {
        float[] delta = output.gradients().heap();
        input.addGradients(
            program,
            (tile, into) -> {
              Arrays.fill(into, tile.from() * input.size(), tile.to() * input.size(), 0);
              copy(tile, delta, 0, output.size(), into, from, input.size(), output.size());
            });
      }
    }
  }

  private static void copy(
      Tile tile, float[] x, int from, int sizeX, float[] y, int to, int sizeY, int count) {
    for (int row = tile.from(); row < tile.to(); row++) {
      System.arraycopy(x, row * sizeX + from, y, row * sizeY + to, count);
    }
  }
}
