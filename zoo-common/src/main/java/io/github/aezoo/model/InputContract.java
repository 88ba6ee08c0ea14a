package io.github.aezoo.model;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a model takes: its shape, and values in its range. */
final class InputContract {
  /** Room for rounding: a resampled or stored pixel may leave [0, 1] by this much. */
  private static final double SLACK = 1e-4;

  /** Some value is out of range. */
  static final class Violation extends ZooException {
    private static final long serialVersionUID = 1L;

    private Violation(String message) {
      super(message);
    }
  }

  private InputContract() {}

  /**
   * Looks at some values of what {@link #checked} looks at.
   *
   * @throws Violation when one of them is out of range
   */
  static void requireValues(Shape shape, float[] values, int count) {
    float middle = shape.isRow() ? 0 : 0.5f;
    double most = shape.isRow() ? Float.MAX_VALUE : 0.5 + SLACK;
    for (int i = 0; i < count; i++) {
      if (!(Math.abs(values[i] - middle) <= most)) {
        throw new Violation("a value is out of range");
      }
    }
  }

  /**
   * Images as they came, when a model takes them; see {@link Autoencoder#checked}.
   *
   * @param name of the model, in messages
   */
  static INDArray checked(String name, Shape shape, INDArray images) {
    requireShape(name, shape, images);
    double low = images.minNumber().doubleValue();
    double high = images.maxNumber().doubleValue();
    // Comparisons skip NaN, so minimum and maximum do not show it; a sum does.
    if (Double.isNaN(images.sumNumber().doubleValue())) {
      throw new ZooException(
          "%s takes %s; got NaN: check the data"
              .formatted(name, shape.isRow() ? "finite values" : "pixels in [0, 1]"));
    }
    if (shape.isRow()) {
      // A new row may lie outside of what training rows had: that is what a detector looks for.
      if (Double.isInfinite(low) || Double.isInfinite(high)) {
        throw new ZooException(name + " takes finite values; got infinity: check the data");
      }
      return images;
    }
    if (!(low >= -SLACK && high <= 1 + SLACK)) {
      throw new ZooException(
          "%s takes pixels in [0, 1]; got [%s, %s]: divide bytes by 255"
              .formatted(name, low, high));
    }
    return images;
  }

  /**
   * The shape alone.
   *
   * @throws ZooException when it is another
   */
  static void requireShape(String name, Shape shape, INDArray images) {
    if (images.rank() != 4
        || images.isEmpty()
        || images.size(1) != shape.channels()
        || images.size(2) != shape.height()
        || images.size(3) != shape.width()) {
      throw new ZooException(
          "%s takes [N, %d, %d, %d]; got %s"
              .formatted(
                  name,
                  shape.channels(),
                  shape.height(),
                  shape.width(),
                  Arrays.toString(images.shape())));
    }
  }
}
