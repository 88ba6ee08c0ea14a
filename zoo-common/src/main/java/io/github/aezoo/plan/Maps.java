package io.github.aezoo.plan;

import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * Feature maps of an image, channels last: {@code [height, width, channels]}.
 *
 * @param height in pixels
 * @param width in pixels
 * @param channels of a pixel
 */
record Maps(int height, int width, int channels) {
  /** The maps that a slot holds. */
  static Maps of(InputType type) {
    InputType.InputTypeConvolutional maps = (InputType.InputTypeConvolutional) type;
    return new Maps(
        Math.toIntExact(maps.getHeight()),
        Math.toIntExact(maps.getWidth()),
        Math.toIntExact(maps.getChannels()));
  }

  /** Pixels of a map. */
  int pixels() {
    return height * width;
  }

  /** Values of all maps. */
  int size() {
    return pixels() * channels;
  }

  /** Copies maps to larger or smaller ones, whose last rows and columns the others lack. */
  static void copy(float[] from, Maps a, float[] to, Maps b, Tile tile) {
    int line = Math.min(a.width(), b.width()) * a.channels();
    for (int row = tile.from(); row < tile.to(); row++) {
      for (int y = 0; y < Math.min(a.height(), b.height()); y++) {
        System.arraycopy(
            from,
            row * a.size() + y * a.width() * a.channels(),
            to,
            row * b.size() + y * b.width() * b.channels(),
            line);
      }
    }
  }
}
