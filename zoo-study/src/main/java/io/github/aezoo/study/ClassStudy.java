package io.github.aezoo.study;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.source.Datasets;
import io.github.aezoo.detect.DetectorFit;
import io.github.aezoo.detect.FitOptions;
import io.github.aezoo.detect.Ranking;
import io.github.aezoo.detect.ScoreRun;
import io.github.aezoo.detect.Threshold;
import io.github.aezoo.eval.Reconstructor;
import io.github.aezoo.eval.baseline.Baselines;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.AnomalyScore;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.study.ClassResults.Result;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.StoredWeights;
import io.github.aezoo.train.Trainer;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ModelCard;
import io.github.aezoo.zoo.TrainingRun;
import io.github.aezoo.zoo.Zoo;
import io.github.aezoo.zoo.ZooOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A detector for each class of labelled images, one after the other; finished ones are kept, and
 * skipped when the study is started again in the same folder.
 *
 * <pre>{@code
 * ClassStudy study = new ClassStudy(ClassProtocol.ONE_CLASS, "mnist", ClassStudyOptions.usual());
 * ClassResults results = study.run(ZooOptions.standard(), StudyListener.NONE).orElseThrow();
 * }</pre>
 */
public final class ClassStudy {
  /** The finished runs, in a study's folder. */
  public static final String FILE = "protocol.json";

  /** The page, in a study's folder. */
  public static final String PAGE = "report.html";

  private static final int MOST_HELD_OUT = 10_000;

  private final ClassProtocol protocol;
  private final String data;
  private final ClassStudyOptions options;

  private volatile boolean stopped;
  private volatile TrainingRun saving;

  /** What all runs have in common. */
  private record Settings(
      String protocol,
      String data,
      Recipe recipe,
      double falseAlarms,
      boolean heldOut,
      String score,
      int threads) {}

  /**
   * Prepares a study; nothing is opened yet.
   *
   * @param data as a recipe names it
   */
  public ClassStudy(ClassProtocol protocol, String data, ClassStudyOptions options) {
    this.protocol = protocol;
    this.data = data;
    this.options = options;
  }

  /**
   * Asks the study to save and return; may come from any thread.
   *
   * @return whether a training is being saved: without one nothing is lost at any moment
   */
  public boolean requestStop() {
    stopped = true;
    TrainingRun run = saving;
    if (run != null) {
      run.requestStop();
    }
    return run != null;
  }

  /**
   * Runs what is missing.
   *
   * @param zoo threads, seed, store, and where data is looked for
   * @return empty when it was asked to stop
   * @throws SettingException when the folder holds something else, or runs with other settings
   * @throws ZooException when the data has no classes to go over
   */
  public Optional<ClassResults> run(ZooOptions zoo, StudyListener listener) {
    Recipe template = options.of(DetectorFit.recipe(options.detector(), false));
    Dataset all = opened(template, zoo);
    listener.opened(all);
    List<String> turns = options.classes().isEmpty() ? all.classes() : options.classes();
    long first = zoo.seed().orElse(template.seed());
    Settings settings =
        new Settings(
            protocol.id(),
            data,
            template.withSeed(0),
            options.falseAlarms(),
            options.heldOut(),
            options.score().orElse(null),
            zoo.threads());
    Optional<RunsFile<Result>> file =
        options
            .out()
            .map(out -> new RunsFile<>(out, FILE, settings, Result.class, options.overwrite()));
    List<Result> results = new ArrayList<>(file.map(RunsFile::runs).orElse(List.of()));
    int number = 0;
    for (long seed = first; seed < first + options.seeds(); seed++) {
      for (String turn : turns) {
        long own = seed;
        number++;
        if (results.stream().anyMatch(r -> r.name().equals(turn) && r.seed() == own)) {
          continue;
        }
        String task = "class %s, %d of %d".formatted(turn, number, turns.size() * options.seeds());
        Run run = new Run(all, turn, seed, task, zoo, listener);
        Optional<Result> result =
            stopped ? Optional.empty() : run.result(() -> file.ifPresent(RunsFile::begin));
        if (result.isEmpty()) {
          return Optional.empty();
        }
        results.add(result.get());
        ClassResults so = results(all, template, results);
        file.ifPresent(
            f -> {
              f.add(result.get(), so.summary());
              writePage(so);
            });
      }
    }
    ClassResults done = results(all, template, results);
    // Of what was there already, too: the page may be missing, or of an older version.
    writePage(done);
    return Optional.of(done);
  }

