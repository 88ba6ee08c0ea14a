package io.github.aezoo.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {
  private static final ImageShape GREY = new ImageShape(1, 2, 3);
  private static final ImageShape COLOUR = new ImageShape(3, 2, 3);

  @TempDir Path folder;

  @Test
  void gridShowsEveryPixelOfEveryImageWhereItBelongs() throws IOException {
    float[] a = {0, .2f, .4f, .6f, .8f, 1};
    float[] b = {1, -3, 7, .5f, .25f, 0};
    List<Images.Row> rows =
        List.of(new Images.Row("original", List.of(a, b)), new Images.Row("again", List.of(b)));
    BufferedImage grid =
        ImageIO.read(new ByteArrayInputStream(Images.toPng(Images.grid(rows, GREY, 4))));
    int[] levels = {0xff, 0, 0xff, 0x80, 0x40, 0};
    for (int[] where : new int[][] {{0, 1}, {1, 0}}) {
      int[] corner = Images.corner(rows, GREY, 4, where[0], where[1]);
      for (int i = 0; i < 6; i++) {
        int x = corner[0] + 4 * (i % 3);
        int y = corner[1] + 4 * (i / 3);
        int grey = 0xff000000 | levels[i] * 0x010101;
        assertThat(grid.getRGB(x, y)).as("pixel %d", i).isEqualTo(grey);
        assertThat(grid.getRGB(x + 3, y + 3)).as("pixel %d", i).isEqualTo(grey);
      }
    }
    // Between and around the images the ground is white.
    int[] corner = Images.corner(rows, GREY, 4, 0, 0);
    assertThat(grid.getRGB(corner[0] + 12, corner[1])).isEqualTo(0xffffffff);
    assertThat(grid.getRGB(corner[0], corner[1] - 1)).isEqualTo(0xffffffff);
    assertThat(grid.getRGB(grid.getWidth() - 1, grid.getHeight() - 1)).isEqualTo(0xffffffff);
  }

  @Test
  void channelsAreRedGreenBlue() {
    float[] image = new float[18];
    image[1] = 1; // red of the second pixel
    image[6 + 2] = 1; // green of the third
    image[12 + 3] = 1; // blue of the fourth
    BufferedImage strip = Images.strip(List.of(image), COLOUR, 1);
    assertThat(strip.getRGB(1, 0)).isEqualTo(0xffff0000);
    assertThat(strip.getRGB(2, 0)).isEqualTo(0xff00ff00);
    assertThat(strip.getRGB(0, 1)).isEqualTo(0xff0000ff);
    assertThat(Images.of(image, COLOUR).getRGB(1, 0)).isEqualTo(0xffff0000);
  }

  @Test
  void stripsAreTransparentBetweenImages() {
    BufferedImage strip = Images.strip(List.of(new float[6], new float[6]), GREY, 2);
    assertThat(strip.getWidth()).isEqualTo(2 * (3 + 1 + 3));
    assertThat(strip.getRGB(6, 0)).isZero();
    assertThat(strip.getRGB(8, 0)).isEqualTo(0xff000000);
  }

  @Test
  void aGreyImageKeepsItsLevelsInTheFile() throws IOException {
    float[] levels = {0, 51 / 255f, 102 / 255f, 153 / 255f, 204 / 255f, 1};
    Path file = folder.resolve("new/one.png");
    Images.save(file, Images.of(levels, GREY));
    BufferedImage read = ImageIO.read(Files.newInputStream(file));
    assertThat(read.getRaster().getNumBands()).isEqualTo(1);
    for (int i = 0; i < 6; i++) {
      assertThat(read.getRaster().getSample(i % 3, i / 3, 0)).isEqualTo(51 * i);
    }
  }

  @Test
  void anEmptyGridIsStillAPicture() {
    assertThat(Images.grid(List.of(), GREY, 3).getWidth()).isPositive();
  }

  @Test
  void onlyRowsWithCaptionsGetRoomForThem() {
    ImageShape shape = new ImageShape(1, 20, 20);
    List<float[]> two = List.of(new float[400], new float[400]);
    Images.Row plain = new Images.Row("r", two);
    Images.Row captioned = new Images.Row("r", two, List.of("17.2 dB", "100.0 dB"));
    BufferedImage without = Images.grid(List.of(plain, plain), shape, 4);
    BufferedImage with = Images.grid(List.of(plain, captioned), shape, 4);
    int[] below = Images.corner(List.of(plain, captioned), shape, 4, 1, 0);
    assertThat(below).isEqualTo(Images.corner(List.of(plain, plain), shape, 4, 1, 0));
    assertThat(with.getHeight() - without.getHeight()).isBetween(10, 30);
    assertThat(with.getWidth()).isEqualTo(without.getWidth());
    boolean ink = false;
    for (int x = below[0]; x < below[0] + 80; x++) {
      for (int y = below[1] + 80; y < with.getHeight(); y++) {
        ink |= (with.getRGB(x, y) & 0xff) < 0x80;
      }
    }
    assertThat(ink).as("the caption can be seen below its image").isTrue();
  }

  @Test
  void captionsThatAreWiderThanImagesDoNotMeet() {
    ImageShape shape = new ImageShape(1, 3, 3);
    List<float[]> two = List.of(new float[9], new float[9]);
    List<Images.Row> rows = List.of(new Images.Row("", two, List.of("17.2 dB", "18.3 dB")));
    int first = Images.corner(rows, shape, 1, 0, 0)[0];
    assertThat(Images.corner(rows, shape, 1, 0, 1)[0] - first).isGreaterThan(40);
  }

  @Test
  void aRowOfCaptionsOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> new Images.Row("r", List.of(new float[1]), List.of("a", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row r: 2 captions of 1 images");
  }
}
