package io.github.aezoo.eval.codes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.nd4j.linalg.factory.Nd4j;

/**
 * t-SNE, exactly, for maps of a few thousand codes at most: points of the plane whose neighbours
 * are those of the codes (van der Maaten and Hinton 2008, <a
 * href="https://www.jmlr.org/papers/v9/vandermaaten08a.html">JMLR 9</a>).
 *
 * <p>It starts from the principal axes, which keeps what is far apart in place (Kobak and Berens
 * 2019, <a href="https://doi.org/10.1038/s41467-019-13056-x">doi:10.1038/s41467-019-13056-x</a>).
 * Time and memory grow with the square of the number of codes.
 */
public final class Tsne {
  /** Fewer points have no neighbourhoods to speak of. */
  public static final int LEAST = 10;

  private static final double PERPLEXITY = 30;
  private static final int EXAGGERATED = 250;
  private static final int ITERATIONS = 750;
  private static final double EXAGGERATION = 12;
  private static final double START = 1e-4;

  /** Parts codes that are alike, which would get the same gradient for ever. */
  private static final double NOISE = 1e-3;

  private Tsne() {}

  /**
   * A map.
   *
   * @param points {@code {x, y}} for each code
   * @param perplexity how many neighbours count, effectively
   * @param divergence Kullback-Leibler divergence of the map's neighbourhoods from those of the
   *     codes, in nats
   * @param atStart the same of the principal axes, of the size that it starts with
   */
  public record Result(
      List<double[]> points, double perplexity, double divergence, double atStart) {
    /** Takes a copy of the list. */
    public Result {
      points = List.copyOf(points);
    }
  }

  /**
   * Maps codes; the same seed gives the same map.
   *
   * @param codes rows of one length, at least {@link #LEAST}
   */
  public static Result of(float[][] codes, long seed) {
    int n = codes.length;
    double perplexity = Math.min(PERPLEXITY, (n - 1) / 3.0);
    double[][] p = affinities(codes, perplexity);
    double[][] y = start(codes, seed);
    double before = divergence(p, y);
    double[][] velocity = new double[n][2];
    double[][] gains = new double[n][2];
    Arrays.stream(gains).forEach(row -> Arrays.fill(row, 1));
    double rate = Math.max(50, n / EXAGGERATION / 4);
    for (int step = 0; step < ITERATIONS; step++) {
      boolean early = step < EXAGGERATED;
      double[][] gradient = gradient(p, y, early ? EXAGGERATION : 1);
      double momentum = early ? 0.5 : 0.8;
      for (int i = 0; i < n; i++) {
        for (int axis = 0; axis < 2; axis++) {
          boolean onwards = gradient[i][axis] * velocity[i][axis] < 0;
          double gain = gains[i][axis];
          gains[i][axis] = onwards ? gain + 0.2 : Math.max(0.01, 0.8 * gain);
          velocity[i][axis] =
              momentum * velocity[i][axis] - rate * gains[i][axis] * gradient[i][axis];
          y[i][axis] += velocity[i][axis];
        }
      }
    }
    return new Result(List.of(y), perplexity, divergence(p, y), before);
  }

  private static double[][] start(float[][] codes, long seed) {
    List<double[]> axes = CodeMap.of(Nd4j.createFromArray(codes));
    double square = axes.stream().mapToDouble(point -> point[0] * point[0]).average().orElse(0);
    double scale = square == 0 ? 0 : START / Math.sqrt(square);
    Random random = new Random(seed);
    List<double[]> points = new ArrayList<>();
    for (double[] point : axes) {
      points.add(
          new double[] {
            scale * point[0] + NOISE * START * random.nextGaussian(),
            scale * point[1] + NOISE * START * random.nextGaussian()
          });
    }
    return points.toArray(double[][]::new);
  }

