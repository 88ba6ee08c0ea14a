package io.github.aezoo.data;

import io.github.aezoo.io.ZooException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** A data set some of whose splits are images chosen of others, by a seed or by their classes. */
final class ChosenSamples implements DatasetView {
  private final Dataset whole;
  private final String name;

  /** What is chosen; other splits are those of the whole. */
  private final Map<Split, int[]> chosen = new EnumMap<>(Split.class);

  /** The splits of the whole that chosen images are of. */
  private final Map<Split, Split> sources = new EnumMap<>(Split.class);

  private ChosenSamples(Dataset whole, String name) {
    this.whole = whole;
    this.name = name;
  }

  private void choose(Split split, Split source, int... images) {
    chosen.put(split, images);
    sources.put(split, source);
  }

  /** A split is taken out of the training split, in place of the whole's own. */
  static Dataset heldOut(Dataset whole, Split split, int count, long seed) {
    int n = whole.size(Split.TRAIN);
    if (count < 1 || count >= n) {
      throw new ZooException(
          "a %s split takes 1 to %d of the %d training images of %s; got %d"
              .formatted(split.id(), Math.max(1, n - 1), n, whole.name(), count));
    }
    int[] order = Seeds.permutation(n, seed);
    ChosenSamples data = new ChosenSamples(whole, whole.name());
    data.choose(split, Split.TRAIN, sorted(order, 0, count));
    data.choose(Split.TRAIN, Split.TRAIN, sorted(order, count, n));
    return data;
  }

  /** Some training images alone. */
  static Dataset fewer(Dataset whole, int count, long seed) {
    int n = whole.size(Split.TRAIN);
    if (count < 1 || count > n) {
      throw new ZooException(
          "1 to %d training images of %s can be used; got %d".formatted(n, whole.name(), count));
    }
    ChosenSamples data = new ChosenSamples(whole, whole.name());
    data.choose(Split.TRAIN, Split.TRAIN, sorted(Seeds.permutation(n, seed), 0, count));
    return data;
  }

  /** Training and validation images of some classes; see {@link Dataset#withClasses}. */
  static Dataset ofClasses(Dataset whole, String name, Predicate<String> trained) {
    ChosenSamples data = new ChosenSamples(whole, name);
    for (Split split : Split.values()) {
      if (split == Split.TEST || whole.size(split) == 0) {
        continue;
      }
      // Of rows without a class nobody knows what they are: they are not chosen.
      if (whole.classes().isEmpty()) {
        throw new ZooException(
            "%s: choosing classes needs labels; the %s split of %s has none"
                .formatted(name, split.id(), whole.name()));
      }
      int[] images =
          IntStream.range(0, whole.size(split))
              .filter(i -> whole.className(split, i).filter(trained).isPresent())
              .toArray();
      if (images.length == 0) {
        throw new ZooException(
            "%s: no %s image is left; the classes of %s are %s"
                .formatted(name, split.id(), whole.name(), String.join(", ", whole.classes())));
      }
      data.choose(split, split, images);
    }
    return data;
  }

  private static int[] sorted(int[] order, int from, int to) {
    int[] part = Arrays.copyOfRange(order, from, to);
    // In the order of the file, so that reading is as sequential as the data set is.
    Arrays.sort(part);
    return part;
  }

  @Override
  public Dataset whole() {
    return whole;
  }

  @Override
  public String name() {
    return name;
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
  public int place(Split split, int index) {
    return whole.place(source(split), indexOf(split, index));
  }

  @Override
  public Optional<String> source(Split split, int index) {
    return whole.source(source(split), indexOf(split, index));
  }

  @Override
  public Optional<String> sha256(Split split) {
    return whole.sha256(source(split));
  }

  /** The same images chosen of the same data. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ChosenSamples that
        && name.equals(that.name)
        && sources.equals(that.sources)
        && whole.equals(that.whole)
        && chosen.keySet().equals(that.chosen.keySet())
        && chosen.keySet().stream().allMatch(s -> Arrays.equals(chosen.get(s), that.chosen.get(s)));
  }

  @Override
  public int hashCode() {
    return Objects.hash(whole, Arrays.hashCode(chosen.get(Split.TRAIN)));
  }

  private Split source(Split split) {
    return sources.getOrDefault(split, split);
  }

  private int indexOf(Split split, int index) {
    int[] images = chosen.get(split);
    return images == null ? index : images[index];
  }
}
