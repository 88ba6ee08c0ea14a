package io.github.aezoo.vae;

import io.github.aezoo.plan.Memory;
import io.github.aezoo.plan.Nonlinearity;
import io.github.aezoo.plan.Operation;
import io.github.aezoo.plan.Pass;
import io.github.aezoo.plan.Program;
import io.github.aezoo.plan.Slot;
import io.github.aezoo.plan.Wiring;

/** {@link GaussianOutput} in a plan. */
final class GaussianOutputOperation implements Operation {
  private final Pass pass;
  private final Slot input;
  private final Slot output;
  private final double given;

  /** The logarithm of the variance when it is learned; else null. */
  private final Memory learned;

  private final Memory gradient;

  GaussianOutputOperation(Wiring wiring, GaussianOutput layer) {
    pass = wiring.pass();
    input = wiring.input();
    output = wiring.output();
    given = layer.firstLogVariance();
    learned = layer.learned() ? wiring.parameter(LogVarianceInitializer.LOG_VARIANCE) : null;
    gradient =
        layer.learned() && pass.trains()
            ? wiring.gradient(LogVarianceInitializer.LOG_VARIANCE)
            : null;
  }

  private double logVariance() {
    return learned == null ? given : learned.values()[0];
  }

  @Override
  public void forward(Program program) {
    Nonlinearity.SIGMOID.forward(program, input, output);
  }

  @Override
  public void backward(Program program) {
    float[] y = output.values().heap();
    float[] target = pass.target().heap();
    int size = input.size();
    double[] squares = new double[program.tiles().size()];
    input.addGradients(
        program,
        (tile, into) -> {
          int from = tile.from() * size;
          int to = tile.to() * size;
          double logVariance = logVariance();
          float precision = (float) Math.exp(-logVariance);
          double sum = 0;
          for (int i = from; i < to; i++) {
            float error = y[i] - target[i];
            into[i] = error * precision;
            sum += error * error;
          }
          Nonlinearity.SIGMOID.slope(into, y, from, to);
          squares[tile.index()] = sum;
          pass.lost(
              tile, Likelihood.Gaussian.negativeNats(sum, (long) tile.size() * size, logVariance));
        });
    if (gradient != null) {
      // Sums over images: d / d logVariance of squares / (2 variance), and of the rest.
      program.atEnd(
          1,
          part -> {
            double sum = 0;
            for (double square : squares) {
              sum += square;
            }
            double all = (double) pass.rows() * size;
            pass.learned(
                gradient, new float[] {(float) ((all - sum * Math.exp(-logVariance())) / 2)});
          });
    }
  }
}
