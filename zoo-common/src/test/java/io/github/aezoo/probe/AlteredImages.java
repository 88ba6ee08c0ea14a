package io.github.aezoo.probe;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.DatasetView;
import io.github.aezoo.data.Split;
import java.util.Optional;

/**
 * Another data set's images, each altered.
 *
 * @param whole the other data set
 * @param change gives a pixel's new value
 */
public record AlteredImages(Dataset whole, Change change) implements DatasetView {
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
  public void copy(Split split, int index, float[] into, int offset) {
    whole.copy(split, index, into, offset);
    for (int i = 0; i < shape().size(); i++) {
      into[offset + i] = change.of(split, index, i, into[offset + i]);
    }
  }

  @Override
  public Optional<String> sha256(Split split) {
    return Optional.empty();
  }
}
