package io.github.aezoo.data;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Clean images with values in [0, 1], all of one shape, in named splits. Rows of a table are images
 * {@code [1, 1, values]} whose values may leave [0, 1]; see {@link #preparation}.
 *
 * <p>Reading is random access by index, thread-safe and free of side effects, so that shuffling,
 * validation splits and exact resumption are decided elsewhere.
 */
public interface Dataset {
  /** The data set's name, for example {@code mnist}. */
  String name();

  /** The shape {@code [C, H, W]} of every image. */
  Shape shape();

  /** The splits that have images; always at least one. */
  Set<Split> splits();

  /** How many images a split has; 0 for a split that is not there. */
  int size(Split split);

  /**
   * Copies one image, channel by channel and row by row, pixels in [0, 1].
   *
   * @param into receives {@code shape().size()} values from {@code offset} on
   * @throws io.github.aezoo.io.ZooException when the image cannot be read
   * @throws IndexOutOfBoundsException when there is no such image
   */
  void copy(Split split, int index, float[] into, int offset);

  /** The class of an image, from 0; empty when the data set has no labels. */
  OptionalInt label(Split split, int index);

  /** The class names by label; empty when the data set has no labels. */
  List<String> classes();

  /** Whether a split has images and each has a class. */
  default boolean labelled(Split split) {
    int n = size(split);
    return n > 0 && IntStream.range(0, n).allMatch(i -> label(split, i).isPresent());
  }

  /** The name of an image's class; empty when it has none. */
  default Optional<String> className(Split split, int index) {
    OptionalInt label = label(split, index);
    return label.isPresent() ? Optional.of(classes().get(label.getAsInt())) : Optional.empty();
  }

  /** What tells a sample from others: {@code index}, or {@code line} of a table's file. */
  default String placeName() {
    return "index";
  }

  /** Where a sample is: its {@link #placeName}. */
  default int place(Split split, int index) {
    return index;
  }

  /** How rows became values, when this is a table. */
  default Optional<TablePreparation> preparation() {
    return Optional.empty();
  }

  /** What a user should know of the data besides, a line each. */
  default List<String> notes() {
    return List.of();
  }

  /** What was read and what was assumed, a line each. */
  default List<String> description() {
    return List.of();
  }

  /** SHA-256 of the split's content as the data set defines it; empty when it is not known. */
  Optional<String> sha256(Split split);

  /**
   * A DL4J iterator over clean pixels: features and labels are the same {@code [N, C, H, W]} array.
   *
   * <p>The order is shuffled by the seed and differs from epoch to epoch (each {@code reset()}
   * starts the next one); the last batch may be smaller.
   *
   * @param batchSize images a batch, at least 1
   * @param seed decides the order of every epoch
   */
  default DataSetIterator iterator(Split split, int batchSize, long seed) {
    return new BatchIterator(this, split, batchSize, seed);
  }

  /** Pixels of one image as a new array; see {@link #copy}. */
  default float[] image(Split split, int index) {
    float[] pixels = new float[shape().size()];
    copy(split, index, pixels, 0);
    return pixels;
  }

  /**
   * This data set with a validation split: its own when it has one, otherwise {@code count}
   * training images chosen by the seed (and taken out of the training split).
   */
  default Dataset withValidation(int count, long seed) {
    return size(Split.VALIDATION) > 0
        ? this
        : ChosenSamples.heldOut(this, Split.VALIDATION, count, seed);
  }

  /**
   * This data set with {@code count} of its training images as its test split, chosen by the seed
   * and taken out of the training split: what settings are chosen on, as the test split is not
   * looked at.
   *
   * @throws io.github.aezoo.io.ZooException when it has not more training images
   */
  default Dataset withTestOfTraining(int count, long seed) {
    return ChosenSamples.heldOut(this, Split.TEST, count, seed);
  }

  /**
   * This data set whose training and validation images are of some classes alone; the test split
   * stays whole.
   *
   * @param word the name of what comes out
   * @throws io.github.aezoo.io.ZooException when there are no labels, or no image is left
   */
  default Dataset withClasses(String word, Predicate<String> trained) {
    return ChosenSamples.ofClasses(this, word, trained);
  }

  /**
   * These images brought to the same contrast; see {@link EqualContrast}.
   *
   * @throws io.github.aezoo.io.ZooException when these are rows of a table, which are scaled when
   *     they are opened
   */
  default Dataset withEqualContrast() {
    return EqualContrast.of(this);
  }

  /** Whether its images were brought to the same contrast. */
  default boolean equalContrast() {
    return false;
  }

  /**
   * This data set with {@code count} of its training images, chosen by the seed.
   *
   * @throws io.github.aezoo.io.ZooException when it has fewer
   */
  default Dataset withTraining(int count, long seed) {
    return ChosenSamples.fewer(this, count, seed);
  }
}
