package io.github.aezoo.study;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.eval.Evaluator;
import io.github.aezoo.eval.Metrics;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.StoredWeights;
import io.github.aezoo.train.Trainer;
import io.github.aezoo.train.TrainingListener;
import io.github.aezoo.zoo.Companions;
import io.github.aezoo.zoo.FineTuning;
import io.github.aezoo.zoo.TrainingRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a start from a trained model is worth after so many epochs: fine-tuned and from scratch, by
 * the same recipe, on the same images, for as many epochs. Nothing stops a run early; each keeps
 * the weights of its best epoch on validation images.
 */
public final class FineTuningCurve {
  private final Recipe recipe;
  private final Dataset data;
  private final FineTuning.Origin origin;
  private final boolean scratch;
  private final int threads;

  /** By seed, or once where it does not depend on it. */
  private final Map<Long, Measured> before = new HashMap<>();

  /**
   * A model's errors.
   *
   * @param target on the data that is learned
   * @param source on what the model was trained on before; null when that is not here
   */
  private record Measured(double target, Double source) {}

  /**
   * One number of epochs with one seed; mean squared errors a pixel.
   *
   * @param epochs of both runs
   * @param seed of both runs, which also chooses the images
   * @param before of the model as it was
   * @param tuned of the fine-tuned model
   * @param fromScratch of the same network from scratch; null when that was not trained
   * @param knownBefore of the model as it was, on what it was trained on; null when that is not
   *     here, of another shape, or what is learned
   * @param knownAfter of the fine-tuned model, there
   */
  public record Run(
      int epochs,
      long seed,
      double before,
      double tuned,
      Double fromScratch,
      Double knownBefore,
      Double knownAfter) {}

  /**
   * Prepares runs.
   *
   * @param recipe of the fine-tuning; its epochs, seed and patience are replaced
   * @param data what is learned; measured on its test split
   * @param origin the model
   * @param threads workers
   */
  public FineTuningCurve(Recipe recipe, Dataset data, FineTuning.Origin origin, int threads) {
    this.scratch = recipe.twin();
    this.recipe = recipe.toBuilder().twin(false).patience(0).build();
    this.data = data;
    this.origin = origin;
    this.threads = threads;
  }

  /**
   * Trains and measures.
   *
   * @param listener is told of the steps of both runs
   * @throws io.github.aezoo.io.ZooException when data, recipe and model do not fit
   */
  public Run run(int epochs, long seed, TrainingListener listener) {
    Recipe own = recipe.withEpochs(epochs).withSeed(seed);
    Trainer trainer =
        new Trainer(
            own,
            data,
            threads,
            Optional.of(Companions.weights(origin.checkpoint(), own.startFrom())));
    long whole = trainer.totalSteps() * (scratch ? 2 : 1);
    // What begins anew, and images that are held out, depend on the seed.
    boolean seeded =
        !trainer.transfer().orElseThrow().fresh().isEmpty() || data.size(Split.TEST) == 0;
    Dataset used = trainer.data();
    Measured was = before.computeIfAbsent(seeded ? seed : 0, s -> measured(trainer.model(), used));
    Measured tuned;
    try (Autoencoder model = trainer.run(new TrainingRun.After(listener, 0, whole)).model()) {
      tuned = measured(StoredWeights.of(recipe, model), used);
    }
    Double fromScratch = null;
    if (scratch) {
      Trainer twin = new Trainer(own.ofTwin(data.shape()), data, threads);
      try (Autoencoder model =
          twin.run(new TrainingRun.After(listener, trainer.totalSteps(), whole)).model()) {
        fromScratch = error(StoredWeights.of(recipe, model), used);
      }
    }
    return new Run(
        epochs, seed, was.target(), tuned.target(), fromScratch, was.source(), tuned.source());
  }

  private Measured measured(Autoencoder model, Dataset used) {
    return new Measured(
        error(model, used),
        origin.forgettable(data).map(known -> error(model, known)).orElse(null));
  }

  private double error(Autoencoder model, Dataset of) {
    return new Evaluator()
        .withMetrics(List.of(Metrics.MSE))
        .withCorruption(Corruptions.parse(recipe.corruption()), recipe.seed())
        .evaluate(model::reconstruct, of, TrainingRun.held(of))
        .metric(Metrics.MSE.metric().id());
  }
}
