package io.github.aezoo.data.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import org.junit.jupiter.api.Test;

class RandomShiftTest {
  private static final Shape SHAPE = new Shape(1, 4, 4);

  @Test
  void aShiftAsWideAsTheImageIsRefused() {
    assertThatThrownBy(() -> new RandomShift(4, 1).apply(new float[16], SHAPE, 1))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("shift:4x1 takes an image of more than 4 pixels a side");
  }

  @Test
  void everyAllowedShiftKeepsOrLosesWholePixels() {
    float[] image = new float[16];
    image[5] = 1;
    for (long seed = 0; seed < 200; seed++) {
      float[] moved = new RandomShift(3, 1).apply(image, SHAPE, seed);
      float sum = 0;
      for (float pixel : moved) {
        sum += pixel;
      }
      assertThat(sum).isIn(0f, 1f);
    }
  }
}
