package io.github.aezoo.data;

import io.github.aezoo.io.ZooException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A data set some of whose splits are images of its training split, chosen by a seed. */
final class ChosenImages implements ImageDataset {
  private final ImageDataset whole;

  /** Training images by the split that has them; other splits are those of the whole. */
  private final Map<Split, int[]> chosen = new EnumMap<>(Split.class);

  private ChosenImages(ImageDataset whole) {
    this.whole = whole;
  }

  /** The validation split is taken out of the training split. */
  static ImageDataset heldOut(ImageDataset whole, int count, long seed) {
    int n = whole.size(Split.TRAIN);
    if (count < 1 || count >= n) {
      throw new ZooException(
          "a validation split takes 1 to %d of the %d training images of %s; came %d"
              .formatted(Math.max(1, n - 1), n, whole.name(), count));
    }
    int[] order = Seeds.permutation(n, seed);
    ChosenImages data = new ChosenImages(whole);
    data.chosen.put(Split.VALIDATION, sorted(order, 0, count));
    data.chosen.put(Split.TRAIN, sorted(order, count, n));
    return data;
  }

  /** Some training images alone. */
  static ImageDataset fewer(ImageDataset whole, int count, long seed) {
    int n = whole.size(Split.TRAIN);
    if (count < 1 || count > n) {
      throw new ZooException(
          "1 to %d training images of %s can be used; came %d".formatted(n, whole.name(), count));
    }
    ChosenImages data = new ChosenImages(whole);
    data.chosen.put(Split.TRAIN, sorted(Seeds.permutation(n, seed), 0, count));
    return data;
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
    splits.addAll(chosen.keySet());
    return splits;
  }

  @Override
  public int size(Split split) {
    int[] images = chosen.get(split);
    return images == null ? whole.size(split) : images.length;
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

  /** The same images chosen of the same data. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ChosenImages that
        && whole.equals(that.whole)
        && chosen.keySet().equals(that.chosen.keySet())
        && chosen.keySet().stream().allMatch(s -> Arrays.equals(chosen.get(s), that.chosen.get(s)));
  }

  @Override
  public int hashCode() {
    return Objects.hash(whole, Arrays.hashCode(chosen.get(Split.TRAIN)));
  }

  private Split source(Split split) {
    return chosen.containsKey(split) ? Split.TRAIN : split;
  }

  private int indexOf(Split split, int index) {
    int[] images = chosen.get(split);
    return images == null ? index : images[index];
  }
}
