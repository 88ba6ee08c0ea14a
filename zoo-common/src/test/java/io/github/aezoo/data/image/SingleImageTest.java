package io.github.aezoo.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.ZooException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SingleImageTest {
  @TempDir private Path folder;

  @Test
  void anImageIsBroughtToAShapeAsThoseOfAFolderAre() throws IOException {
    BufferedImage image = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 63; i++) {
      image.setRGB(i % 9, i / 9, i * 0x030201);
    }
    Path file = folder.resolve("a.png");
    Files.write(file, TestPictures.encoded(image, "png"));
    for (Shape shape : new Shape[] {new Shape(1, 5, 4), new Shape(3, 8, 8)}) {
      float[] expected = ImageFolderDataset.open(folder, shape).image(Split.TEST, 0);
      assertThat(SingleImage.of(image, shape)).containsExactly(expected);
      assertThat(SingleImage.of(file, shape)).containsExactly(expected);
    }
  }

  @Test
  void opacityCountsOnceHoweverColoursAreHeld() {
    for (int type : new int[] {BufferedImage.TYPE_4BYTE_ABGR, BufferedImage.TYPE_4BYTE_ABGR_PRE}) {
      BufferedImage image = new BufferedImage(2, 2, type);
      for (int i = 0; i < 4; i++) {
        image.setRGB(i % 2, i / 2, 0x33ffffff);
      }
      assertThat(SingleImage.of(image, Shape.image(1, 2, 2))).containsOnly(0.2f);
    }
  }

  @Test
  void aFileThatIsNoImageIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("a.png"), "text");
    assertThatThrownBy(() -> SingleImage.of(file, Shape.MNIST))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith(file + ": expected a PNG, JPEG, BMP, GIF, TIFF or WebP image");
  }
}
