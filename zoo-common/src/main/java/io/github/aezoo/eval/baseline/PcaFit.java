package io.github.aezoo.eval.baseline;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Split;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The arithmetic behind {@link Pca}, in double.
 *
 * <p>Products are ND4J's; the eigenvalue problem is solved by Commons Math (Householder, then
 * implicit QL), because ND4J's LAPACK {@code syev} gave wrong vectors above order 128 on one
 * processor while its eigenvalues were right.
 */
public final class PcaFit {
  private static final int CHUNK_VALUES = 1 << 20;
  private static final int OVERSAMPLING = 32;
  private static final int PASSES = 5;

  /** A variance below this share of the largest one is rounding. */
  private static final double NOTHING = 1e-9;

  private static final int ATTEMPTS = 4;
  private static final long SEED = 20110901L;

  private PcaFit() {}

  /** The first eigenvectors of the covariance matrix, by whichever of two matrices is smaller. */
  static Pca exact(Dataset data, int count) {
    int n = data.size(Split.TRAIN);
    Optional<Pca> few =
        n < data.shape().size() && count < n ? ofFew(data, count) : Optional.empty();
    return few.orElseGet(() -> ofCovariance(data, count));
  }

  /**
   * Of fewer samples than values: eigenvectors of the samples' products {@code [N, N]}, which have
   * the same eigenvalues. Empty when the samples span fewer directions than are wanted.
   */
  static Optional<Pca> ofFew(Dataset data, int count) {
    int n = data.size(Split.TRAIN);
    int d = data.shape().size();
    INDArray rows = Nd4j.zeros(DataType.DOUBLE, n, d);
    int[] filled = {0};
    chunks(
        data,
        x -> {
          int to = filled[0] + (int) x.size(0);
          rows.get(NDArrayIndex.interval(filled[0], to), NDArrayIndex.all()).assign(x);
          filled[0] = to;
        });
    INDArray mean = rows.mean(true, 0);
    rows.subiRowVector(mean);
    Spectrum eigen = eigen(values(rows.mmul(rows.transpose()).divi(Math.max(1, n - 1))));
    boolean spanned = eigen.variance(count - 1) > NOTHING * eigen.variance(0);
    return spanned ? Optional.of(combined(data, mean, eigen, rows, count)) : Optional.empty();
  }

  /** All of the covariance matrix {@code [D, D]}, and its first eigenvectors. */
  static Pca ofCovariance(Dataset data, int count) {
    int d = data.shape().size();
    INDArray products = Nd4j.zeros(DataType.DOUBLE, d, d);
    INDArray sum = Nd4j.zeros(DataType.DOUBLE, 1, d);
    chunks(
        data,
        x -> {
          products.addi(x.transpose().mmul(x));
          sum.addi(x.sum(true, 0));
        });
    int n = data.size(Split.TRAIN);
    INDArray mean = sum.divi(n);
    INDArray covariance =
        products.subi(mean.transpose().mmul(mean).muli(n)).divi(Math.max(1, n - 1));
    Spectrum eigen = eigen(values(covariance));
    float[] components = new float[count * d];
    double[] variances = new double[count];
    for (int k = 0; k < count; k++) {
      variances[k] = eigen.variance(k);
      store(eigen.vector(k), components, k);
    }
    return new Pca(
        data.shape(),
        n,
        mean.castTo(DataType.FLOAT).dup('c').data().asFloat(),
        components,
        variances);
  }

  /**
   * Randomised subspace iteration: a seeded random basis is multiplied by the covariance again and
   * again, which is never formed, and the best directions within the result are taken.
   */
  static Pca randomised(Dataset data, int count) {
    int d = data.shape().size();
    int n = data.size(Split.TRAIN);
    int width = Math.min(d, count + Math.max(OVERSAMPLING, count / 2));
    INDArray mean =
        Nd4j.createFromArray(MeanImage.fit(data).pixels())
            .castTo(DataType.DOUBLE)
            .reshape('c', 1, d);
    double[][] basis = orthonormal(gaussian(width, d));
    INDArray rows = Nd4j.createFromArray(basis);
    INDArray image = product(data, mean, rows, n);
    for (int pass = 1; pass < PASSES; pass++) {
      basis = orthonormal(values(image));
      rows = Nd4j.createFromArray(basis);
      image = product(data, mean, rows, n);
    }
    // Rayleigh-Ritz: the covariance seen inside the subspace.
    Spectrum eigen = eigen(values(rows.mmul(image.transpose())));
    return combined(data, mean, eigen, rows, count);
  }

  /** Components that are combinations of rows {@code [m, D]}, weighted by eigenvectors. */
  private static Pca combined(
      Dataset data, INDArray mean, Spectrum eigen, INDArray rows, int count) {
    int d = data.shape().size();
    float[] components = new float[count * d];
    double[] variances = new double[count];
    for (int k = 0; k < count; k++) {
      variances[k] = eigen.variance(k);
      INDArray weights = Nd4j.createFromArray(new double[][] {eigen.vector(k)});
      store(weights.mmul(rows).toDoubleVector(), components, k);
    }
    return new Pca(
        data.shape(),
        data.size(Split.TRAIN),
        mean.castTo(DataType.FLOAT).dup('c').data().asFloat(),
        components,
        variances);
  }

