package io.github.aezoo.sparse;

import io.github.aezoo.plan.Operation;
import io.github.aezoo.plan.Program;
import io.github.aezoo.plan.Slot;
import io.github.aezoo.plan.Tile;
import io.github.aezoo.plan.Wiring;

/** A {@link CodePenalty} in a plan: its rule sums something over a batch, column by column. */
final class CodePenaltyOperation implements Operation {
  /** What a penalty is made of. */
  interface Rule {
    /** What a value adds to the sum of its column. */
    float of(float value);

    /** What the sums of the columns cost, an image; {@code n} images. */
    double anImage(double[] sums, int n);

    /**
     * The derivatives of {@code n * anImage}, where a column's values have the same; null when they
     * do not.
     */
    float[] ofColumns(double[] sums, int n);

    /** The derivative of {@code n * anImage} by a value; asked for without {@link #ofColumns}. */
    float ofValue(float value);
  }

  private final Rule rule;
  private final int n;
  private final boolean penalises;
  private final Slot input;
  private final Slot output;
  private final int units;
  private final double[] sums;
  private double penalty;
  private double share = 1;

  CodePenaltyOperation(Wiring wiring, Rule rule) {
    this.rule = rule;
    n = wiring.pass().rows();
    penalises = wiring.pass().penalises();
    input = wiring.input();
    output = wiring.output();
    units = input.size();
    sums = new double[units];
  }

  @Override
  public void forward(Program program) {
    float[] x = input.values().heap();
    float[] y = output.values().heap();
    program.rows(
        tile ->
            System.arraycopy(x, tile.from() * units, y, tile.from() * units, tile.size() * units));
    if (!penalises) {
      return;
    }
    float[][] ofTiles = new float[program.tiles().size()][units];
    program.rows(tile -> sum(x, tile, ofTiles[tile.index()]));
    program.whole(
        () -> {
          for (int j = 0; j < units; j++) {
            sums[j] = 0;
            for (float[] part : ofTiles) {
              sums[j] += part[j];
            }
          }
          penalty = rule.anImage(sums, n);
        });
  }

  private void sum(float[] x, Tile tile, float[] into) {
    for (int j = 0; j < units; j++) {
      into[j] = 0;
    }
    for (int at = tile.from() * units; at < tile.to() * units; at += units) {
      for (int j = 0; j < units; j++) {
        into[j] += rule.of(x[at + j]);
      }
    }
  }

  @Override
  public void backward(Program program) {
    if (!input.learns()) {
      return;
    }
    float[] x = input.values().heap();
    float[] delta = output.gradients().heap();
    input.addGradients(
        program,
        (tile, into) -> {
          float[] columns = rule.ofColumns(sums, n);
          float weight = (float) share;
          for (int at = tile.from() * units; at < tile.to() * units; at += units) {
            for (int j = 0; j < units; j++) {
              float own = columns == null ? rule.ofValue(x[at + j]) : columns[j];
              into[at + j] = delta[at + j] + weight * own;
            }
          }
        });
  }

  @Override
  public double penalty() {
    return penalty;
  }

  @Override
  public void weigh(double newShare) {
    share = newShare;
  }
}
