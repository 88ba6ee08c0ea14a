package io.github.aezoo.probe;

import io.github.aezoo.data.ImageDataset;
import io.github.aezoo.data.ImageShape;
import io.github.aezoo.data.Split;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Another data set's images, each altered.
 *
 * @param whole the other data set
 * @param change gives a pixel's new value
 */
public record AlteredImages(ImageDataset whole, Change change) implements ImageDataset {
  /** Gives a pixel's new value. */
  @FunctionalInterface
  public interface Change {
    /** The new value of pixel {@code position} of an image. */
    float of(Split split, int index, int position, float pixel);
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
    return whole.size(split);
  }

  @Override
  public void copy(Split split, int index, float[] into, int offset) {
    whole.copy(split, index, into, offset);
    for (int i = 0; i < shape().size(); i++) {
      into[offset + i] = change.of(split, index, i, into[offset + i]);
    }
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
    return Optional.empty();
  }
}
