package io.github.aezoo.vae;

import io.github.aezoo.data.Draws;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.plan.Operation;
import io.github.aezoo.plan.Pass;
import io.github.aezoo.plan.Program;
import io.github.aezoo.plan.Slot;
import io.github.aezoo.plan.Wiring;

/** {@link GaussianSampling} in a plan. */
final class GaussianSamplingOperation implements Operation {
  private final Pass pass;
  private final Slot input;
  private final Slot output;
  private final double beta;
  private final int z;

  /** Of every code, where codes are drawn. */
  private final float[] noise;

  private final float[] deviation;
  private double klNats;
  private double share = 1;

  GaussianSamplingOperation(Wiring wiring, double beta) {
    pass = wiring.pass();
    input = wiring.input();
    output = wiring.output();
    this.beta = beta;
    z = output.size();
    noise = new float[pass.rows() * z];
    deviation = new float[pass.rows() * z];
  }

  @Override
  public void forward(Program program) {
    // In use a code is its mean; in training and validation it is drawn.
    if (!pass.penalises()) {
      program.rows(
          tile -> {
            for (int row = tile.from(); row < tile.to(); row++) {
              System.arraycopy(
                  input.values().heap(), 2 * row * z, output.values().heap(), row * z, z);
            }
          });
      return;
    }
    double[] sums = new double[program.tiles().size()];
    program.rows(
        tile -> {
          double sum = 0;
          for (int row = tile.from(); row < tile.to(); row++) {
            sum += sample(row);
          }
          sums[tile.index()] = sum;
        });
    program.whole(
        () -> {
          double sum = 0;
          for (double part : sums) {
            sum += part;
          }
          klNats = sum / pass.rows();
        });
  }

  /** Gives the divergence of a row. */
  private double sample(int row) {
    float[] x = input.values().heap();
    float[] y = output.values().heap();
    Draws draws = new Draws(Seeds.derive(pass.seed(), row));
    double sum = 0;
    for (int j = 0; j < z; j++) {
      float mean = x[2 * row * z + j];
      float logVariance = x[(2 * row + 1) * z + j];
      int at = row * z + j;
      deviation[at] = (float) Math.exp(logVariance / 2);
      noise[at] = (float) draws.gaussian();
      y[at] = mean + deviation[at] * noise[at];
      sum += (mean * mean + (double) deviation[at] * deviation[at] - logVariance - 1) / 2;
    }
    return sum;
  }

  @Override
  public void backward(Program program) {
    float[] x = input.values().heap();
    float[] delta = output.gradients().heap();
    input.addGradients(
        program,
        (tile, into) -> {
          float weight = (float) (share * beta);
          for (int row = tile.from(); row < tile.to(); row++) {
            for (int j = 0; j < z; j++) {
              int at = row * z + j;
              into[2 * row * z + j] = delta[at] + weight * x[2 * row * z + j];
              into[(2 * row + 1) * z + j] =
                  (weight * (deviation[at] * deviation[at] - 1)
                          + deviation[at] * noise[at] * delta[at])
                      / 2;
            }
          }
        });
  }

  @Override
  public double penalty() {
    return beta * klNats;
  }

  @Override
  public void weigh(double newShare) {
    share = newShare;
  }
}
