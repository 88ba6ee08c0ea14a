package io.github.aezoo.detect;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.EqualContrast;
import io.github.aezoo.data.ImageFit;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.source.Datasets;
import io.github.aezoo.eval.codes.CodeScores;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Families;
import io.github.aezoo.train.DetectorSettings;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.StoredWeights;
import io.github.aezoo.train.Trainer;
import io.github.aezoo.train.TrainingListener;
import java.nio.file.Path;
import java.util.List;

/**
 * Chooses the recipe and the data split of a detector: normal samples for training, held-out normal
 * samples for the threshold, and labelled samples for the test.
 *
 * @param recipe what trains it
 * @param data as the recipe names it
 * @param notes what was assumed of a table's classes, a line each
 */
public record DetectorFit(Recipe recipe, Dataset data, List<String> notes) {
  private static final double TEST_SHARE = 0.3;

  /** Of the training samples one in so many is held out at least, and at most every second. */
  private static final int HELD_OUT = 5;

  private static final int MOST_HELD_OUT = 5000;

  /**
   * For data that a word names, as {@code rows.csv:ignore=id} or {@code mnist}.
   *
   * @param roots where known data sets are looked for, in this order
   * @throws SettingException naming the option that does not fit the data
   * @throws ZooException when the data cannot be opened, or its test images are those of training
   */
  public static DetectorFit of(String data, FitOptions options, List<Path> roots) {
    return of(Datasets.spec(data), options, roots);
  }

  /** For data that is named with its settings. */
  public static DetectorFit of(DataSpec data, FitOptions options, List<Path> roots) {
    boolean table = data.isTable();
    Recipe recipe = recipe(options, table);
    DataSpec word = data.scaledAs(recipe.data());
    if (options.label().isPresent()) {
      word = word.withLabel(options.label().get());
    }
    Datasets.Opening how = Datasets.Opening.toLearn(roots, options.strict());
    Dataset all = whole(word, table, how);
    if (!table) {
      requireOwnTest(word.choosesClasses() ? whole(DataSpec.of(word.base()), false, how) : all);
    }
    AnomalyChoice choice = anomalies(options, word, table, all);
    List<String> anomalies = choice.classes();
    DataSpec given = word;
    word = chosen(options, word, anomalies, all.classes());
    if (table && !all.classes().isEmpty() && !word.says(DataSpec.Key.TEST)) {
      word = word.withTest(TEST_SHARE);
    }
    Dataset fitted = word.equals(given) ? all : whole(word, table, how);
    int held = held(word, options.falseAlarms(), fitted.size(Split.TRAIN));
    if (table && !word.says(DataSpec.Key.VALIDATION)) {
      word = word.withValidation(held);
    }
    if (table) {
      fitted = Datasets.open(word, how);
    }
    return new DetectorFit(
        trains(recipe, options, word, fitted, held, anomalies), fitted, choice.notes());
  }

  /**
   * For data in memory. Labelled rows of a table without a test split get one of {@value
   * #TEST_SHARE} of the training rows.
   *
   * @param data with a training split
   * @throws SettingException naming the option that does not fit the data
   * @throws ZooException when its test images are those of training
   */
  public static DetectorFit of(Dataset data, FitOptions options) {
    boolean table = data.shape().isRow();
    Recipe recipe = recipe(options, table);
    DataSpec own = DataSpec.stored(data.name());
    DataSpec word = own.scaledAs(recipe.data());
    Dataset all = word.equals(own) ? data : new EqualContrast(data, word.toString());
    if (options.label().isPresent()
        && !data.preparation().map(p -> options.label().get().equals(p.label())).orElse(false)) {
      throw new SettingException(
          "label",
          "%s has labels of its own: name the label column where the data is read"
              .formatted(data.name()));
    }
    requireOwnTest(data);
    AnomalyChoice choice = anomalies(options, word, table, all);
    List<String> anomalies = choice.classes();
    if (table && !all.classes().isEmpty() && all.size(Split.TEST) == 0) {
      int count = (int) Math.round(TEST_SHARE * all.size(Split.TRAIN));
      all = all.withTestOfTraining(Math.max(1, count), recipe.seed());
    }
    DataSpec classes = chosen(options, word, anomalies, all.classes());
    Dataset fitted = all;
    if (!classes.equals(word)) {
      List<String> only = options.normal();
      fitted =
          all.withClasses(
              classes.toString(),
              name -> only.isEmpty() ? !anomalies.contains(name) : only.contains(name));
    }
    int held = held(word, options.falseAlarms(), fitted.size(Split.TRAIN));
    return new DetectorFit(
        trains(recipe, options, classes, fitted, held, anomalies), fitted, choice.notes());
  }

  /**
   * Trains the detector in memory; {@code TrainingRun} writes it into a folder.
   *
   * @param threads workers, at least 1; the same number gives the same bytes
   * @throws ZooException when recipe and data do not fit
   */
  public Detector train(int threads, TrainingListener listener) {
    Trainer trainer = new Trainer(recipe, data, threads);
    try (Autoencoder trained = trainer.model()) {
      ThresholdFit.require(recipe, trained.architecture(), trainer.data());
      trainer.run(listener);
      // As the file of a folder would have them: the threshold is the same in both.
      StoredWeights.of(recipe, trained);
      DetectorInput input =
          new DetectorInput(
              data.shape(),
              data.preparation(),
              recipe.data().imageScaling().isPresent(),
              recipe.data().fit().orElse(ImageFit.CROP));
      Threshold detection = ThresholdFit.of(trained, recipe, trainer.data());
      // A copy is without what training needs besides.
      return Detector.of(trained.copy(), input, detection, recipe.seed());
    }
  }

