package io.github.aezoo.eval.codes;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The nearest of some rows by Euclidean distance, all of them compared. */
public final class Neighbours {
  private static final int CHUNK = 500;

  /**
   * Taken besides those wanted: their order by the fast distances may be wrong in the last digits.
   */
  private static final int SPARE = 4;

  private final float[][] rows;
  private final float[] centre;
  private final INDArray centred;
  private final float[] squares;

  /**
   * A row and how far it is.
   *
   * @param index of the row
   * @param distance Euclidean
   */
  public record Neighbour(int index, double distance) {}

  /** Among rows of one length, at least one. */
  public Neighbours(float[][] rows) {
    this.rows = rows;
    this.centre = mean(rows);
    float[] values = centred(rows, 0, rows.length);
    this.centred = Nd4j.createFromArray(values).reshape('c', rows.length, centre.length);
    this.squares = squares(values, rows.length);
  }

  /**
   * The nearest rows of each query, the nearest first, equally far ones by their index.
   *
   * @param count how many; fewer when there are fewer rows
   */
  public List<List<Neighbour>> of(float[][] queries, int count) {
    return IntStream.iterate(0, from -> from < queries.length, from -> from + CHUNK)
        .boxed()
        .flatMap(
            from -> chunk(queries, from, Math.min(CHUNK, queries.length - from), count).stream())
        .toList();
  }

  /** The class that most of each query's nearest rows have; of several the one that is nearest. */
  public int[] vote(float[][] queries, int count, int[] labels) {
    return of(queries, count).stream().mapToInt(near -> vote(near, labels)).toArray();
  }

  private static int vote(List<Neighbour> near, int[] labels) {
    int best = -1;
    long most = 0;
    for (Neighbour one : near) {
      int label = labels[one.index];
      long votes = near.stream().filter(n -> labels[n.index] == label).count();
      if (votes > most) {
        most = votes;
        best = label;
      }
    }
    return best;
  }

  /** Distances of all pairs are one matrix product; those that are shown are computed again. */
  private List<List<Neighbour>> chunk(float[][] queries, int from, int n, int count) {
    INDArray some = Nd4j.createFromArray(centred(queries, from, n)).reshape('c', n, centre.length);
    float[] products = some.mmul(centred.transpose()).dup('c').data().asFloat();
    return IntStream.range(0, n)
        .parallel()
        .mapToObj(
            q ->
                Arrays.stream(candidates(products, q * rows.length, count + SPARE))
                    .mapToObj(i -> new Neighbour(i, distance(rows[i], queries[from + q])))
                    .sorted(
                        Comparator.comparingDouble(Neighbour::distance)
                            .thenComparingInt(Neighbour::index))
                    .limit(count)
                    .toList())
        .toList();
  }

  /** The rows with the smallest squared distance less the query's own square, by insertion. */
  private int[] candidates(float[] products, int offset, int count) {
    int kept = Math.min(count, rows.length);
    int[] best = new int[kept];
    float[] far = new float[kept];
    Arrays.fill(far, Float.POSITIVE_INFINITY);
    for (int i = 0; i < rows.length; i++) {
      float distance = squares[i] - 2 * products[offset + i];
      if (distance < far[kept - 1]) {
        int at = kept - 1;
        for (; at > 0 && far[at - 1] > distance; at--) {
          far[at] = far[at - 1];
          best[at] = best[at - 1];
        }
        far[at] = distance;
        best[at] = i;
      }
    }
    return best;
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      double difference = (double) a[j] - b[j];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }

  private static float[] mean(float[][] rows) {
    double[] sum = new double[rows[0].length];
    for (float[] row : rows) {
      for (int j = 0; j < sum.length; j++) {
        sum[j] += row[j];
      }
    }
    float[] mean = new float[sum.length];
    for (int j = 0; j < mean.length; j++) {
      mean[j] = (float) (sum[j] / rows.length);
    }
    return mean;
  }

  /** Far from zero, squares would leave no digits for distances. */
  private float[] centred(float[][] from, int first, int n) {
    float[] values = new float[n * centre.length];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < centre.length; j++) {
        values[i * centre.length + j] = from[first + i][j] - centre[j];
      }
    }
    return values;
  }

  private static float[] squares(float[] values, int n) {
    int size = values.length / n;
    float[] squares = new float[n];
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < size; j++) {
        sum += (double) values[i * size + j] * values[i * size + j];
      }
      squares[i] = (float) sum;
    }
    return squares;
  }
}
