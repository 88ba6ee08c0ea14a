package io.github.aezoo.plan;

/** DL4J's activation layer: a function of every value. */
final class ActivationOperation implements Operation {
  private final Slot input;
  private final Slot output;
  private final Nonlinearity function;

  ActivationOperation(Wiring wiring, Nonlinearity function) {
    this.input = wiring.input();
    this.output = wiring.output();
    this.function = function;
  }

  @Override
  public void forward(Program program) {
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
    input.addGradients(
        program,
        (tile, into) -> {
          int from = tile.from() * size;
          System.arraycopy(delta, from, into, from, tile.size() * size);
          function.slope(into, y, from, tile.to() * size);
        });
  }
}
