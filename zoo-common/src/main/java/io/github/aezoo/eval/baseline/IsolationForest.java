package io.github.aezoo.eval.baseline;

import io.github.aezoo.data.SeedUse;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.io.ZooException;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Isolation forest (Liu, Ting and Zhou 2008, <a
 * href="https://doi.org/10.1109/ICDM.2008.17">doi:10.1109/ICDM.2008.17</a>): random cuts set
 * anomalies apart in few steps. What detectors of rows stand beside; immutable and thread-safe.
 */
public final class IsolationForest {
  /** Trees of a forest, as in the paper. */
  public static final int TREES = 100;

  /** Rows that a tree sees, as in the paper. */
  public static final int SAMPLE = 256;

  private static final double EULER_MASCHERONI = 0.5772156649015329;

  private final Node[] trees;
  private final double normal;

  /** An inner node has two children; a leaf has none and tells how many rows ended in it. */
  private record Node(int feature, float cut, Node below, Node above, int rows) {}

  private IsolationForest(Node[] trees, double normal) {
    this.trees = trees;
    this.normal = normal;
  }

  /**
   * Grows a forest of {@link #TREES} trees.
   *
   * @param rows all of one length, at least two
   * @param seed decides samples and cuts
   */
  public static IsolationForest fit(float[][] rows, long seed) {
    if (rows.length < 2) {
      throw new ZooException("at least two rows expected; got " + rows.length);
    }
    int sample = Math.min(SAMPLE, rows.length);
    int depth = (int) Math.ceil(Math.log(sample) / Math.log(2));
    Node[] trees = new Node[TREES];
    for (int t = 0; t < TREES; t++) {
      int[] order =
          Seeds.permutation(rows.length, Seeds.derive(seed, t, SeedUse.TREE_ROWS.number()));
      float[][] own =
          Arrays.stream(order, 0, sample).mapToObj(i -> rows[i]).toArray(float[][]::new);
      trees[t] =
          grow(own, depth, new SplittableRandom(Seeds.derive(seed, t, SeedUse.TREE_CUTS.number())));
    }
    return new IsolationForest(trees, averagePath(sample));
  }

  private static Node grow(float[][] rows, int depth, SplittableRandom random) {
    int[] varying = varying(rows);
    if (depth == 0 || rows.length < 2 || varying.length == 0) {
      return new Node(-1, 0, null, null, rows.length);
    }
    int feature = varying[random.nextInt(varying.length)];
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float[] row : rows) {
      low = Math.min(low, row[feature]);
      high = Math.max(high, row[feature]);
    }
    float cut = (float) (low + random.nextDouble() * ((double) high - low));
    float[][] below = Arrays.stream(rows).filter(r -> r[feature] < cut).toArray(float[][]::new);
    float[][] above = Arrays.stream(rows).filter(r -> r[feature] >= cut).toArray(float[][]::new);
    return new Node(
        feature, cut, grow(below, depth - 1, random), grow(above, depth - 1, random), rows.length);
  }

  /** Features that are not the same in all rows. */
  private static int[] varying(float[][] rows) {
    if (rows.length < 2) {
      return new int[0];
    }
    boolean[] varies = new boolean[rows[0].length];
    for (float[] row : rows) {
      for (int f = 0; f < varies.length; f++) {
        varies[f] |= row[f] != rows[0][f];
      }
    }
    return java.util.stream.IntStream.range(0, varies.length).filter(f -> varies[f]).toArray();
  }

  /** The score in (0, 1): near 1 for an anomaly, about 0.5 when nothing stands out. */
  public double score(float... row) {
    double sum = 0;
    for (Node tree : trees) {
      sum += path(tree, row);
    }
    return Math.pow(2, -sum / trees.length / normal);
  }

  private static double path(Node tree, float... row) {
    int depth = 0;
    Node node = tree;
    while (node.below != null) {
      node = row[node.feature] < node.cut ? node.below : node.above;
      depth++;
    }
    return depth + averagePath(node.rows);
  }

  /** The average depth at which a search in a binary tree of so many rows ends unsuccessfully. */
  static double averagePath(int rows) {
    if (rows < 2) {
      return 0;
    }
    return rows == 2 ? 1 : 2 * (Math.log(rows - 1) + EULER_MASCHERONI) - 2.0 * (rows - 1) / rows;
  }
}
