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
import io.github.aezoo.train.Detect;
import io.github.aezoo.train.Recipe;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Scores of anomalies by a model, and the threshold that makes it a detector. */
public final class Detector {
  private static final int BATCH = 512;

  private Detector() {}

  /** The scores of a model's family, the usual one first. */
  public static List<AnomalyScore> scores(Architecture architecture) {
    return Families.of(architecture).anomalyScores();
  }

  /**
   * A score of a model's family.
   *
   * @param id its name; null for the usual one
   * @throws ZooException when the family has none of that name
   */
  public static AnomalyScore score(Architecture architecture, String id) {
    List<AnomalyScore> all = scores(architecture);
    return all.stream()
        .filter(score -> id == null || score.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new ZooException(
                    "score %s expected; came %s"
                        .formatted(
                            all.stream().map(AnomalyScore::id).collect(Collectors.joining(" or ")),
                            id)));
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
    double[] all =
        batches(
            data,
            split,
            (images, from) -> score.of(model, images, Seeds.derive(seed, SeedUse.SCORE, from)));
    for (int i = 0; i < all.length; i++) {
      if (!Double.isFinite(all[i])) {
        throw new ZooException(
            "a finite score expected; that of sample %d (%s, %s) is %s: its values lie too far out"
                .formatted(i, data.name(), split.id(), all[i]));
      }
    }
    return all;
  }

  /** The mean squared error a value of each image's reconstruction: a baseline's score. */
  public static double[] errors(Reconstructor model, Dataset data, Split split) {
    return batches(
        data,
        split,
        (images, from) -> {
          INDArray difference = model.reconstruct(images).sub(images);
          return difference.muli(difference).mean(1, 2, 3).toDoubleVector();
        });
  }

  /** Scores of images that begin with a number of the split. */
  @FunctionalInterface
  private interface BatchScore {
    double[] of(INDArray images, int from);
  }

  private static double[] batches(Dataset data, Split split, BatchScore score) {
    double[] all = new double[data.size(split)];
    for (int from = 0; from < all.length; from += BATCH) {
      int size = Math.min(BATCH, all.length - from);
      double[] part = score.of(Batches.range(data, split, from, size), from);
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

  private static boolean isAnomaly(Dataset data, Split split, int index, List<String> anomalies) {
    return data.className(split, index).filter(anomalies::contains).isPresent();
  }

  /**
   * Checks that the score is there and that a threshold can be taken from a run's data, before it
   * trains.
   *
   * @param data as the run uses it
   * @throws ZooException when too few normal samples are held out, or no such score is known
   */
  public static void requireFits(Recipe recipe, Architecture architecture, Dataset data) {
    Detect detect = recipe.detect();
    if (detect != null) {
      score(architecture, detect.score());
      int normal = normal(data, detect).length;
      // Any scores will do: they are only counted.
      Ranking.threshold(new double[normal], detect.falseAlarms());
    }
  }

  /** Held-out samples that no label calls an anomaly. */
  private static int[] normal(Dataset data, Detect detect) {
    return IntStream.range(0, data.size(Split.VALIDATION))
        .filter(i -> !isAnomaly(data, Split.VALIDATION, i, detect.anomalies()))
        .toArray();
  }

  /**
   * Takes the threshold from the validation split and tests it on the test split.
   *
   * @param data as the run uses it
   */
  public static Detection fit(Autoencoder model, Recipe recipe, Dataset data) {
    Detect detect = recipe.detect();
    AnomalyScore score = score(model.architecture(), detect.score());
    double[] held = scores(model, score, data, Split.VALIDATION, recipe.seed());
    double[] normal = IntStream.of(normal(data, detect)).mapToDouble(i -> held[i]).toArray();
    double threshold = Ranking.threshold(normal, detect.falseAlarms());
    Detection.Tested tested =
        anomalies(data, Split.TEST, detect.anomalies())
            .map(
                are ->
                    Detection.Tested.of(
                        scores(model, score, data, Split.TEST, recipe.seed()), are, threshold))
            .orElse(null);
    return new Detection(
        score.id(), threshold, detect.falseAlarms(), normal.length, detect.anomalies(), tested);
  }
}
