package io.github.aezoo.model;

import io.github.aezoo.model.nn.ActivationPenalty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Compares a network's gradient with central differences of its score, in double precision, on some
 * parameters of every tensor: all where it has at most twelve, otherwise twelve that the seed
 * chooses. A layer's gradient is one formula for the whole of a tensor, so a mistake in it is in
 * every sample, which {@link #errors} with another scale shows for each tensor.
 *
 * <p>The differences are of the forward pass alone, which is a third of the time of one with the
 * gradient; that both give the same score is checked first.
 *
 * <p>What is random in the network (dropout, sampling) is drawn from the same seed at every
 * evaluation. Running statistics, which are not trained, are left out.
 */
public final class GradientCheck {
  private static final double STEP = 1e-6;
  private static final double TOLERANCE = 1e-4;
  private static final double NOTHING = 1e-8;
  private static final double SAME = 1e-12;
  private static final int A_TENSOR = 12;
  private static final int N = 3;

  /** One parameter's derivative, from the network and from differences. */
  private record Pair(double analytic, double numeric) {}

  private final Map<String, List<Pair>> tensors = new LinkedHashMap<>();

  private GradientCheck() {}

  /** Evaluates the gradient of an architecture's network, with its seed, on seeded images. */
  public static GradientCheck of(Architecture architecture, Loss loss, long seed) {
    DataType before = Nd4j.dataType();
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    try {
      ComputationGraph single =
          new ComputationGraph(architecture.network(new Learning(loss, new NoOp(), 0), seed));
      single.init();
      ComputationGraph network = single.convertDataType(DataType.DOUBLE);
      GradientCheck check = new GradientCheck();
      check.evaluate(network, architecture, new Random(seed));
      return check;
    } finally {
      Nd4j.setDefaultDataTypes(before, before);
    }
  }

  /**
   * The largest relative error of each tensor, {@code |a - n| / (|a| + |n|)}; NaN for a tensor that
   * has no gradient to compare.
   *
   * @param scale what the network's gradient is multiplied by before it is compared: 1, or another
   *     number to see that the check can fail
   */
  public Map<String, Double> errors(double scale) {
    Map<String, Double> errors = new LinkedHashMap<>();
    tensors.forEach((name, pairs) -> errors.put(name, worst(pairs, scale)));
    return errors;
  }

  /** Whether an error is that of a right gradient. */
  public static boolean right(double error) {
    return error <= TOLERANCE;
  }

  /** The score of a training pass over seeded noise, when penalties count by a share. */
  static double score(ComputationGraph graph, Architecture network, int n, double share) {
    ActivationPenalty.weigh(graph, share);
    Nd4j.getRandom().setSeed(6);
    INDArray images = network.laidOut(Nd4j.rand(network.input().batch(n)));
    graph.setInputs(images);
    graph.setLabels(images);
    graph.computeGradientAndScore();
    return graph.score();
  }

  private static double worst(List<Pair> pairs, double scale) {
    double worst = Double.NaN;
    for (Pair pair : pairs) {
      double analytic = scale * pair.analytic;
      double size = Math.abs(analytic) + Math.abs(pair.numeric);
      if (size > NOTHING) {
        double difference = Math.abs(analytic - pair.numeric);
        // Rounding of the score leaves noise of about 1e-9 in the difference.
        double error = difference < NOTHING ? 0 : difference / size;
        worst = Double.isNaN(worst) ? error : Math.max(worst, error);
      }
    }
    return worst;
  }

  private void evaluate(ComputationGraph network, Architecture architecture, Random random) {
    INDArray images = images(architecture, random);
    // Biases that begin at 0 would hide mistakes.
    INDArray parameters = network.params();
    INDArray noise = Nd4j.createFromArray(random.doubles(parameters.length(), -0.1, 0.1).toArray());
    parameters.addi(noise.reshape(parameters.shape()));
    // Score and gradient must agree about the share of a penalty, too.
    ActivationPenalty.weigh(network, 0.7);
    double whole = scoreOfTraining(network, images);
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    Map<String, INDArray> table = network.paramTable();
    // A normalisation without scale and shift has gradients, but no parameters, for them.
    network
        .gradient()
        .gradientForVariable()
        .forEach(
            (key, g) -> {
              if (table.containsKey(key)) {
                gradients.put(key, g.dup('c'));
              }
            });
    double forward = score(network, images);
    if (!(Math.abs(forward - whole) <= SAME * Math.abs(whole))) {
      throw new AssertionError(
          "score %s of the forward pass, %s of training".formatted(forward, whole));
    }
    table.forEach(
        (key, values) -> {
          int split = key.lastIndexOf('_');
          if (network
              .getLayer(key.substring(0, split))
              .updaterDivideByMinibatch(key.substring(split + 1))) {
            tensors.put(key, pairs(network, images, values, gradients.get(key), random));
          }
        });
  }

  private static List<Pair> pairs(
      ComputationGraph network,
      INDArray images,
      INDArray values,
      INDArray gradient,
      Random random) {
    List<Pair> pairs = new ArrayList<>();
    long n = values.length();
    for (int k = 0; k < Math.min(n, A_TENSOR); k++) {
      // By coordinates: arrays differ in their order.
      long[] at = coordinates(n <= A_TENSOR ? k : (long) (random.nextDouble() * n), values.shape());
      double value = values.getDouble(at);
      values.putScalar(at, value + STEP);
      double up = score(network, images);
      values.putScalar(at, value - STEP);
      double down = score(network, images);
      values.putScalar(at, value);
      pairs.add(new Pair(gradient.getDouble(at) / N, (up - down) / (2 * STEP)));
    }
    return pairs;
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

  /** The score alone: two of three parts of a training pass's time are its gradient. */
  private static double score(ComputationGraph network, INDArray images) {
    Nd4j.getRandom().setSeed(5);
    return network.score(new DataSet(images, images), true);
  }

  private static double scoreOfTraining(ComputationGraph network, INDArray images) {
    Nd4j.getRandom().setSeed(5);
    network.setInputs(images);
    network.setLabels(images);
    network.computeGradientAndScore();
    return network.score();
  }

  private static INDArray images(Architecture architecture, Random random) {
    long[] shape =
        architecture.inputType().getType() == org.deeplearning4j.nn.conf.inputs.InputType.Type.CNN
            ? architecture.input().batch(N)
            : new long[] {N, architecture.input().size()};
    double[] pixels = random.doubles((long) N * architecture.input().size(), 0.05, 0.95).toArray();
    return Nd4j.createFromArray(pixels).reshape('c', shape);
  }
}
