package io.github.aezoo.vae;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Mean and covariance of rows, and the squared Frechet distance of the normal distributions that
 * have them (Dowson and Landau 1982, <a
 * href="https://doi.org/10.1016/0047-259X(82)90077-X">doi:10.1016/0047-259X(82)90077-X</a>).
 */
final class Frechet {
  private final int size;
  private final double[] sums;
  private final double[][] products;
  private long count;

  /** Of rows of a size. */
  Frechet(int size) {
    this.size = size;
    this.sums = new double[size];
    this.products = new double[size][size];
  }

  /** Adds rows that lie one after the other. */
  void add(float... rows) {
    for (int at = 0; at < rows.length; at += size) {
      for (int i = 0; i < size; i++) {
        double value = rows[at + i];
        sums[i] += value;
        for (int j = 0; j <= i; j++) {
          products[i][j] += value * rows[at + j];
        }
      }
      count++;
    }
  }

  private double mean(int i) {
    return sums[i] / count;
  }

  private RealMatrix covariance() {
    double[][] covariance = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        covariance[i][j] = (products[i][j] / count - mean(i) * mean(j)) * count / (count - 1);
        covariance[j][i] = covariance[i][j];
      }
    }
    return new Array2DRowRealMatrix(covariance, false);
  }

  /** {@code |m - n|^2 + tr(S + T - 2 (S^1/2 T S^1/2)^1/2)}; at least two rows on either side. */
  double distanceTo(Frechet other) {
    double means = 0;
    for (int i = 0; i < size; i++) {
      double d = mean(i) - other.mean(i);
      means += d * d;
    }
    RealMatrix own = covariance();
    RealMatrix others = other.covariance();
    RealMatrix root = root(own);
    RealMatrix product = root.multiply(others).multiply(root);
    double trace = 0;
    for (double eigenvalue : new EigenDecomposition(symmetric(product)).getRealEigenvalues()) {
      // Rounding leaves eigenvalues of 0 slightly below it.
      trace += Math.sqrt(Math.max(0, eigenvalue));
    }
    return Math.max(0, means + own.getTrace() + others.getTrace() - 2 * trace);
  }

  /** The square root of a covariance, which has eigenvalues of 0 where features never vary. */
  private static RealMatrix root(RealMatrix covariance) {
    EigenDecomposition eigen = new EigenDecomposition(covariance);
    double[] roots = eigen.getRealEigenvalues();
    for (int i = 0; i < roots.length; i++) {
      roots[i] = Math.sqrt(Math.max(0, roots[i]));
    }
    return eigen
        .getV()
        .multiply(MatrixUtils.createRealDiagonalMatrix(roots))
        .multiply(eigen.getVT());
  }

  private static RealMatrix symmetric(RealMatrix m) {
    return m.add(m.transpose()).scalarMultiply(0.5);
  }
}
