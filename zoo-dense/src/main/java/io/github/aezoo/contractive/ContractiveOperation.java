package io.github.aezoo.contractive;

import io.github.aezoo.plan.DenseOperation;
import io.github.aezoo.plan.Memory;
import io.github.aezoo.plan.Program;
import io.github.aezoo.plan.Slot;
import io.github.aezoo.plan.Wiring;
import java.util.Arrays;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/**
 * {@link ContractiveDense} in a plan. With {@code s = f'(z)} and {@code |W_j|^2} of output j, the
 * penalty of an image is {@code sum_j s_j^2 |W_j|^2}.
 */
final class ContractiveOperation extends DenseOperation {
  private final int n;
  private final boolean penalises;
  private final Slot input;
  private final Slot output;
  private final Squashing f;
  private final double coefficient;
  private final Memory weights;

  /** {@code |W_j|^2} of every output. */
  private final float[] norms;

  /** {@code s_j^2}, summed over the batch. */
  private final double[] slopes;

  private double squaredNorm;
  private double share = 1;

  ContractiveOperation(Wiring wiring, ContractiveDense layer) {
    super(wiring, layer.nonlinearity().planned());
    n = wiring.pass().rows();
    penalises = wiring.pass().penalises();
    input = wiring.input();
    output = wiring.output();
    f = layer.nonlinearity();
    coefficient = layer.coefficient();
    weights = wiring.parameter(DefaultParamInitializer.WEIGHT_KEY);
    norms = new float[output.size()];
    slopes = new double[output.size()];
  }

  @Override
  public void forward(Program program) {
    super.forward(program);
    if (coefficient == 0 || !penalises) {
      return;
    }
    int units = output.size();
    float[] y = output.values().heap();
    program.parts(units, this::norm);
    float[][] ofTiles = new float[program.tiles().size()][units];
    program.rows(
        tile -> {
          float[] sums = ofTiles[tile.index()];
          Arrays.fill(sums, 0);
          float[] s = new float[units];
          for (int at = tile.from() * units; at < tile.to() * units; at += units) {
            System.arraycopy(y, at, s, 0, units);
            f.slopes(s);
            for (int j = 0; j < units; j++) {
              sums[j] += s[j] * s[j];
            }
          }
        });
    program.whole(
        () -> {
          double sum = 0;
          for (int j = 0; j < units; j++) {
            slopes[j] = 0;
            for (float[] part : ofTiles) {
              slopes[j] += part[j];
            }
            sum += slopes[j] * norms[j];
          }
          squaredNorm = sum / n;
        });
  }

  private void norm(int unit) {
    float[] w = new float[input.size()];
    weights.get(unit * w.length, w, 0, w.length);
    double sum = 0;
    for (float value : w) {
      sum += value * value;
    }
    norms[unit] = (float) sum;
  }

  @Override
  public void backward(Program program) {
    if (coefficient > 0) {
      // d sum_j s_j^2 |W_j|^2 / d z_j = 2 f' f'' |W_j|^2, and the layer multiplies by f'.
      int units = output.size();
      float[] y = output.values().heap();
      float[] delta = output.gradients().heap();
      program.rows(
          tile -> {
            float twice = (float) (2 * share * coefficient);
            float[] c = new float[units];
            for (int at = tile.from() * units; at < tile.to() * units; at += units) {
              System.arraycopy(y, at, c, 0, units);
              f.curvatures(c);
              for (int j = 0; j < units; j++) {
                delta[at + j] += twice * c[j] * norms[j];
              }
            }
          });
    }
    super.backward(program);
  }

  /** And directly: {@code d |W_j|^2 / d W_j = 2 W_j}, for the outputs of a part. */
  @Override
  protected void addToWeightGradient(int from, int to, Memory gradient) {
    if (coefficient == 0) {
      return;
    }
    float[] w = new float[input.size()];
    float[] g = new float[input.size()];
    for (int j = from; j < to; j++) {
      float factor = (float) (2 * share * coefficient * slopes[j]);
      weights.get(j * w.length, w, 0, w.length);
      gradient.get(j * w.length, g, 0, w.length);
      for (int i = 0; i < w.length; i++) {
        g[i] += factor * w[i];
      }
      gradient.put(j * w.length, g, 0, w.length);
    }
  }

  @Override
  public double penalty() {
    return coefficient * squaredNorm;
  }

  @Override
  public void weigh(double newShare) {
    share = newShare;
  }
}
