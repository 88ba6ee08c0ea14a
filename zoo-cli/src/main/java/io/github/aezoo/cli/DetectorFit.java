package io.github.aezoo.cli;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.source.Datasets;
import io.github.aezoo.detect.Ranking;
import io.github.aezoo.eval.codes.CodeScores;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Families;
import io.github.aezoo.train.Detect;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.RecipeBuilder;
import java.util.List;

/**
 * The recipe of a detector: training samples without those that labels call anomalies, enough of
 * them held out for its threshold, and, of a labelled table, a share for the test.
 *
 * @param recipe what trains it
 * @param data as the recipe names it
 */
record DetectorFit(Recipe recipe, Dataset data) {
  private static final double TEST_SHARE = 0.3;

  /** Of the training samples one in so many is held out at least, and at most every second. */
  private static final int HELD_OUT = 5;

  private static final int MOST_HELD_OUT = 5000;

  /**
   * What was asked for.
   *
   * @param data the DATA word
   * @param detector dense, vae, vae-z2, conv, or a recipe
   * @param label the column of classes; null for the usual one
   * @param anomalies classes that are; null for the usual one
   * @param normal the only normal classes; null when anomalies are named
   * @param falseAlarms the rate
   * @param score which of the family's scores; null for its usual one
   */
  record Wish(
      String data,
      String detector,
      String label,
      List<String> anomalies,
      List<String> normal,
      double falseAlarms,
      String score) {}

  static DetectorFit of(GlobalOptions options, Wish wish) {
    DataSpec word = Datasets.spec(wish.data());
    boolean table = word.isTable();
    Recipe recipe = recipe(wish.detector(), table);
    word = word.scaledAs(recipe.data());
    if (wish.label() != null) {
      word = word.withLabel(wish.label());
    }
    Dataset all = whole(options, word, table);
    if (!table) {
      requireOwnTest(
          word.order().isEmpty() ? all : whole(options, DataSpec.of(word.base()), false));
    }
    List<String> anomalies = anomalies(wish, word, table, all.classes());
    word = chosen(wish, word, anomalies, all.classes());
    if (table && !all.classes().isEmpty() && !word.says(DataSpec.Key.TEST)) {
      word = word.withTest(TEST_SHARE);
    }
    Dataset data = whole(options, word, table);
    int held = held(word, wish.falseAlarms(), data.size(Split.TRAIN));
    if (table && !word.says(DataSpec.Key.VALIDATION)) {
      word = word.withValidation(held);
    }
    if (table) {
      data = options.data(word, null);
    }
    RecipeBuilder fit =
        recipe.toBuilder()
            .name(name(recipe.name(), word, data))
            .data(word)
            .validation(held)
            .detect(new Detect(wish.falseAlarms(), anomalies, wish.score()))
            .withoutExpected();
    options.seed().ifPresent(fit::seed);
    return new DetectorFit(fit.build(), data);
  }

  /** With all rows of a table that are not for the test, none held out. */
  private static Dataset whole(GlobalOptions options, DataSpec word, boolean table) {
    return options.data(table ? word.withValidation(0) : word, null);
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
              + ": test images of its own expected beside those of training; came one folder for"
              + " both: put the images into train/ and test/");
    }
  }

  /** The recipe of a kind of detector, which a family ships, or any other. */
  static Recipe recipe(String detector, boolean table) {
    if (shipped(detector, table)) {
      return Recipe.open(named(detector, table));
    }
    if (shipped(detector, !table)) {
      throw new ZooException(
          "--detector: %s is for %s alone; dense, vae or a recipe expected"
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

  private static List<String> anomalies(
      Wish wish, DataSpec word, boolean table, List<String> classes) {
    List<String> normal = wish.normal() == null ? word.only() : wish.normal();
    if (!normal.isEmpty()) {
      return classes.stream().filter(name -> !normal.contains(name)).toList();
    }
    if (wish.anomalies() != null) {
      return wish.anomalies();
    }
    if (!word.without().isEmpty()) {
      return word.without();
    }
    return table ? List.of(Detect.ANOMALY) : List.of();
  }

  /** The word without what is an anomaly, unless it says so itself. */
  private static DataSpec chosen(
      Wish wish, DataSpec word, List<String> anomalies, List<String> classes) {
    List<String> named = wish.normal() == null ? wish.anomalies() : wish.normal();
    if (word.choosesClasses()) {
      if (named != null) {
        throw new ZooException(
            "%s chooses classes, and so do --anomaly and --normal: choose them once"
                .formatted(word));
      }
      return word;
    }
    if (named != null && !classes.containsAll(named)) {
      throw new ZooException(
          "%s: no class %s; %s"
              .formatted(
                  word.base(),
                  String.join(", ", named),
                  classes.isEmpty()
                      ? "it has none: name the column of a table by --label"
                      : "its classes are " + String.join(", ", classes)));
    }
    if (wish.normal() != null) {
      return word.withOnly(wish.normal());
    }
    List<String> there = anomalies.stream().filter(classes::contains).toList();
    return there.isEmpty() ? word : word.withoutClasses(there);
  }

  private static int held(DataSpec word, double falseAlarms, int rows) {
    int needed = Ranking.needed(falseAlarms);
    int held = Math.max(needed, Math.min(MOST_HELD_OUT, rows / HELD_OUT));
    if (held > rows / 2) {
      throw new ZooException(
          "%s: a false-alarm rate of %s needs %,d held-out normal samples, and at most half of its %,d can be: raise --false-alarms, or bring more"
              .formatted(word.base(), falseAlarms, needed, rows));
    }
    return held;
  }
}
