package io.github.aezoo.model.nn;

/**
 * How a kernel slides over an image {@code [height, width, channels]}: each of the {@code
 * gridHeight * gridWidth} places sees a patch {@code [kernel, kernel, channels]}; outside of the
 * image are zeros.
 *
 * @param channels of the image
 * @param height of the image
 * @param width of the image
 * @param gridHeight places below each other
 * @param gridWidth places beside each other
 * @param kernel side of a patch
 * @param stride from place to place
 * @param top rows above the image that the first place sees
 * @param left columns before the image that the first place sees
 */
record Patches(
    int channels,
    int height,
    int width,
    int gridHeight,
    int gridWidth,
    int kernel,
    int stride,
    int top,
    int left) {

  /** Values of an image. */
  int imageSize() {
    return channels * pixels();
  }

  /** Pixels of an image. */
  int pixels() {
    return height * width;
  }

  /** Places of the kernel. */
  int places() {
    return gridHeight * gridWidth;
  }

  /** Values of a patch. */
  int patchSize() {
    return kernel * kernel * channels;
  }

  /** Copies all patches of an image, place by place. */
  void gather(Precision precision, Object image, int from, Object patches, int into) {
    int row = kernel * channels;
    int at = into;
    for (int gy = 0; gy < gridHeight; gy++) {
      for (int gx = 0; gx < gridWidth; gx++) {
        int x = gx * stride - left;
        // What the image has of a row of the patch: in this layout it is contiguous.
        int first = Math.max(0, -x);
        int last = Math.min(kernel, width - x);
        for (int ky = 0; ky < kernel; ky++, at += row) {
          int y = gy * stride - top + ky;
          if (y < 0 || y >= height || first >= last) {
            precision.zero(patches, at, row);
          } else {
            int start = from + (y * width + x + first) * channels;
            if (first > 0) {
              precision.zero(patches, at, first * channels);
            }
            precision.copy(image, start, patches, at + first * channels, (last - first) * channels);
            if (last < kernel) {
              precision.zero(patches, at + last * channels, (kernel - last) * channels);
            }
          }
        }
      }
    }
  }

  /** Adds all patches to an image: the adjoint of {@link #gather}. */
  void scatter(Precision precision, Object patches, int from, Object image, int into) {
    int row = kernel * channels;
    int at = from;
    for (int gy = 0; gy < gridHeight; gy++) {
      for (int gx = 0; gx < gridWidth; gx++) {
        int x = gx * stride - left;
        int first = Math.max(0, -x);
        int last = Math.min(kernel, width - x);
        for (int ky = 0; ky < kernel; ky++, at += row) {
          int y = gy * stride - top + ky;
          if (y >= 0 && y < height && first < last) {
            precision.add(
                patches,
                at + first * channels,
                image,
                into + (y * width + x + first) * channels,
                (last - first) * channels);
          }
        }
      }
    }
  }
}
