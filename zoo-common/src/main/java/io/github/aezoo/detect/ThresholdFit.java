package io.github.aezoo.detect;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.AnomalyScore;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.train.DetectorSettings;
import io.github.aezoo.train.Recipe;
import java.util.Optional;
import java.util.stream.IntStream;

/** Computes the threshold of a detector from held-out normal samples. */
public final class ThresholdFit {
  private ThresholdFit() {}

  /**
   * Checks that the score is there and that a threshold can be taken from a run's data, before it
   * trains.
   *
   * @param data as the run uses it
   * @throws ZooException when too few normal samples are held out, or no such score is known
   */
  public static void require(Recipe recipe, Architecture architecture, Dataset data) {
    DetectorSettings detect = recipe.detect();
    if (detect != null) {
      ScoreRun.score(architecture, Optional.ofNullable(detect.score()));
      int normal = normal(data, detect).length;
      // Any scores will do: they are only counted.
      Ranking.threshold(new double[normal], detect.falseAlarms());
    }
  }

  /** Held-out samples that no label calls an anomaly. */
  private static int[] normal(Dataset data, DetectorSettings detect) {
    return IntStream.range(0, data.size(Split.VALIDATION))
        .filter(i -> !ScoreRun.isAnomaly(data, Split.VALIDATION, i, detect.anomalies()))
        .toArray();
  }

  /**
   * Takes the threshold from the validation split and tests it on the test split.
   *
   * @param data as the run uses it
   */
  public static Threshold of(Autoencoder model, Recipe recipe, Dataset data) {
    DetectorSettings detect = recipe.detect();
    AnomalyScore score = ScoreRun.score(model.architecture(), Optional.ofNullable(detect.score()));
    double[] held = ScoreRun.scores(model, score, data, Split.VALIDATION, recipe.seed());
    double[] normal = IntStream.of(normal(data, detect)).mapToDouble(i -> held[i]).toArray();
    double threshold = Ranking.threshold(normal, detect.falseAlarms());
    Threshold.Tested tested =
        data.classes().isEmpty() || data.size(Split.TEST) == 0
            ? null
            : ScoreRun.tested(
                    ScoreRun.scores(model, score, data, Split.TEST, recipe.seed()),
                    data,
                    Split.TEST,
                    detect.anomalies(),
                    threshold)
                .orElse(null);
    return new Threshold(
        score.id(), threshold, detect.falseAlarms(), normal.length, detect.anomalies(), tested);
  }
}
