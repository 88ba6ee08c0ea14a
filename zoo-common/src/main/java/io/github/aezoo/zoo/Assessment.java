package io.github.aezoo.zoo;

import io.github.aezoo.data.Corruptions;
import io.github.aezoo.data.ImageDataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.Baselines;
import io.github.aezoo.eval.Evaluation;
import io.github.aezoo.eval.Evaluator;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Measures a model beside its baselines: what cards hold and {@code zoo evaluate} prints. */
public final class Assessment {
  private final Baselines baselines;
  private final Evaluator.Progress progress;

  /**
   * With a cache for baselines that take long to fit.
   *
   * @param progress is told how far an evaluation is
   */
  public Assessment(Path cache, Evaluator.Progress progress) {
    this.baselines = new Baselines(cache);
    this.progress = progress;
  }

  /**
   * Measures a model on a split.
   *
   * @param seed of the untrained network, and of the damage when there is one
   * @param corruption what damages the inputs, {@code none} for clean ones; targets stay clean
   */
  public ModelCard.Result measure(
      Autoencoder model, ImageDataset data, Split split, long seed, String corruption) {
    Evaluator evaluator = evaluator(corruption, seed);
    Evaluation evaluation = evaluator.evaluate(model::reconstruct, data, split);
    try (Autoencoder untrained =
        Autoencoder.create("untrained", model.architecture(), Learning.NONE, seed)) {
      Map<String, Map<String, Double>> beside = new LinkedHashMap<>();
      baselines
          .evaluate(
              evaluator,
              data,
              split,
              model.architecture().latentSize(),
              Optional.of(untrained::reconstruct))
          .forEach((name, e) -> beside.put(name, e.metrics()));
      return new ModelCard.Result(evaluation, beside);
    }
  }

  /** Measures the model alone, as {@link #measure} does. */
  public Evaluation evaluate(
      Autoencoder model, ImageDataset data, Split split, long seed, String corruption) {
    return evaluator(corruption, seed).evaluate(model::reconstruct, data, split);
  }

  private Evaluator evaluator(String corruption, long seed) {
    return new Evaluator()
        .withProgress(progress)
        .withCorruption(Corruptions.parse(corruption), seed);
  }
}
