package io.github.aezoo.data.corruption;

import io.github.aezoo.data.Pixels;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.util.SplittableRandom;

/**
 * Moves an image by up to some pixels in both directions, the uncovered edge black; used to augment
 * training images, where the moved image is the target too.
 *
 * @param pixels the furthest move, 1 to 16
 * @param share of the images that are moved at all, in (0, 1]: the others keep the data set's
 *     framing
 */
public record RandomShift(int pixels, double share) implements Corruption {
  /** Checks ranges. */
  public RandomShift {
    if (pixels < 1 || pixels > 16 || !(share > 0 && share <= 1)) {
      throw new ZooException(
          "shift takes 1 to 16 pixels and a share in (0, 1], as in shift:1x0.5; got %dx%s"
              .formatted(pixels, share));
    }
  }

  @Override
  public float[] apply(float[] clean, Shape shape, long seed) {
    if (pixels >= shape.width() || pixels >= shape.height()) {
      throw new ZooException(
          "%s takes an image of more than %d pixels a side; this one is %s"
              .formatted(spec(), pixels, shape));
    }
    SplittableRandom random = new SplittableRandom(seed);
    if (random.nextDouble() >= share) {
      return clean.clone();
    }
    int right = random.nextInt(-pixels, pixels + 1);
    int down = random.nextInt(-pixels, pixels + 1);
    float[] moved = new float[clean.length];
    int h = shape.height();
    int w = shape.width();
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = Math.max(0, down); y < Math.min(h, h + down); y++) {
        int from = (c * h + y - down) * w + Math.max(0, -right);
        int to = (c * h + y) * w + Math.max(0, right);
        System.arraycopy(clean, from, moved, to, w - Math.abs(right));
      }
    }
    return moved;
  }

  @Override
  public String spec() {
    return "shift:" + pixels + "x" + Pixels.plain(share);
  }
}
