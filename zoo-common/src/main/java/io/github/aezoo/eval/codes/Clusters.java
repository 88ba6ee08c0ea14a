package io.github.aezoo.eval.codes;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.DoublePoint;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.clustering.MultiKMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.Well19937c;

/**
 * Clusters that k-means finds without classes (seeded as k-means++, Arthur and Vassilvitskii 2007,
 * <a href="https://dl.acm.org/doi/10.5555/1283383.1283494">doi:10.5555/1283383.1283494</a>), and
 * how they agree with classes.
 */
final class Clusters {
  private static final int ITERATIONS = 100;
  private static final int TRIALS = 3;

  private final double[][] centres;

  private Clusters(double[][] centres) {
    this.centres = centres;
  }

  /** The tightest of three trials. */
  static Clusters fit(float[][] rows, int count, long seed) {
    List<DoublePoint> points =
        Arrays.stream(rows).map(row -> new DoublePoint(doubles(row))).toList();
    KMeansPlusPlusClusterer<DoublePoint> once =
        new KMeansPlusPlusClusterer<>(
            count, ITERATIONS, new EuclideanDistance(), new Well19937c(seed));
    return new Clusters(
        new MultiKMeansPlusPlusClusterer<>(once, TRIALS)
            .cluster(points).stream()
                .map(CentroidCluster::getCenter)
                .map(centre -> centre.getPoint())
                .toArray(double[][]::new));
  }

  private static double[] doubles(float[] row) {
    double[] values = new double[row.length];
    for (int j = 0; j < row.length; j++) {
      values[j] = row[j];
    }
    return values;
  }

  /** The cluster of each row: the one with the nearest centre. */
  int[] of(float[][] rows) {
    return Arrays.stream(rows).parallel().mapToInt(this::nearest).toArray();
  }

  private int nearest(float[] row) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < centres.length; c++) {
      double sum = 0;
      for (int j = 0; j < row.length; j++) {
        double difference = row[j] - centres[c][j];
        sum += difference * difference;
      }
      if (sum < least) {
        least = sum;
        best = c;
      }
    }
    return best;
  }

  /** Share of images that have the commonest class of their cluster. */
  static double purity(int[] clusters, int[] labels) {
    double common = 0;
    for (int[] classes : counts(clusters, labels)) {
      common += Arrays.stream(classes).max().orElse(0);
    }
    return common / labels.length;
  }

  /**
   * Mutual information of clusters and classes over the mean of their entropies: 1 when each tells
   * the other, 0 when they are independent, or when there is one class or one cluster alone.
   */
  static double normalisedMutualInformation(int[] clusters, int[] labels) {
    int[][] both = counts(clusters, labels);
    double n = labels.length;
    double[] ofCluster = new double[both.length];
    double[] ofClass = new double[both[0].length];
    for (int k = 0; k < both.length; k++) {
      for (int c = 0; c < ofClass.length; c++) {
        ofCluster[k] += both[k][c] / n;
        ofClass[c] += both[k][c] / n;
      }
    }
    double information = 0;
    for (int k = 0; k < both.length; k++) {
      for (int c = 0; c < ofClass.length; c++) {
        if (both[k][c] > 0) {
          double p = both[k][c] / n;
          information += p * Math.log(p / (ofCluster[k] * ofClass[c]));
        }
      }
    }
    double entropies = entropy(ofCluster) + entropy(ofClass);
    return entropies == 0 ? 0 : 2 * information / entropies;
  }

  private static double entropy(double[] shares) {
    return Arrays.stream(shares).filter(p -> p > 0).map(p -> -p * Math.log(p)).sum();
  }

  private static int[][] counts(int[] clusters, int[] labels) {
    int[][] counts =
        new int[Arrays.stream(clusters).max().orElse(0) + 1]
            [Arrays.stream(labels).max().orElse(0) + 1];
    for (int i = 0; i < labels.length; i++) {
      counts[clusters[i]][labels[i]]++;
    }
    return counts;
  }
}
