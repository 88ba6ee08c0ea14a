package io.github.aezoo.zoo;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.detect.ThresholdFit;
import io.github.aezoo.device.Environment;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Families;
import io.github.aezoo.train.EpochLog;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.Snapshot;
import io.github.aezoo.train.StoredWeights;
import io.github.aezoo.train.Trainer;
import io.github.aezoo.train.TrainingListener;
import io.github.aezoo.train.TrainingResult;
import io.github.aezoo.zoo.files.FileStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs a recipe into a folder: writes snapshots during training, and a checkpoint with its card at
 * the end.
 */
public final class TrainingRun {
  /** The setting that says what happens to a folder that is there; see {@link Start}. */
  public static final String START = "start";

  private final Recipe recipe;
  private final Path out;
  private final int threads;
  private final Start start;
  private final Trainer trainer;
  private final Optional<TrainingRun> twin;
  private final Optional<FineTuning.Origin> origin;

  /** What happens to a folder that is there. */
  public enum Start {
    /** The folder must be new or empty. */
    NEW,
    /** The run in the folder goes on, exactly as if it had never stopped. */
    RESUME,
    /** The folder's run is replaced. */
    OVERWRITE
  }

  /**
   * What a run gave.
   *
   * @param result of the training
   * @param checkpoint the finished model; empty when the run was asked to stop
   */
  public record Outcome(TrainingResult result, Optional<Checkpoint> checkpoint) {}

  /**
   * Prepares a run; nothing is written yet.
   *
   * @throws ZooException when the folder is taken, or recipe and data do not fit
   */
  public TrainingRun(Recipe recipe, Dataset data, Path out, int threads, Start start) {
    this(recipe, data, out, threads, start, shipped(recipe));
  }

  /**
   * Prepares a run that starts from a model.
   *
   * @param origin the model; empty when the recipe starts from none
   * @throws ZooException when the folder is taken, or recipe, data and model do not fit
   */
  public TrainingRun(
      Recipe recipe,
      Dataset data,
      Path out,
      int threads,
      Start start,
      Optional<FineTuning.Origin> origin) {
    if (start == Start.NEW && taken(out)) {
      throw new SettingException(
          START, out + " is not empty: resume its run, overwrite it, or choose another folder");
    }
    this.recipe = recipe;
    this.out = out;
    this.threads = threads;
    this.start = start;
    this.origin = origin;
    this.trainer =
        new Trainer(
            recipe,
            data,
            threads,
            origin.map(from -> Companions.weights(from.checkpoint(), recipe.startFrom())));
    ThresholdFit.require(recipe, trainer.model().architecture(), trainer.data());
    this.twin =
        recipe.twin()
            ? Optional.of(
                new TrainingRun(
                    recipe.ofTwin(data.shape()),
                    data,
                    out.resolve(Checkpoint.TWIN),
                    threads,
                    // A run that was stopped before its twin began has none to go on with.
                    start == Start.RESUME && !begun(out.resolve(Checkpoint.TWIN))
                        ? Start.OVERWRITE
                        : start))
            : Optional.empty();
  }

  private static Optional<FineTuning.Origin> shipped(Recipe recipe) {
    return Optional.ofNullable(recipe.startFrom())
        .map(from -> new FineTuning.Origin(Zoo.checkpoint(from.model()), Optional.empty()));
  }

  /**
   * Whether something is in a folder.
   *
   * @throws ZooException when it cannot be looked into
   */
  public static boolean taken(Path out) {
    if (!Files.exists(out)) {
      return false;
    }
    try (Stream<Path> inside = Files.list(out)) {
      return inside.findAny().isPresent();
    } catch (IOException e) {
      throw new ZooException(
          "cannot use " + out + " as a folder: " + SafeFiles.reason(e) + "; choose another", e);
    }
  }

  /** Whether a run began in a folder, so that it can go on there. */
  public static boolean begun(Path out) {
    return TrainingFolder.begun(out);
  }

  /** Steps of the whole run, its twin's included. */
  public long totalSteps() {
    return trainer.totalSteps() + twin.map(TrainingRun::totalSteps).orElse(0L);
  }

  /** Asks the run to save and return; may come from any thread. */
  public void requestStop() {
    trainer.requestStop();
    twin.ifPresent(TrainingRun::requestStop);
  }

