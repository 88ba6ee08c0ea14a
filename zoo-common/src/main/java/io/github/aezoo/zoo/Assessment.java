package io.github.aezoo.zoo;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.eval.Evaluation;
import io.github.aezoo.eval.Evaluator;
import io.github.aezoo.eval.baseline.Baselines;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Families;
import io.github.aezoo.model.Learning;
import io.github.aezoo.model.Measurement;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Computes the metrics of a model and its baselines, as cards store and {@code zoo evaluate} prints
 * them.
 *
 * <p>What no model changes is kept for the next one: PCA, the mean image's numbers, those of
 * pixels.
 */
public final class Assessment {
  /** Whose measurements a row holds: the model's own. */
  public static final String MODEL = "model";

  private final Baselines baselines;
  private final Evaluator.Progress progress;
  private final Map<Beside, Map<String, Map<String, Double>>> beside = new ConcurrentHashMap<>();

  /** What a measurement is compared with: the same for every model of the same data and seed. */
  private record Beside(
      Class<? extends Measurement> measurement, Dataset data, Split split, long seed) {}

  /**
   * With a cache for baselines that take long to fit.
   *
   * @param progress is told how far an evaluation is
   */
  public Assessment(Path cache, Evaluator.Progress progress) {
    this.baselines = new Baselines(cache);
    this.progress = progress;
  }

  /** Without a cache, telling nobody how far it is. */
  public Assessment() {
    this.baselines = new Baselines();
    this.progress = (images, total) -> {};
  }

  /** What models are measured against. */
  public Baselines baselines() {
    return baselines;
  }

  /**
   * Measures a model on a split, by what its family measures, too.
   *
   * @param companions the models that it stands beside
   * @param seed of the untrained network, and of the damage when there is one
   * @param corruption what damages the inputs, {@code none} for clean ones; targets stay clean
   */
  public ModelCard.Result measure(
      Autoencoder model,
      Companions companions,
      Dataset data,
      Split split,
      long seed,
      String corruption) {
    ModelCard.Result compared = compare(model, companions, data, split, seed, corruption);
    return new ModelCard.Result(
        compared.evaluation(),
        compared.baselines(),
        measurements(model, companions, data, split, seed));
  }

  /** As {@link #measure}, without what the family measures, which may take minutes. */
  public ModelCard.Result compare(
      Autoencoder model,
      Companions companions,
      Dataset data,
      Split split,
      long seed,
      String corruption) {
    Evaluator evaluator = evaluator(corruption, seed);
    Evaluation evaluation = evaluator.evaluate(model::reconstruct, data, split);
    Map<String, Map<String, Double>> columns = new LinkedHashMap<>();
    companions
        .models()
        .forEach(
            (name, other) ->
                columns.put(name, evaluator.evaluate(other::reconstruct, data, split).metrics()));
    try (Autoencoder untrained =
        Autoencoder.create("untrained", model.architecture(), Learning.NONE, seed)) {
      baselines
          .evaluate(
              evaluator,
              data,
              split,
              model.architecture().latentSize(),
              Optional.of(untrained::reconstruct))
          .forEach((name, e) -> columns.put(name, e.metrics()));
    }
    baselines
        .ofDamaged(evaluator, data, split, Corruptions.parse(corruption), seed)
        .forEach((name, e) -> columns.put(name, e.metrics()));
    return new ModelCard.Result(evaluation, columns, Map.of());
  }

  private Map<String, Map<String, Double>> measurements(
      Autoencoder model, Companions companions, Dataset data, Split split, long seed) {
    List<Measurement> all = Families.of(model.architecture()).measurements();
    Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
    for (Measurement m : all) {
      add(rows, MODEL, m.of(model, data, split, seed));
      companions.models().forEach((name, other) -> add(rows, name, m.of(other, data, split, seed)));
      beside
          .computeIfAbsent(
              new Beside(m.getClass(), data, split, seed), key -> m.beside(data, split, seed))
          .forEach((row, values) -> add(rows, row, values));
    }
    return rows;
  }

  private static void add(
      Map<String, Map<String, Double>> rows, String row, Map<String, Double> values) {
    if (!values.isEmpty()) {
      rows.computeIfAbsent(row, r -> new LinkedHashMap<>()).putAll(values);
    }
  }

  private Evaluator evaluator(String corruption, long seed) {
    return new Evaluator()
        .withProgress(progress)
        .withCorruption(Corruptions.parse(corruption), seed);
  }
}
