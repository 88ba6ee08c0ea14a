package io.github.aezoo.denoise;

import io.github.aezoo.plan.Operation;
import io.github.aezoo.plan.Program;
import io.github.aezoo.plan.Slot;
import io.github.aezoo.plan.Wiring;

/** {@link Logit} in a plan. */
final class LogitOperation implements Operation {
  private final Slot input;
  private final Slot output;
  private final float edge;

  LogitOperation(Wiring wiring, double edge) {
    input = wiring.input();
    output = wiring.output();
    this.edge = (float) edge;
  }

  private float inside(float pixel) {
    return Math.min(1 - edge, Math.max(edge, pixel));
  }

  @Override
  public void forward(Program program) {
    float[] x = input.values().heap();
    float[] y = output.values().heap();
    int size = input.size();
    program.rows(
        tile -> {
          for (int i = tile.from() * size; i < tile.to() * size; i++) {
            float p = inside(x[i]);
            y[i] = (float) Math.log(p / (1 - p));
          }
        });
  }

  @Override
  public void backward(Program program) {
    if (!input.learns()) {
      return;
    }
    float[] x = input.values().heap();
    float[] delta = output.gradients().heap();
    int size = input.size();
    input.addGradients(
        program,
        (tile, into) -> {
          for (int i = tile.from() * size; i < tile.to() * size; i++) {
            float p = inside(x[i]);
            into[i] = p == x[i] ? delta[i] / (p * (1 - p)) : 0;
          }
        });
  }
}