  /**
   * Trains, measures on the test split, and writes the checkpoint; a twin first.
   *
   * @param assessment measures the finished model beside its baselines
   */
  public Outcome run(TrainingListener listener, Assessment assessment) {
    long before = twin.map(TrainingRun::totalSteps).orElse(0L);
    TrainingFolder folder =
        new TrainingFolder(out, recipe, threads, new After(listener, before, totalSteps()));
    // Before the twin's run: a run that stops in it must be known to go on, and a card of the run
    // that is replaced must not stand beside another twin.
    if (start == Start.RESUME) {
      folder.resume(trainer);
      // Of a run that had ended: it would not stand beside the twin's new card.
      SafeFiles.delete(out.resolve(Checkpoint.CARD));
    } else {
      folder.begin();
    }
    Optional<Outcome> other =
        twin.map(t -> t.run(new After(listener, 0, totalSteps()), assessment));
    if (other.isPresent() && other.get().checkpoint().isEmpty()) {
      return other.get();
    }
    other.ifPresent(o -> o.result().model().close());
    TrainingResult result = trainer.run(folder);
    if (result.stopped()) {
      return new Outcome(result, Optional.empty());
    }
    Autoencoder model = StoredWeights.of(recipe, result.model());
    Optional<Checkpoint> twinFiles = other.flatMap(Outcome::checkpoint);
    List<ModelCard.Result> measured = measured(model, twinFiles, assessment);
    Checkpoint checkpoint =
        Checkpoint.write(
            out,
            model,
            recipe.weights(),
            (weights, reference) ->
                card(result, measured, weights, reference, twinFiles.map(Checkpoint::stampAsTwin)));
    return new Outcome(result, Optional.of(checkpoint));
  }

  /**
   * One result for each damage that the recipe may choose, and as many on what the model that the
   * run started from was trained on.
   */
  private List<ModelCard.Result> measured(
      Autoencoder model, Optional<Checkpoint> twinFiles, Assessment assessment) {
    try (Companions companions =
        Companions.of(
            recipe, model.architecture(), twinFiles, origin.map(FineTuning.Origin::checkpoint))) {
      List<ModelCard.Result> results = new ArrayList<>();
      for (String damage : Corruptions.choices(recipe.corruption())) {
        Dataset data = trainer.data();
        results.add(assessment.measure(model, companions, data, held(data), recipe.seed(), damage));
      }
      origin
          .flatMap(from -> from.forgettable(trainer.data()))
          .ifPresent(
              data ->
                  Corruptions.choices(recipe.corruption()).stream()
                      .map(
                          damage ->
                              assessment.compare(
                                  model, companions, data, held(data), recipe.seed(), damage))
                      .forEach(results::add));
      return results;
    }
  }

  /** What a model is measured on. */
  public static Split held(Dataset data) {
    return data.size(Split.TEST) > 0 ? Split.TEST : Split.VALIDATION;
  }

  /** Counts the steps of a run that follows another. */
  public record After(TrainingListener next, long before, long total) implements TrainingListener {
    @Override
    public void onStep(long step, long ofRun) {
      next.onStep(before + step, total);
    }

    @Override
    public void onEpoch(EpochLog epoch) {
      next.onEpoch(epoch);
    }

    @Override
    public void onBest(EpochLog epoch, Map<String, Tensor> weights) {
      next.onBest(epoch, weights);
    }

    @Override
    public void onSnapshot(Snapshot snapshot) {
      next.onSnapshot(snapshot);
    }
  }

  private ModelCard card(
      TrainingResult result,
      List<ModelCard.Result> measured,
      FileStamp weights,
      FileStamp reference,
      Optional<FileStamp> twinCard) {
    Autoencoder model = result.model();
    Dataset data = trainer.data();
    Map<String, String> sha256 = new LinkedHashMap<>();
    for (Split split : data.splits()) {
      data.sha256(split).ifPresent(sha -> sha256.put(split.id(), sha));
    }
    double seconds = result.log().stream().mapToDouble(EpochLog::seconds).sum();
    int train = data.size(Split.TRAIN);
    return new ModelCard(
        ModelCard.FORMAT,
        recipe.nameFor(data.name()),
        recipe.family(),
        Json.tree(model.architecture()),
        ModelCard.Input.of(data),
        model.architecture().latentSize(),
        model.parameters(),
        recipe,
        new ModelCard.Data(data.name(), sha256, train, data.size(Split.VALIDATION)),
        new ModelCard.Training(
            result.log().size(),
            result.bestEpoch(),
            result.bestValidation(),
            rounded(seconds / 60),
            Math.rint(train * (double) result.log().size() / seconds),
            threads,
            result.log().stream().map(EpochLog::validation).toList()),
        measured,
        Environment.here(),
        licence(data),
        (data.shape().isRow()
                ? "trained only on rows of %s: results for rows of other tables are meaningless"
                : "trained only on %s: images with other content, framing or brightness are reconstructed poorly")
            .formatted(data.name()),
        weights,
        reference,
        twinCard.orElse(null),
        trainer.transfer().orElse(null),
        null,
        recipe.detect() == null ? null : ThresholdFit.of(model, recipe, data));
  }

  /** That of the zoo's own models; whoever trains on other data states one by publishing. */
  private String licence(Dataset data) {
    boolean shipped =
        Families.recipe(recipe.name()).isPresent()
            && recipe.nameFor(data.name()).equals(recipe.name())
            && Recipe.open(recipe.name()).data().equals(recipe.data());
    return shipped ? "Apache-2.0" : ModelCard.NOT_STATED;
  }

  private static double rounded(double minutes) {
    return Math.rint(minutes * 1000) / 1000;
  }
}
