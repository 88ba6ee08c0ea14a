package io.github.aezoo.data;

import io.github.aezoo.io.ZooException;
import java.util.List;

/**
 * Images of the same contrast: the pixels of each are divided by their root mean square and
 * multiplied by {@value #ROOT_MEAN_SQUARE}, and what is then above 1 is 1. That is a kind of global
 * contrast normalisation, which detectors of anomalies are trained with (Ruff et al. 2018, section
 * 4.2, <a href="http://proceedings.mlr.press/v80/ruff18a.html">Deep One-Class Classification</a>),
 * by the Euclidean norm, and without taking the mean away, so that what is black stays black.
 *
 * @param whole the images as they are
 * @param name of what comes out
 */
public record EqualContrast(Dataset whole, String name) implements DatasetView {
  /** About that of handwritten digits that fill their image. */
  static final double ROOT_MEAN_SQUARE = 0.18;

  /** In words. */
  public static final String MEANING =
      "divided by their root mean square in each image, times %s, at most 1 (scaling=contrast)"
          .formatted(ROOT_MEAN_SQUARE);

  /** See {@link Dataset#withEqualContrast}. */
  static Dataset of(Dataset whole) {
    if (whole.shape().isRow()) {
      throw new ZooException(
          "%s has rows: images expected; rows are scaled when a table is opened (min-max or standard)"
              .formatted(whole.name()));
    }
    return new EqualContrast(
        whole, DataSpec.stored(whole.name()).withScaling(DataSpec.Scaling.CONTRAST).toString());
  }

  @Override
  public boolean equalContrast() {
    return true;
  }

  @Override
  public void copy(Split split, int index, float[] into, int offset) {
    whole.copy(split, index, into, offset);
    scale(into, offset, shape().size());
  }

  /** Scales one image, in place: {@code size} pixels from {@code offset} on. */
  public static void scale(float[] pixels, int offset, int size) {
    int end = offset + size;
    double squares = 0;
    for (int i = offset; i < end; i++) {
      squares += (double) pixels[i] * pixels[i];
    }
    if (squares == 0) {
      return;
    }
    double factor = ROOT_MEAN_SQUARE / Math.sqrt(squares / size);
    for (int i = offset; i < end; i++) {
      pixels[i] = (float) Math.min(1, factor * pixels[i]);
    }
  }

  @Override
  public List<String> notes() {
    return whole.notes();
  }

  @Override
  public List<String> description() {
    return whole.description();
  }
}