  /** Rows {@code [m, D]} times the covariance, without forming it. */
  private static INDArray product(Dataset data, INDArray mean, INDArray rows, int n) {
    INDArray result = Nd4j.zeros(DataType.DOUBLE, rows.size(0), rows.size(1));
    INDArray columns = rows.transpose().dup('c');
    chunks(
        data,
        x -> {
          INDArray centred = x.subiRowVector(mean);
          result.addi(centred.mmul(columns).transpose().mmul(centred));
        });
    return result.divi(Math.max(1, n - 1));
  }

  /**
   * The rows of a matrix of doubles, in one copy: ND4J's {@code toDoubleMatrix} makes two a row.
   */
  private static double[][] values(INDArray matrix) {
    double[] all = matrix.dup('c').data().asDouble();
    int columns = Math.toIntExact(matrix.size(1));
    return IntStream.range(0, Math.toIntExact(matrix.size(0)))
        .mapToObj(i -> Arrays.copyOfRange(all, i * columns, (i + 1) * columns))
        .toArray(double[][]::new);
  }

  /** Hands over the training images as {@code [n, D]} in double, a bounded number at a time. */
  private static void chunks(Dataset data, Consumer<INDArray> consumer) {
    int d = data.shape().size();
    int total = data.size(Split.TRAIN);
    int rows = Math.max(1, CHUNK_VALUES / d);
    float[] image = new float[d];
    for (int from = 0; from < total; from += rows) {
      int n = Math.min(rows, total - from);
      double[] values = new double[n * d];
      for (int i = 0; i < n; i++) {
        data.copy(Split.TRAIN, from + i, image, 0);
        for (int j = 0; j < d; j++) {
          values[i * d + j] = image[j];
        }
      }
      consumer.accept(Nd4j.createFromArray(values).reshape('c', n, d));
    }
  }

  /** Eigenvalues and eigenvectors of a matrix to which a multiple of the identity was added. */
  public record Spectrum(EigenDecomposition shifted, double shift) {
    /** As float32, which is what a cache keeps. */
    double variance(int k) {
      return (float) Math.max(0, shifted.getRealEigenvalue(k) - shift);
    }

    public double[] vector(int k) {
      return shifted.getEigenvector(k).toArray();
    }
  }

  /** Eigenvalues fall; the matrix is made exactly symmetric first, as the solver requires. */
  public static Spectrum eigen(double[][] values) {
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < i; j++) {
        double both = (values[i][j] + values[j][i]) / 2;
        values[i][j] = both;
        values[j][i] = both;
      }
    }
    // Few images leave most eigenvalues 0, and among zeros QL takes rounding for structure and
    // does not converge. Far from zero it does; the vectors stay the same.
    double trace = 0;
    for (int i = 0; i < values.length; i++) {
      trace += values[i][i];
    }
    double shift = trace;
    for (int attempt = 1; ; attempt++) {
      try {
        return new Spectrum(new EigenDecomposition(shifted(values, shift)), shift);
      } catch (MaxCountExceededException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        shift *= 64;
      }
    }
  }

  private static Array2DRowRealMatrix shifted(double[][] values, double shift) {
    Array2DRowRealMatrix matrix = new Array2DRowRealMatrix(values);
    for (int i = 0; i < values.length; i++) {
      matrix.addToEntry(i, i, shift);
    }
    return matrix;
  }

  /** Stores a vector of length 1 with its largest entry positive. */
  private static void store(double[] vector, float[] components, int k) {
    int largest = 0;
    double squares = 0;
    for (int j = 0; j < vector.length; j++) {
      squares += vector[j] * vector[j];
      if (Math.abs(vector[j]) > Math.abs(vector[largest])) {
        largest = j;
      }
    }
    double scale = Math.copySign(1 / Math.sqrt(squares), vector[largest]);
    for (int j = 0; j < vector.length; j++) {
      components[k * vector.length + j] = (float) (scale * vector[j]);
    }
  }

  public static double[][] gaussian(int rows, int columns) {
    double[][] values = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      Random random = new Random(Seeds.derive(SEED, i));
      for (int j = 0; j < columns; j++) {
        values[i][j] = random.nextGaussian();
      }
    }
    return values;
  }

  /** Gram-Schmidt, twice, which is enough for full accuracy (Giraud and others 2005). */
  public static double[][] orthonormal(double[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      double[] row = rows[i];
      for (int round = 0; round < 2; round++) {
        double before = Math.sqrt(dot(row, row));
        for (int j = 0; j < i; j++) {
          subtract(row, rows[j], dot(row, rows[j]));
        }
        double after = Math.sqrt(dot(row, row));
        if (after <= 1e-12 * before || after == 0) {
          // The images span fewer dimensions than were asked for: any other direction will do.
          rows[i] = gaussian(i + 1, row.length)[i];
          row = rows[i];
          round = -1;
          continue;
        }
        scale(row, 1 / after);
      }
    }
    return rows;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void subtract(double[] from, double[] row, double factor) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= factor * row[i];
    }
  }

  private static void scale(double[] row, double factor) {
    for (int i = 0; i < row.length; i++) {
      row[i] *= factor;
    }
  }
}
