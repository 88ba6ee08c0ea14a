package io.github.aezoo.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Compares a network's gradient with central differences of its score, in double precision, on some
 * parameters of every tensor.
 *
 * <p>What is random in the network (dropout, sampling) is drawn from the same seed at every
 * evaluation. Running statistics, which are not trained, are left out.
 */
public final class GradientCheck {
  private static final double STEP = 1e-6;
  private static final double TOLERANCE = 1e-4;
  private static final double NOTHING = 1e-8;
  private static final int A_TENSOR = 24;
  private static final int N = 3;

  private GradientCheck() {}

  /**
   * The largest relative error of each tensor, {@code |a - n| / (|a| + |n|)}; NaN for a tensor that
   * has no gradient to compare.
   *
   * @param scale what the network's gradient is multiplied by before it is compared: 1, or another
   *     number to see that the check can fail
   */
  public static Map<String, Double> errors(
      Architecture architecture, Loss loss, long seed, double scale) {
    DataType before = Nd4j.dataType();
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    try {
      ComputationGraph single =
          new ComputationGraph(architecture.network(new Learning(loss, new NoOp(), 0), seed));
      single.init();
      ComputationGraph network = single.convertDataType(DataType.DOUBLE);
      return errors(network, architecture, new Random(seed), scale);
    } finally {
      Nd4j.setDefaultDataTypes(before, before);
    }
  }

  /** Whether errors are those of a right gradient. */
  public static boolean right(double error) {
    return error <= TOLERANCE;
  }

  private static Map<String, Double> errors(
      ComputationGraph network, Architecture architecture, Random random, double scale) {
    INDArray images = images(architecture, random);
    // Biases that begin at 0 would hide mistakes.
    INDArray parameters = network.params();
    INDArray noise = Nd4j.createFromArray(random.doubles(parameters.length(), -0.1, 0.1).toArray());
    parameters.addi(noise.reshape(parameters.shape()));
    score(network, images);
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    network.gradient().gradientForVariable().forEach((key, g) -> gradients.put(key, g.dup('c')));
    Map<String, Double> errors = new LinkedHashMap<>();
    network
        .paramTable()
        .forEach(
            (key, values) -> {
              int split = key.lastIndexOf('_');
              if (network
                  .getLayer(key.substring(0, split))
                  .updaterDivideByMinibatch(key.substring(split + 1))) {
                INDArray gradient = gradients.get(key).muli(scale / N);
                errors.put(key, worst(network, images, values, gradient, random));
              }
            });
    return errors;
  }

  private static double worst(
      ComputationGraph network, INDArray images, INDArray values, INDArray gradient, Random random) {
    double worst = Double.NaN;
    long n = values.length();
    for (int k = 0; k < Math.min(n, A_TENSOR); k++) {
      long at = n <= A_TENSOR ? k : (long) (random.nextDouble() * n);
      // By coordinates: arrays differ in their order.
      long[] where = coordinates(at, values.shape());
      double value = values.getDouble(where);
      values.putScalar(where, value + STEP);
      double up = score(network, images);
      values.putScalar(where, value - STEP);
      double down = score(network, images);
      values.putScalar(where, value);
      double numeric = (up - down) / (2 * STEP);
      double analytic = gradient.getDouble(where);
      if (Math.abs(numeric) + Math.abs(analytic) > NOTHING) {
        double error = Math.abs(numeric - analytic) / (Math.abs(numeric) + Math.abs(analytic));
        // Rounding of the score leaves 1e-9 of noise in the difference.
        double counted = Math.abs(numeric - analytic) < NOTHING ? 0 : error;
        worst = Double.isNaN(worst) ? counted : Math.max(worst, counted);
      }
    }
    return worst;
  }

  private static long[] coordinates(long at, long[] shape) {
    long[] where = new long[shape.length];
    long rest = at;
    for (int d = shape.length - 1; d >= 0; d--) {
      where[d] = rest % shape[d];
      rest /= shape[d];
    }
    return where;
  }

  private static double score(ComputationGraph network, INDArray images) {
    Nd4j.getRandom().setSeed(5);
    network.setInputs(images);
    network.setLabels(images);
    network.computeGradientAndScore();
    return network.score();
  }

  private static INDArray images(Architecture architecture, Random random) {
    long[] shape =
        architecture.inputType().getType()
                == org.deeplearning4j.nn.conf.inputs.InputType.Type.CNN
            ? architecture.input().batch(N)
            : new long[] {N, architecture.input().size()};
    double[] pixels = random.doubles((long) N * architecture.input().size(), 0.05, 0.95).toArray();
    return Nd4j.createFromArray(pixels).reshape('c', shape);
  }
}
