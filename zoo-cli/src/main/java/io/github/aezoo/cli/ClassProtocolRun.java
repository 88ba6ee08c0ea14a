package io.github.aezoo.cli;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.source.Datasets;
import io.github.aezoo.detect.Detection;
import io.github.aezoo.detect.Detector;
import io.github.aezoo.detect.DetectorFit;
import io.github.aezoo.detect.Ranking;
import io.github.aezoo.eval.Reconstructor;
import io.github.aezoo.eval.baseline.Baselines;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.AnomalyScore;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.Trainer;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ModelCard;
import io.github.aezoo.zoo.TrainingRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A detector for each class of labelled images, one after the other; finished ones are kept, and
 * skipped when it is started again.
 */
record ClassProtocolRun(Command command, ClassProtocol protocol, Wish wish)
    implements Callable<Integer> {
  private static final String FILE = "protocol.json";

  private static final int MOST_HELD_OUT = 10_000;

  /**
   * What was asked for.
   *
   * @param data the DATA word
   * @param detector dense, vae, vae-z2, conv, or a recipe
   * @param falseAlarms of the thresholds on cards
   * @param epochs other than the recipe's; null for those
   * @param images training images that are used; null for all
   * @param classes that have their turn; null for all
   * @param seeds runs a class
   * @param heldOut whether training images are tested on, and the test split is not looked at
   * @param score which of the family's scores the detectors have; null for its usual one
   * @param out where detectors and numbers go; null for nowhere
   * @param overwrite whether other runs there are replaced
   */
  record Wish(
      String data,
      String detector,
      double falseAlarms,
      Integer epochs,
      Integer images,
      List<String> classes,
      int seeds,
      boolean heldOut,
      String score,
      Path out,
      boolean overwrite) {
    Recipe of(Recipe recipe) {
      Recipe own = epochs == null ? recipe : recipe.withEpochs(epochs);
      return images == null ? own : own.withImages(images);
    }
  }

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
   * What a class's detector reached.
   *
   * @param name of the class
   * @param seed of its training
   * @param codes of the detector, and as many components of PCA
   * @param auroc of the detector
   * @param averagePrecision of the detector
   * @param pcaAuroc of PCA's reconstruction error; null where there is no PCA
   * @param pcaAveragePrecision of it
   * @param otherAurocs of the detector by the other scores of its family
   */
  record Result(
      String name,
      long seed,
      int codes,
      double auroc,
      double averagePrecision,
      Double pcaAuroc,
      Double pcaAveragePrecision,
      Map<String, Double> otherAurocs) {
    /** Runs of before there were such have none. Their order is kept: columns come in it. */
    Result {
      otherAurocs =
          otherAurocs == null
              ? Map.of()
              : Collections.unmodifiableMap(new LinkedHashMap<>(otherAurocs));
    }
  }

  @Override
  public Integer call() {
    Recipe template = wish.of(DetectorFit.recipe(wish.detector(), false));
    Dataset all = opened(template);
    List<String> turns = wish.classes() == null ? all.classes() : wish.classes();
    long first = command.options().seed().orElse(template.seed());
    int threads = command.options().threads();
    Settings settings =
        new Settings(
            protocol.id(),
            wish.data(),
            template.withSeed(0),
            wish.falseAlarms(),
            wish.heldOut(),
            wish.score(),
            threads);
    Optional<RunsFile<Result>> file =
        Optional.ofNullable(wish.out())
            .map(out -> new RunsFile<>(out, FILE, settings, Result.class, wish.overwrite()));
    List<Result> results = new ArrayList<>(file.map(RunsFile::runs).orElse(List.of()));
    int number = 0;
    for (long seed = first; seed < first + wish.seeds(); seed++) {
      for (String turn : turns) {
        long own = seed;
        number++;
        if (results.stream().anyMatch(r -> r.name().equals(turn) && r.seed() == own)) {
          continue;
        }
        String task = "class %s, %d of %d".formatted(turn, number, turns.size() * wish.seeds());
        Optional<Result> result = run(all, turn, seed, task, () -> file.ifPresent(RunsFile::begin));
        if (result.isEmpty()) {
          return SavedRun.INTERRUPTED;
        }
        results.add(result.get());
        ClassResults so = new ClassResults(this, all.name(), template.name(), results);
        file.ifPresent(
            f -> {
              so.write(f, result.get());
              so.writePage();
            });
      }
    }
    ClassResults done = new ClassResults(this, all.name(), template.name(), results);
    // Of what was there already, too: the page may be missing, or of an older version.
    file.ifPresent(f -> done.writePage());
    done.print();
    return 0;
  }

  private Dataset opened(Recipe recipe) {
    if (Datasets.isTable(wish.data())) {
      throw new ZooException(
          "%s is a table: --protocol %s goes over the classes of images; --fit takes a table"
              .formatted(wish.data(), protocol.id()));
    }
    if (Datasets.choosesClasses(wish.data())) {
      throw new ZooException(
          "%s: the protocol chooses the classes that are trained on: name %s, and classes by %s"
              .formatted(wish.data(), Datasets.base(wish.data()), protocol.option()));
    }
    Dataset all = command.options().data(Datasets.scaledAs(recipe.data(), wish.data()), null);
    List<String> unknown =
        wish.classes() == null
            ? List.of()
            : wish.classes().stream().filter(name -> !all.classes().contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new ZooException(
          "%s: no class %s; its classes are %s"
              .formatted(
                  wish.data(), String.join(", ", unknown), String.join(", ", all.classes())));
    }
    Split tested = wish.heldOut() ? Split.TRAIN : Split.TEST;
    if (all.classes().size() < 2 || all.size(tested) == 0 || !all.labelled(tested)) {
      throw new ZooException(
          "%s: images of two or more classes expected, with labels in the splits train and %s"
              .formatted(wish.data(), tested.id()));
    }
    return all;
  }

  private Optional<Result> run(Dataset all, String turn, long seed, String task, Runnable begins) {
    DetectorFit fit =
        DetectorFit.of(
            wish.data(),
            protocol.options(turn, wish.detector(), wish.falseAlarms(), wish.score()),
            command.options().dataRoots());
    Recipe recipe = wish.of(fit.recipe()).withSeed(seed);
    Dataset data = wish.heldOut() ? heldOut(all, turn, fit.data().name()) : fit.data();
    Dataset used = recipe.asUsed(data);
    boolean[] are =
        Detector.anomalies(used, Split.TEST, recipe.detect().anomalies())
            .orElseThrow(
                () ->
                    new ZooException(
                        "%s: test images of class %s and of others expected"
                            .formatted(wish.data(), turn)));
    begins.run();
    Detection.Tested tested;
    Map<String, Double> others;
    int codes;
    if (wish.out() == null || wish.heldOut()) {
      Trainer trainer = new Trainer(recipe, data, command.options().threads());
      AnomalyScore score = Detector.score(trainer.model().architecture(), wish.score());
      try (Progress progress = command.progress(task, trainer.totalSteps(), "steps");
          Autoencoder model = trainer.run(SavedRun.listener(progress)).model()) {
        Autoencoder stored = TrainingRun.stored(recipe, model);
        codes = stored.architecture().latentSize();
        tested =
            Detection.Tested.of(
                Detector.scores(stored, score, used, Split.TEST, seed),
                are,
                Double.POSITIVE_INFINITY);
        others = others(stored, score.id(), used, are, seed);
      }
    } else {
      Path folder = folder(turn, all.classes(), seed);
      Optional<ModelCard> card = checkpoint(recipe, data, folder, task);
      if (card.isEmpty()) {
        return Optional.empty();
      }
      codes = card.get().latentSize();
      tested = card.get().detection().tested();
      try (Autoencoder model = Checkpoint.open(folder).load()) {
        others = others(model, card.get().score(), used, are, seed);
      }
    }
    Optional<double[]> pca =
        Optional.ofNullable(pca(used, codes)).map(p -> Detector.errors(p, used, Split.TEST));
    return Optional.of(
        new Result(
            turn,
            seed,
            codes,
            tested.auroc(),
            tested.averagePrecision(),
            pca.map(scores -> Ranking.auroc(scores, are)).orElse(null),
            pca.map(scores -> Ranking.averagePrecision(scores, are)).orElse(null),
            others));
  }

  /** AUROC by the scores of the family that the detector does not have. */
  private static Map<String, Double> others(
      Autoencoder model, String own, Dataset data, boolean[] are, long seed) {
    Map<String, Double> aurocs = new LinkedHashMap<>();
    for (AnomalyScore score : Detector.scores(model.architecture())) {
      if (!score.id().equals(own)) {
        double[] scores = Detector.scores(model, score, data, Split.TEST, seed);
        aurocs.put(score.id(), Ranking.auroc(scores, are));
      }
    }
    return aurocs;
  }

  /** As in the protocol, inside of the training images. */
  private Dataset heldOut(Dataset all, String turn, String word) {
    return HeldOutImages.of(all, MOST_HELD_OUT)
        .withClasses(word, name -> protocol.trained(turn, name));
  }

  private Reconstructor pca(Dataset used, int codes) {
    return new Baselines(command.options().cache())
        .of(used, codes, Optional.empty())
        .get(Baselines.PCA);
  }

  /** Trains it into its folder; one that was interrupted there goes on. Empty when it was again. */
  private Optional<ModelCard> checkpoint(Recipe recipe, Dataset data, Path folder, String task) {
    TrainingRun.Start start =
        wish.overwrite()
            ? TrainingRun.Start.OVERWRITE
            : TrainingRun.begun(folder) ? TrainingRun.Start.RESUME : TrainingRun.Start.NEW;
    TrainingRun run =
        new TrainingRun(
            recipe,
            data,
            folder,
            command.options().threads(),
            start,
            command.options().origin(recipe));
    TrainingRun.Outcome outcome = new SavedRun(command, task, "the same command goes on").of(run);
    outcome.result().model().close();
    return outcome.checkpoint().map(c -> c.card());
  }

  private Path folder(String turn, List<String> classes, long seed) {
    List<String> names = classes.stream().map(SafeFiles::word).toList();
    String name = SafeFiles.word(turn);
    int index = classes.indexOf(turn);
    boolean clear = !name.isEmpty() && new HashSet<>(names).size() == names.size();
    Path folder = wish.out().resolve(clear ? name : "%d-%s".formatted(index, name));
    // The recipe's own seed has the class's name alone, so that more seeds may follow later.
    return seed == DetectorFit.recipe(wish.detector(), false).seed()
        ? folder
        : folder.resolveSibling("%s-seed-%d".formatted(folder.getFileName(), seed));
  }
}
