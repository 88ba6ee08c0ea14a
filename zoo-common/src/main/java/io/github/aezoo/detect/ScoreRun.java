package io.github.aezoo.detect;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.SeedUse;
import io.github.aezoo.data.Seeds;
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
   * @throws ZooException when a score is not finite
   */
  public static double[] scores(
      Autoencoder model, AnomalyScore score, Dataset data, Split split, long seed) {
    double[] all = batches(data, split, (images, from) -> batch(model, score, images, seed, from));
    for (int i = 0; i < all.length; i++) {
      if (!Double.isFinite(all[i])) {
        throw new ZooException(
            "a finite score expected; that of sample %d (%s, %s) is %s: its values are too extreme"
                .formatted(i, data.name(), split.id(), all[i]));
      }
    }
    return all;
  }

  /**
   * Scores a batch.
   *
   * @param from the place of its first image; a multiple of {@link #BATCH}
   */
  static double[] batch(
      Autoencoder model, AnomalyScore score, float[] images, long seed, int from) {
    return score.of(model, images, Seeds.derive(seed, SeedUse.SCORE, from));
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
