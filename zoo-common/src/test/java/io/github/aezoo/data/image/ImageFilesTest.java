package io.github.aezoo.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {
  @TempDir private Path folder;

  private Path put(String name, BufferedImage image) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, TestPictures.encoded(image, "png"));
  }

  @Test
  void filesAreReadAtTheirOwnSizeAndInTheirOwnColours() throws IOException {
    BufferedImage colour =
        TestPictures.plain(BufferedImage.TYPE_INT_RGB, 3, 2, (51 << 16) | (102 << 8) | 255);
    ImageFiles.Picture picture = ImageFiles.read(put("c.png", colour));
    assertThat(picture.shape()).isEqualTo(new Shape(3, 2, 3));
    assertThat(picture.pixels()).hasSize(18);
    assertThat(new float[] {picture.pixels()[0], picture.pixels()[6], picture.pixels()[17]})
        .containsExactly(51 / 255f, 102 / 255f, 1);
    ImageFiles.Picture grey = ImageFiles.read(put("g.png", TestPictures.grey(5, 1, 51)));
    assertThat(grey.shape()).isEqualTo(new Shape(1, 1, 5));
    assertThat(grey.pixels()).containsOnly(51 / 255f);
  }

  @Test
  void everyFolderIsListedInOrder() throws IOException {
    for (String name : new String[] {"train/b.png", "a.png", "x/y/z.png", ".hidden/h.png"}) {
      put(name, TestPictures.grey(1, 1, 0));
    }
    Files.writeString(folder.resolve("notes.txt"), "no image");
    assertThat(ImageFiles.list(folder))
        .extracting(ImageFiles.Found::name)
        .containsExactly("a.png", "train/b.png", "x/y/z.png");
    assertThat(ImageFiles.list(folder.resolve("a.png")))
        .containsExactly(new ImageFiles.Found(folder.resolve("a.png"), "a.png"));
  }

  @Test
  void whatIsNotThereIsNamed() throws IOException {
    assertThatThrownBy(() -> ImageFiles.list(folder.resolve("none")))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("no such file or folder");
    assertThatThrownBy(() -> ImageFiles.list(folder))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("no images in");
    Path bad = Files.writeString(folder.resolve("bad.png"), "text");
    assertThatThrownBy(() -> ImageFiles.read(bad))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith(bad + ": expected");
  }

  @Test
  void aGreyPictureOnePixelHighIsAnImage() {
    assertThat(ImageFiles.of(TestPictures.grey(5, 1, 51)).shape()).isEqualTo(Shape.image(1, 1, 5));
  }

  @Test
  void premultipliedColoursAreNotMultipliedAgain() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_4BYTE_ABGR_PRE);
    image.getRaster().setPixel(0, 0, new int[] {100, 50, 20, 128});
    assertThat(ImageFiles.of(image).pixels()).containsExactly(100 / 255f, 50 / 255f, 20 / 255f);
  }
}