  private ClassResults results(Dataset all, Recipe template, List<Result> results) {
    return new ClassResults(protocol, all.name(), template.name(), options.heldOut(), results);
  }

  private void writePage(ClassResults results) {
    options.out().ifPresent(out -> results.page().write(out.resolve(PAGE)));
  }

  private Dataset opened(Recipe recipe, ZooOptions zoo) {
    if (Datasets.spec(data).isTable()) {
      throw new SettingException(
          "data",
          "%s is a table: the protocol %s expects images with classes"
              .formatted(data, protocol.id()));
    }
    if (Datasets.spec(data).choosesClasses()) {
      throw new SettingException(
          "data",
          "%s: the protocol chooses the training classes: name %s, and give the classes to run separately"
              .formatted(data, Datasets.spec(data).base()));
    }
    Dataset all =
        Datasets.open(
            Datasets.spec(data).scaledAs(recipe.data()),
            Datasets.Opening.toLearn(zoo.dataRoots(), zoo.strict()));
    List<String> unknown =
        options.classes().stream().filter(name -> !all.classes().contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new ZooException(
          "%s: no class %s; its classes are %s"
              .formatted(data, String.join(", ", unknown), String.join(", ", all.classes())));
    }
    Split tested = options.heldOut() ? Split.TRAIN : Split.TEST;
    if (all.classes().size() < 2 || all.size(tested) == 0 || !all.labelled(tested)) {
      throw new ZooException(
          "%s: images of two or more classes expected, with labels in the splits train and %s"
              .formatted(data, tested.id()));
    }
    return all;
  }

  /** A class's turn with one seed. */
  private final class Run {
    private final Dataset all;
    private final String turn;
    private final long seed;
    private final String task;
    private final ZooOptions zoo;
    private final StudyListener listener;

    Run(Dataset all, String turn, long seed, String task, ZooOptions zoo, StudyListener listener) {
      this.all = all;
      this.turn = turn;
      this.seed = seed;
      this.task = task;
      this.zoo = zoo;
      this.listener = listener;
    }

    /** Empty when it was asked to stop. */
    Optional<Result> result(Runnable begins) {
      FitOptions fitted =
          protocol.options(
              turn, options.detector(), options.falseAlarms(), options.score().orElse(null));
      DetectorFit fit = DetectorFit.of(data, fitted, zoo.dataRoots());
      Recipe recipe = options.of(fit.recipe()).withSeed(seed);
      Dataset learned = options.heldOut() ? heldOut(fit.data().name()) : fit.data();
      Dataset used = recipe.asUsed(learned);
      boolean[] are =
          ScoreRun.anomalies(used, Split.TEST, recipe.detect().anomalies())
              .orElseThrow(
                  () ->
                      new ZooException(
                          "%s: test images of class %s and of others expected"
                              .formatted(data, turn)));
      begins.run();
      return options.out().isEmpty() || options.heldOut()
          ? Optional.of(inMemory(recipe, learned, used, are))
          : inFolder(recipe, learned, used, are, options.out().get());
    }

    private Result inMemory(Recipe recipe, Dataset learned, Dataset used, boolean[] are) {
      Trainer trainer = new Trainer(recipe, learned, zoo.threads());
      AnomalyScore score = ScoreRun.score(trainer.model().architecture(), options.score());
      try (Autoencoder model = trainer.run(listener.begins(task, trainer.totalSteps())).model()) {
        Autoencoder stored = StoredWeights.of(recipe, model);
        Threshold.Tested tested =
            Threshold.Tested.of(
                ScoreRun.scores(stored, score, used, Split.TEST, seed),
                are,
                Double.POSITIVE_INFINITY);
        return result(
            stored.architecture().latentSize(),
            tested,
            used,
            are,
            others(stored, score.id(), used, are));
      } finally {
        listener.ended();
      }
    }

