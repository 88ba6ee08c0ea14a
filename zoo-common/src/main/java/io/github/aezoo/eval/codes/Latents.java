package io.github.aezoo.eval.codes;

import io.github.aezoo.data.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Codes to decode: draws from N(0, I), walks between two codes, a grid over a plane of codes. */
public final class Latents {
  /** Two codes are as good as parallel below this angle: the arc is then the straight line. */
  private static final double PARALLEL = 1e-4;

  private Latents() {}

  /**
   * Draws from N(0, I); the i-th does not depend on how many are drawn.
   *
   * @return {@code [count, size]}
   */
  public static INDArray prior(int count, int size, long seed) {
    float[] codes = new float[count * size];
    for (int i = 0; i < count; i++) {
      Random random = new Random(Seeds.derive(seed, i));
      for (int j = 0; j < size; j++) {
        codes[i * size + j] = (float) random.nextGaussian();
      }
    }
    return Nd4j.createFromArray(codes).reshape('c', count, size);
  }

  /** Codes on the straight line from {@code a} to {@code b}, both included; at least 2 steps. */
  public static List<float[]> line(float[] a, float[] b, int steps) {
    List<float[]> walk = new ArrayList<>();
    for (int s = 0; s < steps; s++) {
      double t = s / (steps - 1.0);
      walk.add(mix(a, 1 - t, b, t));
    }
    return walk;
  }

  /**
   * Codes on the great arc from {@code a} to {@code b}, both included: draws of N(0, I) in many
   * dimensions lie near a sphere, and the straight line leaves it (White 2016, <a
   * href="https://arxiv.org/abs/1609.04468">arXiv:1609.04468</a>). At least 2 steps.
   */
  public static List<float[]> arc(float[] a, float[] b, int steps) {
    double dot = 0;
    double ofA = 0;
    double ofB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      ofA += (double) a[i] * a[i];
      ofB += (double) b[i] * b[i];
    }
    double lengths = Math.sqrt(ofA * ofB);
    double angle = lengths == 0 ? 0 : Math.acos(Math.max(-1, Math.min(1, dot / lengths)));
    if (angle < PARALLEL || Math.PI - angle < PARALLEL) {
      return line(a, b, steps);
    }
    List<float[]> walk = new ArrayList<>();
    for (int s = 0; s < steps; s++) {
      double t = s / (steps - 1.0);
      walk.add(
          mix(
              a,
              Math.sin((1 - t) * angle) / Math.sin(angle),
              b,
              Math.sin(t * angle) / Math.sin(angle)));
    }
    return walk;
  }

  private static float[] mix(float[] a, double ofA, float[] b, double ofB) {
    float[] code = new float[a.length];
    for (int i = 0; i < code.length; i++) {
      code[i] = (float) (ofA * a[i] + ofB * b[i]);
    }
    return code;
  }

  /**
   * A grid over two-dimensional codes, row by row from the upper left: the quantiles of N(0, 1) at
   * {@code (i + 1/2) / side}, so that every cell is as likely as any other.
   *
   * @return {@code [side * side, 2]}; the first value grows to the right, the second upwards
   */
  public static INDArray grid(int side) {
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    float[] codes = new float[2 * side * side];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        int at = 2 * (row * side + column);
        codes[at] = (float) normal.inverseCumulativeProbability((column + 0.5) / side);
        codes[at + 1] = (float) normal.inverseCumulativeProbability((side - row - 0.5) / side);
      }
    }
    return Nd4j.createFromArray(codes).reshape('c', (long) side * side, 2);
  }
}
