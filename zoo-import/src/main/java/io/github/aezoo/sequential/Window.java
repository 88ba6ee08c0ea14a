package io.github.aezoo.sequential;

import io.github.aezoo.io.ZooException;

/**
 * What a convolution or a pooling looks at, in pixels, and how far it moves.
 *
 * @param height of the window, 1 to 64
 * @param width of the window, 1 to 64
 * @param down from one window to the next, 1 to 64
 * @param right from one window to the next, 1 to 64
 */
public record Window(int height, int width, int down, int right) {
  private static final int MAX = 64;

  /** Checks the ranges. */
  public Window {
    for (int n : new int[] {height, width, down, right}) {
      if (n < 1 || n > MAX) {
        throw new ZooException("key 'window': 1 to %d expected; got %d".formatted(MAX, n));
      }
    }
  }

  /** A square window that moves equally far both ways. */
  public static Window square(int side, int stride) {
    return new Window(side, side, stride, stride);
  }

  /** Whether both sides and both steps are equal. */
  boolean isSquare() {
    return height == width && down == right;
  }

  /** What comes out when this is moved over padded maps. */
  Size slid(Size in, int channels, int dilation, Padding padding) {
    return Size.maps(
        channels,
        places(in.height() + padding.top() + padding.bottom(), (height - 1) * dilation + 1, down),
        places(in.width() + padding.left() + padding.right(), (width - 1) * dilation + 1, right));
  }

  private static int places(int in, int window, int stride) {
    return in < window ? 0 : (in - window) / stride + 1;
  }
}
