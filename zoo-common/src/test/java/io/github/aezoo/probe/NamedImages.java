package io.github.aezoo.probe;

import io.github.aezoo.data.ImageDataset;
import io.github.aezoo.data.ImageShape;
import io.github.aezoo.data.Split;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Another data set under another name.
 *
 * @param name the name
 * @param whole the other data set
 */
public record NamedImages(String name, ImageDataset whole) implements ImageDataset {
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
    return whole.size(split);
  }

  @Override
  public void copy(Split split, int index, float[] into, int offset) {
    whole.copy(split, index, into, offset);
  }

  @Override
  public OptionalInt label(Split split, int index) {
    return whole.label(split, index);
  }

  @Override
  public List<String> classes() {
    return whole.classes();
  }

  @Override
  public Optional<String> sha256(Split split) {
    return whole.sha256(split);
  }
}
