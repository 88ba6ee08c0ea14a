package io.github.aezoo.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TilesTest {
  private static final Shape TILE = new Shape(1, 28, 28);

  private static float[] noise(Shape shape) {
    SplittableRandom random = new SplittableRandom(3);
    float[] image = new float[shape.size()];
    for (int i = 0; i < image.length; i++) {
      image[i] = random.nextInt(256) / 255f;
    }
    return image;
  }

  @ParameterizedTest
  @CsvSource({"1,1", "27,31", "28,28", "61,45", "600,40", "29,28"})
  void tilesOfTheIdentityGiveTheImageBack(int height, int width) {
    for (int channels : new int[] {1, 3}) {
      Shape shape = new Shape(channels, height, width);
      Shape tile = new Shape(channels, 28, 28);
      float[] image = noise(shape);
      for (int overlap : new int[] {0, 1, 9, 14}) {
        float[] out = new Tiles(tile, overlap, 1, 7).restore(image, shape, x -> x);
        assertThat(out).as("overlap %d", overlap).hasSameSizeAs(image);
        for (int i = 0; i < out.length; i++) {
          assertThat(out[i]).isCloseTo(image[i], within(1e-6f));
        }
      }
    }
  }

  @Test
  void everyTileHasTheNetworksShape() {
    Shape shape = new Shape(1, 61, 10);
    new Tiles(TILE, 14, 1, 3)
        .restore(
            noise(shape),
            shape,
            x -> {
              assertThat(x.length).isIn(28 * 28, 2 * 28 * 28, 3 * 28 * 28);
              return x;
            });
  }

  @Test
  void smallImagesArePaddedByTheirEdges() {
    Shape shape = new Shape(1, 1, 2);
    new Tiles(TILE, 14, 1, 1)
        .restore(
            new float[] {.25f, .75f},
            shape,
            x -> {
              assertThat(x[27 * 28]).isEqualTo(.25f);
              assertThat(x[27]).isEqualTo(.75f);
              assertThat(x[27 * 28 + 27]).isEqualTo(.75f);
              return x;
            });
  }

  @Test
  void tilesThatDisagreeLeaveNoSeam() {
    Shape shape = new Shape(1, 28, 200);
    int[] number = new int[1];
    float[] out =
        new Tiles(TILE, 14, 1, 1)
            .restore(new float[shape.size()], shape, x -> constant(x, number[0]++ % 2));
    float largest = 0;
    for (int x = 1; x < 200; x++) {
      largest = Math.max(largest, Math.abs(out[x] - out[x - 1]));
    }
    // A raised cosine over 14 pixels rises by pi / 28 at most; without blending it would be 1.
    assertThat(largest).isBetween(0.05f, 0.15f);
    float[] hard =
        new Tiles(TILE, 0, 1, 1)
            .restore(new float[shape.size()], shape, x -> constant(x, number[0]++ % 2));
    assertThat(Math.abs(hard[28] - hard[10])).isGreaterThan(0.4f);
  }

  private static float[] constant(float[] like, float value) {
    float[] all = new float[like.length];
    Arrays.fill(all, value);
    return all;
  }

  @Test
  void cornersAreAligned() {
    // What is seen by a network of stride 4 must lie on its grid in every tile.
    Shape shape = new Shape(1, 4, 100);
    float[] image = new float[shape.size()];
    for (int i = 0; i < image.length; i++) {
      image[i] = i % 4 == 0 ? 1 : 0;
    }
    new Tiles(new Shape(1, 4, 24), 8, 4, 1)
        .restore(
            image,
            shape,
            x -> {
              assertThat(x[0]).isEqualTo(1);
              return x;
            });
  }
}
