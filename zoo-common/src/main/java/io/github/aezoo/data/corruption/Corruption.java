package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Shape;
import java.util.List;

/**
 * A seeded, pure function that damages one image; the clean image is left as it is and stays the
 * target of training.
 *
 * <p>The result is clipped to [0, 1]. The same seed gives the same damage. Which seed an image gets
 * is decided by the run's seed, the epoch and the image's index, so damage is redrawn every epoch
 * and does not depend on threads or on the order of images.
 */
public interface Corruption {
  /**
   * Gives a damaged copy.
   *
   * @param clean pixels in [0, 1], {@code shape.size()} of them, channel by channel; not changed
   * @param shape {@code [C, H, W]}
   * @param seed decides all randomness
   * @return a new array of the same length, in [0, 1]
   */
  float[] apply(float[] clean, Shape shape, long seed);

  /**
   * The specification that {@code Corruptions.parse} reads back, for example {@code gaussian:0.4}.
   */
  String spec();

  /**
   * Classical ways to repair this damage, each as this damage with its repair after it: the clean
   * image in, the repaired one out. Empty where no filter is usual.
   */
  default List<Corruption> remedies() {
    return List.of();
  }

  /** What a remedy is called beside a model, for example {@code median:3}. */
  default String remedyName() {
    return spec();
  }
}