  /** How likely two codes are neighbours: symmetric, 0 on the diagonal, the sum is 1. */
  static double[][] affinities(float[][] codes, double perplexity) {
    int n = codes.length;
    double[][] conditional =
        IntStream.range(0, n)
            .parallel()
            .mapToObj(i -> conditional(squares(codes, i), i, perplexity))
            .toArray(double[][]::new);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double both = (conditional[i][j] + conditional[j][i]) / (2.0 * n);
        conditional[i][j] = both;
        conditional[j][i] = both;
      }
    }
    return conditional;
  }

  private static double[] squares(float[][] codes, int from) {
    double[] squares = new double[codes.length];
    for (int i = 0; i < codes.length; i++) {
      for (int j = 0; j < codes[i].length; j++) {
        double difference = (double) codes[i][j] - codes[from][j];
        squares[i] += difference * difference;
      }
    }
    return squares;
  }

  /**
   * A normal distribution around one code whose width is such that the exponential of its entropy
   * is the perplexity, by bisection.
   *
   * @param squares of the distances to it
   */
  static double[] conditional(double[] squares, int self, double perplexity) {
    double nearest = Double.POSITIVE_INFINITY;
    double sum = 0;
    for (int j = 0; j < squares.length; j++) {
      if (j != self) {
        nearest = Math.min(nearest, squares[j]);
        sum += squares[j];
      }
    }
    double target = Math.log(perplexity);
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double precision = sum == 0 ? 1 : squares.length / sum;
    double[] p = new double[squares.length];
    for (int step = 0; step < 100; step++) {
      double entropy = fill(p, squares, self, nearest, precision);
      if (Math.abs(entropy - target) < 1e-7) {
        break;
      }
      if (entropy > target) {
        low = precision;
        precision = Double.isInfinite(high) ? 2 * precision : (low + high) / 2;
      } else {
        high = precision;
        precision = (low + high) / 2;
      }
    }
    return p;
  }

  /** Fills in the distribution and returns its entropy; the nearest code is at distance 0. */
  private static double fill(
      double[] p, double[] squares, int self, double nearest, double precision) {
    double sum = 0;
    double weighted = 0;
    for (int j = 0; j < p.length; j++) {
      double distance = squares[j] - nearest;
      p[j] = j == self ? 0 : Math.exp(-precision * distance);
      sum += p[j];
      weighted += j == self ? 0 : p[j] * distance;
    }
    for (int j = 0; j < p.length; j++) {
      p[j] /= sum;
    }
    return Math.log(sum) + precision * weighted / sum;
  }

  /** Kullback-Leibler divergence of the map from the affinities. */
  static double divergence(double[][] p, double[][] y) {
    double total = 0;
    double plain = 0;
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < i; j++) {
        double weight = weight(y[i], y[j]);
        total += 2 * weight;
        if (p[i][j] > 0) {
          plain += 2 * p[i][j] * (Math.log(p[i][j]) - Math.log(weight));
        }
      }
    }
    return plain + Math.log(total);
  }

  private static double weight(double[] a, double[] b) {
    double dx = a[0] - b[0];
    double dy = a[1] - b[1];
    return 1 / (1 + dx * dx + dy * dy);
  }

  /** The gradient of {@link #divergence}, with attraction exaggerated by a factor. */
  static double[][] gradient(double[][] p, double[][] y, double exaggeration) {
    int n = y.length;
    double[][] attraction = new double[n][2];
    double[][] repulsion = new double[n][2];
    double total = 0;
    for (int i = 0; i < n; i++) {
      double[] own = y[i];
      double[] pulls = p[i];
      for (int j = 0; j < i; j++) {
        double dx = own[0] - y[j][0];
        double dy = own[1] - y[j][1];
        double weight = 1 / (1 + dx * dx + dy * dy);
        total += 2 * weight;
        double pull = pulls[j] * weight;
        double push = weight * weight;
        attraction[i][0] += pull * dx;
        attraction[i][1] += pull * dy;
        attraction[j][0] -= pull * dx;
        attraction[j][1] -= pull * dy;
        repulsion[i][0] += push * dx;
        repulsion[i][1] += push * dy;
        repulsion[j][0] -= push * dx;
        repulsion[j][1] -= push * dy;
      }
    }
    for (int i = 0; i < n; i++) {
      for (int axis = 0; axis < 2; axis++) {
        attraction[i][axis] = 4 * (exaggeration * attraction[i][axis] - repulsion[i][axis] / total);
      }
    }
    return attraction;
  }
}
