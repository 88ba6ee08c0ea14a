package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Shape;

/** A classical filter: it repairs an image without having learned anything. */
interface Filter {
  /**
   * Repairs an image.
   *
   * @param damaged pixels in [0, 1]; not changed
   * @param shape {@code [C, H, W]}
   * @param missing which values carry nothing of the clean image, such as those of an erased block
   * @return a new array, in [0, 1]
   */
  float[] apply(float[] damaged, Shape shape, boolean[] missing);

  /** A short name with its parameters, for example {@code median:3}. */
  String name();
}
