package io.github.aezoo.detect;

import io.github.aezoo.io.SettingException;
import io.github.aezoo.train.Recipe;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Options for fitting an anomaly detector; {@link #builder} starts with the defaults.
 *
 * @param detector {@code dense} (usual), {@code vae}, {@code vae-contrast}, {@code conv}, or a
 *     recipe's name or file
 * @param recipe what trains it, in place of {@code detector}; empty when {@code detector} says so
 * @param label the table's column of classes; empty for the one called {@code label}, if any
 * @param anomalies the classes that are anomalies; none for the usual one, {@code 1} of a table
 * @param normal the only normal classes, in place of {@code anomalies}; none when those are named
 * @param falseAlarms the share of normal samples that may be flagged, in (0, 1); usually 0.01
 * @param score which of the family's scores; empty for its usual one
 * @param epochs other than the recipe's
 * @param images how many training samples are used; empty for all
 * @param seed other than the recipe's
 * @param strict whether the first image file that cannot be read is an error; otherwise it is left
 *     out
 */
public record FitOptions(
    String detector,
    Optional<Recipe> recipe,
    Optional<String> label,
    List<String> anomalies,
    List<String> normal,
    double falseAlarms,
    Optional<String> score,
    OptionalInt epochs,
    OptionalInt images,
    OptionalLong seed,
    boolean strict) {
  /**
   * Checks ranges.
   *
   * @throws SettingException naming the option that is wrong
   */
  public FitOptions {
    anomalies = List.copyOf(anomalies);
    normal = List.copyOf(normal);
    // Written so that NaN fails too.
    require(
        falseAlarms > 0 && falseAlarms < 1, "falseAlarms", "a rate in (0, 1)", falseAlarms + "");
    require(
        normal.isEmpty() || anomalies.isEmpty(), "normal", "normal classes or anomalies", "both");
    epochs.ifPresent(
        n ->
            require(
                n >= 1 && n <= Recipe.MAX_EPOCHS, "epochs", "1 to " + Recipe.MAX_EPOCHS, n + ""));
    images.ifPresent(n -> require(n >= 1, "images", "1 or more", n + ""));
  }

  private static void require(boolean holds, String setting, String expected, String came) {
    if (!holds) {
      throw new SettingException(setting, "%s expected; got %s".formatted(expected, came));
    }
  }

  /** What is usual. */
  public static FitOptions usual() {
    return builder().build();
  }

  /** Begins with what is usual. */
  public static Builder builder() {
    return new Builder();
  }

  /** The recipe with the epochs, samples and seed that are named here. */
  Recipe applied(Recipe to) {
    Recipe changed = to;
    if (epochs.isPresent()) {
      changed = changed.withEpochs(epochs.getAsInt());
    }
    if (images.isPresent()) {
      changed = changed.withImages(images.getAsInt());
    }
    return seed.isPresent() ? changed.withSeed(seed.getAsLong()) : changed;
  }

  /** Collects options; see {@link FitOptions} for their meaning. */
  public static final class Builder {
    private String detector = "dense";
    private Recipe recipe;
    private String label;
    private List<String> anomalies = List.of();
    private List<String> normal = List.of();
    private double falseAlarms = 0.01;
    private String score;
    private OptionalInt epochs = OptionalInt.empty();
    private OptionalInt images = OptionalInt.empty();
    private OptionalLong seed = OptionalLong.empty();
    private boolean strict;

    private Builder() {}

    /** A kind of detector, or a recipe's name or file. */
    public Builder detector(String kind) {
      detector = kind;
      return this;
    }

    /** What trains it. */
    public Builder recipe(Recipe own) {
      recipe = own;
      return this;
    }

    /** The table's column of classes. */
    public Builder label(String column) {
      label = column;
      return this;
    }

    /** The classes that are anomalies. */
    public Builder anomalies(List<String> classes) {
      anomalies = classes;
      return this;
    }

    /** The only normal classes. */
    public Builder normal(List<String> classes) {
      normal = classes;
      return this;
    }

    /** The share of normal samples that may be flagged. */
    public Builder falseAlarms(double rate) {
      falseAlarms = rate;
      return this;
    }

    /** Which of the family's scores. */
    public Builder score(String id) {
      score = id;
      return this;
    }

    /** Other than the recipe's. */
    public Builder epochs(int count) {
      epochs = OptionalInt.of(count);
      return this;
    }

    /** How many training samples are used. */
    public Builder images(int count) {
      images = OptionalInt.of(count);
      return this;
    }

    /** Other than the recipe's. */
    public Builder seed(long number) {
      seed = OptionalLong.of(number);
      return this;
    }

    /** Whether the first image file that cannot be read is an error. */
    public Builder strict(boolean wanted) {
      strict = wanted;
      return this;
    }

    /**
     * The options.
     *
     * @throws SettingException naming the option that is wrong
     */
    public FitOptions build() {
      return new FitOptions(
          detector,
          Optional.ofNullable(recipe),
          Optional.ofNullable(label),
          anomalies,
          normal,
          falseAlarms,
          Optional.ofNullable(score),
          epochs,
          images,
          seed,
          strict);
    }
  }
}
