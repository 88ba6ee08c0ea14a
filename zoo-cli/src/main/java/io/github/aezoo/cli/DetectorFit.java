package io.github.aezoo.cli;

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
  private static final String TEST_SHARE = "0.3";

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
    boolean table = Datasets.isTable(wish.data());
    Recipe recipe = recipe(wish.detector(), table);
    String word = Datasets.scaledAs(recipe.data(), wish.data());
    if (wish.label() != null) {
      word = Datasets.with(word, "label", wish.label());
    }
    Dataset all = whole(options, word, table);
    if (!table) {
      String base = Datasets.base(word);
      requireOwnTest(base.equals(word) ? all : whole(options, base, false));
    }
    List<String> anomalies = anomalies(wish, word, table, all.classes());
    word = chosen(wish, word, anomalies, all.classes());
    if (table && !all.classes().isEmpty() && Datasets.settings(word, "test").isEmpty()) {
      word = Datasets.with(word, "test", TEST_SHARE);
    }
    Dataset data = whole(options, word, table);
    int held = held(word, wish.falseAlarms(), data.size(Split.TRAIN));
    if (table && Datasets.settings(word, "validation").isEmpty()) {
      word = Datasets.with(word, "validation", String.valueOf(held));
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
  private static Dataset whole(GlobalOptions options, String word, boolean table) {
    return options.data(table ? Datasets.with(word, "validation", "0") : word, null);
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

  private static String name(String recipe, String word, Dataset data) {
    StringBuilder name = new StringBuilder(data.name().split(":", 2)[0]);
    for (String key : new String[] {"only", "without"}) {
      List<String> classes = Datasets.settings(word, key);
      if (!classes.isEmpty()) {
        name.append('-').append(key).append('-').append(String.join("-", classes));
      }
    }
    return recipe.split("\\.", 2)[0] + "." + SafeFiles.word(name.toString());
  }

  private static List<String> anomalies(
      Wish wish, String word, boolean table, List<String> classes) {
    List<String> normal = wish.normal() == null ? Datasets.settings(word, "only") : wish.normal();
    if (!normal.isEmpty()) {
      return classes.stream().filter(name -> !normal.contains(name)).toList();
    }
    if (wish.anomalies() != null) {
      return wish.anomalies();
    }
    List<String> without = Datasets.settings(word, "without");
    if (!without.isEmpty()) {
      return without;
    }
    return table ? List.of(Detect.ANOMALY) : List.of();
  }

  /** The word without what is an anomaly, unless it says so itself. */
  private static String chosen(
      Wish wish, String word, List<String> anomalies, List<String> classes) {
    List<String> named = wish.normal() == null ? wish.anomalies() : wish.normal();
    if (Datasets.choosesClasses(word)) {
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
                  Datasets.base(word),
                  String.join(", ", named),
                  classes.isEmpty()
                      ? "it has none: name the column of a table by --label"
                      : "its classes are " + String.join(", ", classes)));
    }
    if (wish.normal() != null) {
      return Datasets.with(word, "only", String.join("+", wish.normal()));
    }
    List<String> there = anomalies.stream().filter(classes::contains).toList();
    return there.isEmpty() ? word : Datasets.with(word, "without", String.join("+", there));
  }

  private static int held(String word, double falseAlarms, int rows) {
    int needed = Ranking.needed(falseAlarms);
    int held = Math.max(needed, Math.min(MOST_HELD_OUT, rows / HELD_OUT));
    if (held > rows / 2) {
      throw new ZooException(
          "%s: a false-alarm rate of %s needs %,d held-out normal samples, and at most half of its %,d can be: raise --false-alarms, or bring more"
              .formatted(Datasets.base(word), falseAlarms, needed, rows));
    }
    return held;
  }
}
