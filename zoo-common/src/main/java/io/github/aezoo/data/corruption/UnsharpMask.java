package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Pixels;
import io.github.aezoo.data.Shape;

/**
 * Adds what a blur takes away: {@code x + amount (x - blur(x))}.
 *
 * @param sigma of the blur, pixels
 * @param amount how much of the difference is added
 */
record UnsharpMask(double sigma, double amount) implements Filter {
  @Override
  public float[] apply(float[] damaged, Shape shape, boolean[] missing) {
    float[] out = new GaussianBlur(sigma).apply(damaged, shape, 0);
    for (int i = 0; i < out.length; i++) {
      out[i] = Pixels.clip(damaged[i] + amount * (damaged[i] - out[i]));
    }
    return out;
  }

  @Override
  public String name() {
    return "unsharp:" + Pixels.plain(sigma) + "x" + Pixels.plain(amount);
  }
}
