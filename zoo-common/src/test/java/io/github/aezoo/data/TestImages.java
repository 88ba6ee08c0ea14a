package io.github.aezoo.data;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Images [1, 1, 2] in memory whose first pixel tells their index and whose second their split. */
record TestImages(Map<Split, Integer> sizes) implements Dataset {
  static float mark(Split split) {
    return split == Split.TRAIN ? 0 : split == Split.VALIDATION ? 0.25f : 0.5f;
  }

  static int indexOf(float[] image) {
    return Math.round(image[0] * 1000);
  }

  @Override
  public String name() {
    return "test-images";
  }

  @Override
  public Shape shape() {
    return new Shape(1, 1, 2);
  }

  @Override
  public Set<Split> splits() {
    return sizes.keySet();
  }

  @Override
  public int size(Split split) {
    return sizes.getOrDefault(split, 0);
  }

  @Override
  public void copy(Split split, int index, float[] into, int offset) {
    Objects.checkIndex(index, size(split));
    into[offset] = index / 1000f;
    into[offset + 1] = mark(split);
  }

  @Override
  public OptionalInt label(Split split, int index) {
    return OptionalInt.of(index % 3);
  }

  @Override
  public List<String> classes() {
    return List.of("a", "b", "c");
  }

  @Override
  public Optional<String> sha256(Split split) {
    return Optional.of("digest of " + split.id());
  }
}
