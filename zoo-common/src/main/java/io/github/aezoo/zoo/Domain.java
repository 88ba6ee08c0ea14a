package io.github.aezoo.zoo;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.Wording;
import io.github.aezoo.model.Autoencoder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether samples are like those that a model learned from, told by their error: the card has that
 * of samples of the same kind which the model never saw.
 */
final class Domain {
  /** As many samples tell it. */
  static final int SAMPLES = 64;

  /** Samples of the same kind have at most this multiple of the usual error. */
  private static final double MULTIPLE = 3;

  /** As many other models are tried, to name one that fits. */
  private static final int CANDIDATES = 4;

  private final Checkpoint checkpoint;

  Domain(Checkpoint checkpoint) {
    this.checkpoint = checkpoint;
  }

  /**
   * A line when samples are unlike what the model learned from.
   *
   * @param others may have a model that fits
   */
  Optional<String> warning(Autoencoder model, Dataset data, Split split, Catalogue others) {
    double median = median(model, data, split);
    return warning(median, Wording.of(data.shape()).many())
        .map(text -> text + fitting(data, split, others));
  }

  /**
   * The same for a median error that is known.
   *
   * @param samples what they are called
   */
  Optional<String> warning(double median, String samples) {
    OptionalDouble usual = usual();
    // Of a card without numbers nothing is known; written so that NaN is unlike everything.
    if (usual.isEmpty() || median <= limit()) {
      return Optional.empty();
    }
    ModelCard card = checkpoint.card();
    return Optional.of(
        String.format(
            Locale.ROOT,
            "these %s are unlike what %s learned from: their median error is %.3g, %.1f times that of %s",
            samples,
            card.id(),
            median,
            median / usual.getAsDouble(),
            card.data().name()));
  }

  /** The largest of all that it was measured on. */
  private double limit() {
    return checkpoint.card().results().stream()
        .filter(result -> result.evaluation().msePercentiles().containsKey("p99"))
        .mapToDouble(Domain::limit)
        .max()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private static double limit(ModelCard.Result result) {
    Map<String, Double> errors = result.evaluation().msePercentiles();
    double damage = damage(result);
    // Damage is as large as it was said to be; other samples may be a little harder than the usual.
    double multiple = damage > 0 ? 0 : MULTIPLE * errors.getOrDefault("p50", 0.0);
    return damage + Math.max(errors.get("p99"), multiple);
  }

  /** What damage makes of a sample: nobody knows whether those that come are damaged. */
  private static double damage(ModelCard.Result result) {
    return result.baselines().getOrDefault("corrupted", Map.of()).getOrDefault("mse", 0.0);
  }

  /** The median error of what the model learned from. */
  private OptionalDouble usual() {
    return checkpoint.card().results().stream()
        .filter(result -> result.evaluation().msePercentiles().containsKey("p50"))
        .mapToDouble(r -> damage(r) + r.evaluation().msePercentiles().get("p50"))
        .max();
  }

  private static double median(Autoencoder model, Dataset data, Split split) {
    int size = data.shape().size();
    int[] indices = Batches.spread(data.size(split), Math.min(SAMPLES, data.size(split)));
    float[] samples = new float[indices.length * size];
    for (int i = 0; i < indices.length; i++) {
      data.copy(split, indices[i], samples, i * size);
    }
    return median(model.reconstructionErrors(samples));
  }

  static double median(double... errors) {
    double[] sorted = errors.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Names a model of the same family that takes them, if there is one. */
  private String fitting(Dataset data, Split split, Catalogue others) {
    ModelCard card = checkpoint.card();
    return others.entries().stream()
        .filter(e -> e.family().equals(card.family()) && !e.dataset().equals(card.data().name()))
        .filter(e -> e.input().equals(card.input().shape()))
        .limit(CANDIDATES)
        .map(e -> others.checkpoint(e.id()))
        .map(other -> Map.entry(other.card().id(), new Domain(other).share(data, split)))
        .filter(e -> e.getValue() <= 1)
        .min(Comparator.comparingDouble(Map.Entry::getValue))
        .map(e -> "; " + e.getKey() + " fits them")
        .orElse("; train or fine-tune a model on such " + Wording.of(data.shape()).many());
  }

  /** Their median error as a share of what three of four samples of its own kind do not exceed. */
  private double share(Dataset data, Split split) {
    double most =
        checkpoint.card().results().stream()
            .mapToDouble(r -> r.evaluation().msePercentiles().getOrDefault("p75", 0.0))
            .max()
            .orElse(0);
    try (Autoencoder model = checkpoint.load()) {
      return median(model, data, split) / most;
    }
  }
}
