package io.github.aezoo.data;

import io.github.aezoo.io.ZooException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A data set whose validation split is taken out of its training split, chosen by a seed. */
final class HeldOut implements ImageDataset {
  private final ImageDataset whole;
  private final int[] train;
  private final int[] validation;

  HeldOut(ImageDataset whole, int count, long seed) {
    int n = whole.size(Split.TRAIN);
    if (count < 1 || count >= n) {
      throw new ZooException(
          "a validation split takes 1 to %d of the %d training images of %s; came %d"
              .formatted(Math.max(1, n - 1), n, whole.name(), count));
    }
    this.whole = whole;
    int[] order = Seeds.permutation(n, seed);
    this.validation = sorted(order, 0, count);
    this.train = sorted(order, count, n);
  }

  private static int[] sorted(int[] order, int from, int to) {
    int[] part = Arrays.copyOfRange(order, from, to);
    // In the order of the file, so that reading is as sequential as the data set is.
    Arrays.sort(part);
    return part;
  }

  @Override
  public String name() {
    return whole.name();
  }

  @Override
  public ImageShape shape() {
    return whole.shape();
  }

  @Override
  public Set<Split> splits() {
    EnumSet<Split> splits = EnumSet.copyOf(whole.splits());
    splits.add(Split.VALIDATION);
    return splits;
  }

  @Override
  public int size(Split split) {
    return switch (split) {
      case TRAIN -> train.length;
      case VALIDATION -> validation.length;
      case TEST -> whole.size(Split.TEST);
    };
  }

  @Override
  public void copy(Split split, int index, float[] into, int offset) {
    whole.copy(source(split), indexOf(split, index), into, offset);
  }

  @Override
  public OptionalInt label(Split split, int index) {
    return whole.label(source(split), indexOf(split, index));
  }

  @Override
  public List<String> classes() {
    return whole.classes();
  }

  @Override
  public Optional<String> sha256(Split split) {
    return whole.sha256(source(split));
  }

  /** The same images held out of the same data. */
  @Override
  public boolean equals(Object other) {
    return other instanceof HeldOut that
        && whole.equals(that.whole)
        && Arrays.equals(validation, that.validation);
  }

  @Override
  public int hashCode() {
    return Objects.hash(whole, Arrays.hashCode(validation));
  }

  private static Split source(Split split) {
    return split == Split.TEST ? Split.TEST : Split.TRAIN;
  }

  private int indexOf(Split split, int index) {
    return switch (split) {
      case TRAIN -> train[index];
      case VALIDATION -> validation[index];
      case TEST -> index;
    };
  }
}
