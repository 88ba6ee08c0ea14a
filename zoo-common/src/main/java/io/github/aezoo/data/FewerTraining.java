package io.github.aezoo.data;

import io.github.aezoo.io.ZooException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A data set with some of its training images, chosen by a seed. */
final class FewerTraining implements ImageDataset {
  private final ImageDataset whole;
  private final int[] train;

  FewerTraining(ImageDataset whole, int count, long seed) {
    int n = whole.size(Split.TRAIN);
    if (count < 1 || count > n) {
      throw new ZooException(
          "1 to %d training images of %s can be used; came %d".formatted(n, whole.name(), count));
    }
    this.whole = whole;
    this.train = Arrays.copyOf(Seeds.permutation(n, seed), count);
    Arrays.sort(train);
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
    return whole.splits();
  }

  @Override
  public int size(Split split) {
    return split == Split.TRAIN ? train.length : whole.size(split);
  }

  @Override
  public void copy(Split split, int index, float[] into, int offset) {
    whole.copy(split, indexOf(split, index), into, offset);
  }

  @Override
  public OptionalInt label(Split split, int index) {
    return whole.label(split, indexOf(split, index));
  }

  @Override
  public List<String> classes() {
    return whole.classes();
  }

  @Override
  public Optional<String> sha256(Split split) {
    return whole.sha256(split);
  }

  /** The same images of the same data. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FewerTraining that
        && whole.equals(that.whole)
        && Arrays.equals(train, that.train);
  }

  @Override
  public int hashCode() {
    return Objects.hash(whole, Arrays.hashCode(train));
  }

  private int indexOf(Split split, int index) {
    return split == Split.TRAIN ? train[index] : index;
  }
}