  private static Recipe trains(
      Recipe recipe,
      FitOptions options,
      DataSpec word,
      Dataset data,
      int held,
      List<String> anomalies) {
    return options.applied(
        recipe.toBuilder()
            .name(name(recipe.name(), word, data))
            .data(word)
            .validation(held)
            .detect(
                new DetectorSettings(
                    options.falseAlarms(), anomalies, options.score().orElse(null)))
            .withoutExpected()
            .build());
  }

  /** With all rows of a table that are not for the test, none held out. */
  private static Dataset whole(DataSpec word, boolean table, Datasets.Opening how) {
    return Datasets.open(table ? word.withValidation(0) : word, how);
  }

  /**
   * Labels are looked at in the test alone, so it must not be what is trained on.
   *
   * @throws ZooException when it is
   */
  private static void requireOwnTest(Dataset data) {
    if (data.labelled(Split.TEST) && CodeScores.training(data, Split.TEST)) {
      throw new ZooException(
          data.name()
              + ": separate training and test images expected; got one folder for"
              + " both: put the images into train/ and test/");
    }
  }

  private static Recipe recipe(FitOptions options, boolean table) {
    return options.recipe().orElseGet(() -> recipe(options.detector(), table));
  }

  /**
   * The recipe of a kind of detector, which a family ships, or any other.
   *
   * @param table whether it is for rows of a table; for images otherwise
   * @throws SettingException when the kind is for the other
   * @throws ZooException when there is no such recipe
   */
  public static Recipe recipe(String detector, boolean table) {
    if (shipped(detector, table)) {
      return Recipe.open(named(detector, table));
    }
    if (shipped(detector, !table)) {
      throw new SettingException(
          "detector",
          "%s is only for %s; dense, vae or a recipe expected"
              .formatted(detector, table ? "images" : "tables"));
    }
    return Recipe.open(detector);
  }

  private static boolean shipped(String detector, boolean table) {
    return Families.recipe(named(detector, table)).isPresent();
  }

  private static String named(String detector, boolean table) {
    return "detector-%s.%s".formatted(detector, table ? "table" : "images");
  }

  private static String name(String recipe, DataSpec word, Dataset data) {
    StringBuilder name = new StringBuilder(data.name().split(":", 2)[0]);
    if (!word.only().isEmpty()) {
      name.append("-only-").append(String.join("-", word.only()));
    }
    if (!word.without().isEmpty()) {
      name.append("-without-").append(String.join("-", word.without()));
    }
    return recipe.split("\\.", 2)[0] + "." + SafeFiles.word(name.toString());
  }

  private static AnomalyChoice anomalies(
      FitOptions options, DataSpec word, boolean table, Dataset all) {
    List<String> classes = all.classes();
    List<String> normal = options.normal().isEmpty() ? word.only() : options.normal();
    List<String> named = options.anomalies().isEmpty() ? word.without() : options.anomalies();
    if (!normal.isEmpty()) {
      named = classes.stream().filter(name -> !normal.contains(name)).toList();
    }
    if (!table) {
      return new AnomalyChoice(named, List.of());
    }
    if (!normal.isEmpty() || !named.isEmpty()) {
      return AnomalyChoice.named(all, named);
    }
    return classes.isEmpty()
        ? new AnomalyChoice(
            List.of(DetectorSettings.ANOMALY),
            List.of("no label column: all rows are trained on as normal ones"))
        : AnomalyChoice.found(all);
  }

  /** The word without what is an anomaly, unless it says so itself. */
  private static DataSpec chosen(
      FitOptions options, DataSpec word, List<String> anomalies, List<String> classes) {
    boolean byNormal = !options.normal().isEmpty();
    List<String> named = byNormal ? options.normal() : options.anomalies();
    String setting = byNormal ? "normal" : "anomalies";
    if (word.choosesClasses()) {
      if (!named.isEmpty()) {
        throw new SettingException(
            setting, "%s chooses classes already: choose them only once".formatted(word));
      }
      return word;
    }
    if (!classes.containsAll(named)) {
      throw new SettingException(
          setting,
          "%s: no class %s; %s"
              .formatted(
                  word.base(),
                  String.join(", ", named),
                  classes.isEmpty()
                      ? "it has no classes: name the label column of the table"
                      : "its classes are " + String.join(", ", classes)));
    }
    if (byNormal) {
      return word.withOnly(named);
    }
    List<String> there = anomalies.stream().filter(classes::contains).toList();
    return there.isEmpty() ? word : word.withoutClasses(there);
  }

  private static int held(DataSpec word, double falseAlarms, int rows) {
    int needed = Ranking.needed(falseAlarms);
    int held = Math.max(needed, Math.min(MOST_HELD_OUT, rows / HELD_OUT));
    if (held > rows / 2) {
      throw new SettingException(
          "falseAlarms",
          "%s: a false-alarm rate of %s needs %,d held-out normal samples, but at most half of the %,d samples can be held out: use a higher rate, or more samples"
              .formatted(word.base(), falseAlarms, needed, rows));
    }
    return held;
  }
}
