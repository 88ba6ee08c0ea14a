package io.github.aezoo.sparse;

import io.github.aezoo.plan.Operation;
import io.github.aezoo.plan.Program;
import io.github.aezoo.plan.Slot;
import io.github.aezoo.plan.Wiring;

/** {@link TopK} in a plan. */
final class TopKOperation implements Operation {
  private final int k;
  private final Slot input;
  private final Slot output;
  private final float[] mask;

  TopKOperation(Wiring wiring, int k) {
    this.k = k;
    input = wiring.input();
    output = wiring.output();
    mask = new float[wiring.pass().rows() * input.size()];
  }

  @Override
  public void forward(Program program) {
    float[] x = input.values().heap();
    float[] y = output.values().heap();
    int units = input.size();
    program.rows(
        tile -> {
          TopKLayer.mask(x, tile.from() * units, tile.to() * units, units, k, mask);
          for (int i = tile.from() * units; i < tile.to() * units; i++) {
            y[i] = x[i] * mask[i];
          }
        });
  }

  @Override
  public void backward(Program program) {
    if (input.learns()) {
      float[] delta = output.gradients().heap();
      int units = input.size();
      input.addGradients(
          program,
          (tile, into) -> {
            for (int i = tile.from() * units; i < tile.to() * units; i++) {
              into[i] = delta[i] * mask[i];
            }
          });
    }
  }
}
