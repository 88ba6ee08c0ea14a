package io.github.aezoo.plan;

/** DL4J's activation layer: a function of every value, which may take the place of the value. */
final class ActivationOperation implements Operation {
  private final Slot input;
  private final Slot output;
  private final Nonlinearity function;

  ActivationOperation(Wiring wiring, Nonlinearity function) {
    this.input = wiring.input();
    this.output = wiring.output();
    this.function = function;
  }

  private boolean inPlace() {
    return input == output;
  }

  @Override
  public void forward(Program program) {
    if (inPlace()) {
      float[] x = input.values().heap();
      int size = input.size();
      program.rows(tile -> function.apply(x, tile.from() * size, tile.to() * size));
      return;
    }
    function.forward(program, input, output);
  }

  @Override
  public void backward(Program program) {
    if (!input.learns()) {
      return;
    }
    float[] y = output.values().heap();
    float[] delta = output.gradients().heap();
    int size = input.size();
    if (inPlace()) {
      program.rows(tile -> function.slope(delta, y, tile.from() * size, tile.to() * size));
      return;
    }
    input.addGradients(
        program,
        (tile, into) -> {
          int from = tile.from() * size;
          System.arraycopy(delta, from, into, from, tile.size() * size);
          function.slope(into, y, from, tile.to() * size);
        });
  }
}
