package io.github.aezoo.detect;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.SeedUse;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.Reconstructor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.AnomalyScore;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Families;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Computes the anomaly scores of a split, and its labels. */
public final class ScoreRun {
  /** Samples that are scored at once: with a sample's place it decides what is random. */
  static final int BATCH = 512;

  /** Scaled values beyond it are too far from those of training for float32. */
  private static final float EXTREME = 1e6f;

  private ScoreRun() {}

  /** The scores of a model's family, the usual one first. */
  public static List<AnomalyScore> scores(Architecture architecture) {
    return Families.of(architecture).anomalyScores();
  }

  /**
   * A score of a model's family.
   *
   * @param id its name; empty for the usual one
   * @throws ZooException when the family has none of that name
   */
  public static AnomalyScore score(Architecture architecture, Optional<String> id) {
    List<AnomalyScore> all = scores(architecture);
    return all.stream()
        .filter(score -> id.isEmpty() || score.id().equals(id.get()))
        .findFirst()
        .orElseThrow(
            () ->
                new ZooException(
                    "score %s expected; got %s"
                        .formatted(
                            all.stream().map(AnomalyScore::id).collect(Collectors.joining(" or ")),
                            id.orElseThrow())));
  }

  /**
   * Scores all images of a split, a batch at a time.
   *
   * @param score of the model's family
   * @param seed decides what is random in the score
   * @throws ZooException when a score is not finite; that of a row whose values are too extreme is
   *     infinite
   */
  public static double[] scores(
      Autoencoder model, AnomalyScore score, Dataset data, Split split, long seed) {
    double[] all = batches(data, split, (images, from) -> batch(model, score, images, seed, from));
    for (int i = 0; i < all.length; i++) {
      if (Double.isNaN(all[i])) {
        throw new ZooException(
            "a finite score expected; that of sample %d (%s, %s) is %s: its values are too extreme"
                .formatted(i, data.name(), split.id(), all[i]));
      }
    }
    return all;
  }

  /**
   * Scores a batch. A row with values that are not finite has an infinite score, and so has one
   * whose values are too extreme to compute with.
   *
   * @param from the place of its first image; a multiple of {@link #BATCH}
   */
  static double[] batch(
      Autoencoder model, AnomalyScore score, float[] images, long seed, int from) {
    Shape shape = model.architecture().input();
    double[] scores =
        score.of(model, readable(images, shape), Seeds.derive(seed, SeedUse.SCORE, from));
    for (int i = 0; i < scores.length; i++) {
      if (shape.isRow() && isHighest(images, i * shape.size(), shape.size(), scores[i])) {
        scores[i] = Double.POSITIVE_INFINITY;
      } else if (!Double.isFinite(scores[i])) {
        // Of a model that gives no numbers: an error where it is read.
        scores[i] = Double.NaN;
      }
    }
    return scores;
  }

  /** Rows without values that are not finite: a network takes none. */
  static float[] readable(float[] rows, Shape shape) {
    float[] finite = rows;
    for (int i = 0; shape.isRow() && i < rows.length; i++) {
      if (!Float.isFinite(rows[i])) {
        finite = finite == rows ? rows.clone() : finite;
        finite[i] = 0;
      }
    }
    return finite;
  }

  /** Whether a row's values, and not the model, are why it has no score. */
  private static boolean isHighest(float[] rows, int from, int size, double score) {
    boolean extreme = false;
    for (int i = from; i < from + size; i++) {
      if (!Float.isFinite(rows[i])) {
        return true;
      }
      extreme |= Math.abs(rows[i]) > EXTREME;
    }
    return extreme && !Double.isFinite(score);
  }

  /** The mean squared error a value of each image's reconstruction: a baseline's score. */
  public static double[] errors(Reconstructor model, Dataset data, Split split) {
    return batches(
        data,
        split,
        (images, from) ->
            Autoencoder.squaredErrors(images, model.reconstruct(images), data.shape().size()));
  }

  /** Scores of images that begin with a number of the split. */
  @FunctionalInterface
  private interface BatchScore {
    double[] of(float[] images, int from);
  }

  private static double[] batches(Dataset data, Split split, BatchScore score) {
    double[] all = new double[data.size(split)];
    for (int from = 0; from < all.length; from += BATCH) {
      int size = Math.min(BATCH, all.length - from);
      double[] part = score.of(Batches.values(data, split, from, size), from);
      System.arraycopy(part, 0, all, from, size);
    }
    return all;
  }

  /**
   * How well scores rank the samples of a split that have a class; empty when there are no labels,
   * no anomalies, or nothing else.
   *
   * @param scores in the order of the split
   * @param anomalies the classes that are
   * @param threshold above which a sample is flagged
   */
  public static Optional<Threshold.Tested> tested(
      double[] scores, Dataset data, Split split, List<String> anomalies, double threshold) {
    int[] with =
        IntStream.range(0, data.size(split))
            .filter(i -> data.label(split, i).isPresent())
            .toArray();
    boolean[] are = new boolean[with.length];
    int count = 0;
    for (int i = 0; i < with.length; i++) {
      are[i] = isAnomaly(data, split, with[i], anomalies);
      count += are[i] ? 1 : 0;
    }
    return count == 0 || count == with.length
        ? Optional.empty()
        : Optional.of(
            Threshold.Tested.of(
                IntStream.of(with).mapToDouble(i -> scores[i]).toArray(), are, threshold));
  }

  /**
   * Which images of a split are anomalies by their labels; empty when there are no labels, no
   * anomalies, or nothing else: then nothing can be tested.
   *
   * @param anomalies the classes that are
   */
  public static Optional<boolean[]> anomalies(Dataset data, Split split, List<String> anomalies) {
    if (!data.labelled(split)) {
      return Optional.empty();
    }
    boolean[] are = new boolean[data.size(split)];
    for (int i = 0; i < are.length; i++) {
      are[i] = isAnomaly(data, split, i, anomalies);
    }
    long count = IntStream.range(0, are.length).filter(i -> are[i]).count();
    return count == 0 || count == are.length ? Optional.empty() : Optional.of(are);
  }

  static boolean isAnomaly(Dataset data, Split split, int index, List<String> anomalies) {
    return data.className(split, index).filter(anomalies::contains).isPresent();
  }
}