    private Optional<Result> inFolder(
        Recipe recipe, Dataset learned, Dataset used, boolean[] are, Path out) {
      Path folder = folder(out);
      Optional<ModelCard> card = checkpoint(recipe, learned, folder);
      if (card.isEmpty()) {
        return Optional.empty();
      }
      try (Autoencoder model = Checkpoint.open(folder).load()) {
        return Optional.of(
            result(
                card.get().latentSize(),
                card.get().detection().tested(),
                used,
                are,
                others(model, card.get().detection().score(), used, are)));
      }
    }

    private Result result(
        int codes,
        Threshold.Tested tested,
        Dataset used,
        boolean[] are,
        Map<String, Double> others) {
      Optional<double[]> pca =
          Optional.ofNullable(pca(used, codes)).map(p -> ScoreRun.errors(p, used, Split.TEST));
      return new Result(
          turn,
          seed,
          codes,
          tested.auroc(),
          tested.averagePrecision(),
          pca.map(scores -> Ranking.auroc(scores, are)).orElse(null),
          pca.map(scores -> Ranking.averagePrecision(scores, are)).orElse(null),
          others);
    }

    /** AUROC by the scores of the family that the detector does not have. */
    private Map<String, Double> others(Autoencoder model, String own, Dataset used, boolean[] are) {
      Map<String, Double> aurocs = new LinkedHashMap<>();
      for (AnomalyScore score : ScoreRun.scores(model.architecture())) {
        if (!score.id().equals(own)) {
          double[] scores = ScoreRun.scores(model, score, used, Split.TEST, seed);
          aurocs.put(score.id(), Ranking.auroc(scores, are));
        }
      }
      return aurocs;
    }

    /** As in the protocol, inside of the training images. */
    private Dataset heldOut(String word) {
      return HeldOutImages.of(all, MOST_HELD_OUT)
          .withClasses(word, name -> protocol.trained(turn, name));
    }

    private Reconstructor pca(Dataset used, int codes) {
      return zoo.assessment().baselines().of(used, codes, Optional.empty()).get(Baselines.PCA);
    }

    /**
     * Trains it into its folder; one that was interrupted there goes on. Empty when it was again.
     */
    private Optional<ModelCard> checkpoint(Recipe recipe, Dataset learned, Path folder) {
      TrainingRun.Start start =
          options.overwrite()
              ? TrainingRun.Start.OVERWRITE
              : TrainingRun.begun(folder) ? TrainingRun.Start.RESUME : TrainingRun.Start.NEW;
      TrainingRun run = Zoo.training(recipe, learned, folder, start, zoo);
      saving = run;
      try {
        if (stopped) {
          run.requestStop();
        }
        TrainingRun.Outcome outcome =
            run.run(listener.begins(task, run.totalSteps()), zoo.withoutProgress().assessment());
        outcome.result().model().close();
        return outcome.checkpoint().map(c -> c.card());
      } finally {
        saving = null;
        listener.ended();
      }
    }

    private Path folder(Path out) {
      List<String> classes = all.classes();
      List<String> names = classes.stream().map(SafeFiles::word).toList();
      String name = SafeFiles.word(turn);
      int index = classes.indexOf(turn);
      boolean clear = !name.isEmpty() && new HashSet<>(names).size() == names.size();
      Path folder = out.resolve(clear ? name : "%d-%s".formatted(index, name));
      // The recipe's own seed has the class's name alone, so that more seeds may follow later.
      return seed == DetectorFit.recipe(options.detector(), false).seed()
          ? folder
          : folder.resolveSibling("%s-seed-%d".formatted(folder.getFileName(), seed));
    }
  }
}
