package io.github.aezoo.zoo;

import io.github.aezoo.data.ImageFit;
import io.github.aezoo.detect.Detector;
import io.github.aezoo.detect.DetectorInput;
import io.github.aezoo.detect.ScoreRun;
import io.github.aezoo.model.AnomalyScore;
import io.github.aezoo.model.Autoencoder;
import java.util.Optional;
import java.util.OptionalDouble;

/** Opens models as detectors. */
public final class Detectors {
  private Detectors() {}

  /**
   * A model as a detector, with its card's score and threshold; a model that was not fitted as one
   * has its family's usual score and no threshold.
   *
   * @throws io.github.aezoo.io.ZooException as {@link Checkpoint#load}
   */
  public static Detector open(Checkpoint checkpoint) {
    return open(checkpoint, Optional.empty(), OptionalDouble.empty());
  }

  /**
   * A model as a detector.
   *
   * @param score which of the family's scores; empty for the card's
   * @param threshold empty for the card's, if that is of the same score
   * @throws io.github.aezoo.io.ZooException when the family has no such score; and as {@link
   *     Checkpoint#load}
   */
  public static Detector open(
      Checkpoint checkpoint, Optional<String> score, OptionalDouble threshold) {
    ModelCard card = checkpoint.card();
    AnomalyScore used = ScoreRun.score(card.rebuild(), score.or(card::score));
    DetectorInput input =
        new DetectorInput(
            card.input().imageShape(),
            Optional.ofNullable(card.input().table()),
            card.recipe().data().imageScaling().isPresent(),
            card.recipe().data().fit().orElse(ImageFit.CROP));
    boolean cards = card.detection() != null && card.detection().score().equals(used.id());
    long seed = card.recipe().seed();
    Autoencoder model = checkpoint.load();
    if (cards && threshold.isEmpty()) {
      return Detector.of(model, input, card.detection(), seed);
    }
    return Detector.of(model, input, used, threshold, seed);
  }
}
