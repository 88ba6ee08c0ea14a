package io.github.aezoo.zoo;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.Evaluator;
import io.github.aezoo.eval.Examples;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a report is made.
 *
 * @param split what is shown; the test split, where there is one, when empty
 * @param seed of all that is random; each model's own when empty
 * @param cache where baselines that take long to fit are kept; nowhere when empty
 * @param companions opens the models that a model's numbers stand beside
 * @param quick whether it must be there in seconds: what a family measures is then shown as the
 *     model's card has it, and maps of codes show their principal axes
 * @param progress is told how many of the models are done
 */
public record ReportOptions(
    Optional<Split> split,
    Optional<Long> seed,
    Optional<Path> cache,
    Function<Checkpoint, Companions> companions,
    boolean quick,
    Evaluator.Progress progress) {

  /** The usual report, beside models from the class path. */
  public static ReportOptions standard() {
    return new ReportOptions(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        model -> Companions.of(model, name -> Zoo.find(Catalogue.shipped(), name)),
        false,
        (done, total) -> {});
  }

  /** The same for another split. */
  public ReportOptions withSplit(Split other) {
    return new ReportOptions(Optional.of(other), seed, cache, companions, quick, progress);
  }

  /** The same with one seed for all models. */
  public ReportOptions withSeed(long other) {
    return new ReportOptions(split, Optional.of(other), cache, companions, quick, progress);
  }

  /** The same with a folder that keeps baselines. */
  public ReportOptions withCache(Path other) {
    return new ReportOptions(split, seed, Optional.of(other), companions, quick, progress);
  }

  /** The same with other models beside them. */
  public ReportOptions withCompanions(Function<Checkpoint, Companions> other) {
    return new ReportOptions(split, seed, cache, other, quick, progress);
  }

  /** The same in seconds; see {@link #quick}. */
  public ReportOptions quickly() {
    return new ReportOptions(split, seed, cache, companions, true, progress);
  }

  /** The same, telling how far it is. */
  public ReportOptions withProgress(Evaluator.Progress other) {
    return new ReportOptions(split, seed, cache, companions, quick, other);
  }

  /** What measures the models. */
  public Assessment assessment() {
    return cache
        .map(folder -> new Assessment(folder, (done, total) -> {}))
        .orElseGet(Assessment::new);
  }

  /** The split of a data set that is shown. */
  public Split shown(Dataset data) {
    return split.orElseGet(() -> Examples.shown(data));
  }
}
