package io.github.aezoo.eval.codes;

import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Linear discriminant analysis (<a href="https://doi.org/10.1111/j.1469-1809.1936.tb02137.x">Fisher
 * 1936</a>): classes are taken for normal distributions with one covariance, so that lines part
 * them. The best that a supervised linear method without steps or settings does.
 *
 * <p>The covariance within classes is drawn towards a multiple of the identity by as much as the
 * sample's own scatter asks for (Ledoit and Wolf 2004, <a
 * href="https://doi.org/10.1016/S0047-259X(03)00096-4">doi:10.1016/S0047-259X(03)00096-4</a>):
 * pixels at the border, which never vary, would make it singular.
 */
final class LinearDiscriminant {
  /** Of the mean variance: rows on a line need no shrinkage, but have no inverse. */
  private static final double RIDGE = 1e-9;

  private final double shrinkage;
  private final double[][] weights;
  private final double[] biases;

  private LinearDiscriminant(double shrinkage, double[][] weights, double[] biases) {
    this.shrinkage = shrinkage;
    this.weights = weights;
    this.biases = biases;
  }

  /**
   * Fits rows of one length; a class without rows is never chosen.
   *
   * @param labels from 0, one for each row
   */
  static LinearDiscriminant fit(float[][] rows, int[] labels, int classes) {
    int n = rows.length;
    int d = rows[0].length;
    int[] counts = new int[classes];
    double[][] means = means(rows, labels, counts, d);
    double[] within = new double[n * d];
    double fourth = 0;
    for (int i = 0; i < n; i++) {
      double square = 0;
      for (int j = 0; j < d; j++) {
        double difference = rows[i][j] - means[labels[i]][j];
        within[i * d + j] = difference;
        square += difference * difference;
      }
      fourth += square * square;
    }
    INDArray z = Nd4j.createFromArray(within).reshape('c', n, d);
    double[][] covariance = z.transpose().mmul(z).divi(n).toDoubleMatrix();
    double shrinkage = shrink(covariance, fourth, n);
    // Rounding leaves it not quite symmetric, which the solver would refuse.
    CholeskyDecomposition solver =
        new CholeskyDecomposition(new Array2DRowRealMatrix(covariance, false), 1e-6, 0);
    double[][] columns = new double[d][classes];
    for (int c = 0; c < classes; c++) {
      for (int j = 0; j < d; j++) {
        columns[j][c] = means[c][j];
      }
    }
    double[][] solved =
        solver.getSolver().solve(new Array2DRowRealMatrix(columns, false)).transpose().getData();
    double[] biases = new double[classes];
    for (int c = 0; c < classes; c++) {
      double product = 0;
      for (int j = 0; j < d; j++) {
        product += solved[c][j] * means[c][j];
      }
      biases[c] = Math.log((double) counts[c] / n) - product / 2;
    }
    return new LinearDiscriminant(shrinkage, solved, biases);
  }

  private static double[][] means(float[][] rows, int[] labels, int[] counts, int d) {
    double[][] means = new double[counts.length][d];
    for (int i = 0; i < rows.length; i++) {
      counts[labels[i]]++;
      for (int j = 0; j < d; j++) {
        means[labels[i]][j] += rows[i][j];
      }
    }
    for (int c = 0; c < counts.length; c++) {
      for (int j = 0; j < d; j++) {
        means[c][j] /= Math.max(1, counts[c]);
      }
    }
    return means;
  }

  /** Shrinks in place and returns the share of the identity's multiple. */
  private static double shrink(double[][] covariance, double fourth, int n) {
    int d = covariance.length;
    double trace = 0;
    double squares = 0;
    for (int i = 0; i < d; i++) {
      trace += covariance[i][i];
      for (int j = 0; j < d; j++) {
        squares += covariance[i][j] * covariance[i][j];
      }
    }
    double mean = trace / d;
    double distance = squares - d * mean * mean;
    double scatter = (fourth - n * squares) / ((double) n * n);
    double share = distance <= 0 ? 0 : Math.max(0, Math.min(1, scatter / distance));
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        covariance[i][j] *= 1 - share;
      }
      // All rows of a class alike: no direction counts more than another.
      covariance[i][i] += trace == 0 ? 1 : (share + RIDGE) * mean;
    }
    return share;
  }

  /** How much of the covariance is a multiple of the identity, 0 to 1. */
  double shrinkage() {
    return shrinkage;
  }

  /** The discriminant of each class: the logarithm of its posterior but for a common constant. */
  double[] scores(float[] row) {
    double[] scores = biases.clone();
    for (int c = 0; c < scores.length; c++) {
      for (int j = 0; j < row.length; j++) {
        scores[c] += weights[c][j] * row[j];
      }
    }
    return scores;
  }

  /** The class with the largest discriminant. */
  int classify(float[] row) {
    double[] scores = scores(row);
    return IntStream.range(0, scores.length)
        .reduce((a, b) -> scores[b] > scores[a] ? b : a)
        .orElseThrow();
  }
}
