package io.github.aezoo.study;

import io.github.aezoo.detect.FitOptions;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.train.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a {@link ClassStudy} is made.
 *
 * @param detector dense, vae, vae-contrast, conv, or a recipe
 * @param falseAlarms of the thresholds on cards
 * @param epochs other than the recipe's
 * @param images training images that are used; empty for all
 * @param classes that have their turn; none for all
 * @param seeds runs a class
 * @param heldOut whether training images are tested on, and the test split is not looked at
 * @param score which of the family's scores the detectors have; empty for its usual one
 * @param out where detectors and numbers go; empty for nowhere
 * @param overwrite whether other runs there are replaced
 */
public record ClassStudyOptions(
    String detector,
    double falseAlarms,
    OptionalInt epochs,
    OptionalInt images,
    List<String> classes,
    int seeds,
    boolean heldOut,
    Optional<String> score,
    Optional<Path> out,
    boolean overwrite) {
  /**
   * Checks and takes copies.
   *
   * @throws SettingException when there is no seed
   */
  public ClassStudyOptions {
    classes = List.copyOf(classes);
    if (seeds < 1) {
      throw new SettingException("seeds", "1 or more expected; got " + seeds);
    }
  }

  /** The usual detector of every class, once, nowhere. */
  public static ClassStudyOptions usual() {
    FitOptions fit = FitOptions.usual();
    return new ClassStudyOptions(
        fit.detector(),
        fit.falseAlarms(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        List.of(),
        1,
        false,
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** The same with another detector. */
  public ClassStudyOptions withDetector(String other) {
    return new ClassStudyOptions(
        other, falseAlarms, epochs, images, classes, seeds, heldOut, score, out, overwrite);
  }

  /** The same for some classes alone. */
  public ClassStudyOptions withClasses(List<String> some) {
    return new ClassStudyOptions(
        detector, falseAlarms, epochs, images, some, seeds, heldOut, score, out, overwrite);
  }

  /** The same with another number of epochs. */
  public ClassStudyOptions withEpochs(int other) {
    return new ClassStudyOptions(
        detector,
        falseAlarms,
        OptionalInt.of(other),
        images,
        classes,
        seeds,
        heldOut,
        score,
        out,
        overwrite);
  }

  /** The same with fewer training images. */
  public ClassStudyOptions withImages(int some) {
    return new ClassStudyOptions(
        detector,
        falseAlarms,
        epochs,
        OptionalInt.of(some),
        classes,
        seeds,
        heldOut,
        score,
        out,
        overwrite);
  }

  /** The same with more runs a class. */
  public ClassStudyOptions withSeeds(int runs) {
    return new ClassStudyOptions(
        detector, falseAlarms, epochs, images, classes, runs, heldOut, score, out, overwrite);
  }

  /** The same into a folder. */
  public ClassStudyOptions withOut(Path folder) {
    return new ClassStudyOptions(
        detector,
        falseAlarms,
        epochs,
        images,
        classes,
        seeds,
        heldOut,
        score,
        Optional.of(folder),
        overwrite);
  }

  Recipe of(Recipe recipe) {
    Recipe own = epochs.isPresent() ? recipe.withEpochs(epochs.getAsInt()) : recipe;
    return images.isPresent() ? own.withImages(images.getAsInt()) : own;
  }
}
