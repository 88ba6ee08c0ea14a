package io.github.aezoo.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureGridTest {
  private static final Shape GREY = new Shape(1, 2, 3);
  private static final Shape COLOUR = new Shape(3, 2, 3);

  @TempDir Path folder;

  @Test
  void gridShowsEveryPixelOfEveryImageWhereItBelongs() throws IOException {
    float[] a = {0, .2f, .4f, .6f, .8f, 1};
    float[] b = {1, -3, 7, .5f, .25f, 0};
    List<PictureGrid.Row> rows =
        List.of(
            new PictureGrid.Row("original", List.of(a, b)),
            new PictureGrid.Row("again", List.of(b)));
    BufferedImage grid =
        ImageIO.read(new ByteArrayInputStream(PictureGrid.toPng(PictureGrid.grid(rows, GREY, 4))));
    int[] levels = {0xff, 0, 0xff, 0x80, 0x40, 0};
    for (int[] where : new int[][] {{0, 1}, {1, 0}}) {
      int[] corner = PictureGrid.corner(rows, GREY, 4, where[0], where[1]);
      for (int i = 0; i < 6; i++) {
        int x = corner[0] + 4 * (i % 3);
        int y = corner[1] + 4 * (i / 3);
        int grey = 0xff000000 | levels[i] * 0x010101;
        assertThat(grid.getRGB(x, y)).as("pixel %d", i).isEqualTo(grey);
        assertThat(grid.getRGB(x + 3, y + 3)).as("pixel %d", i).isEqualTo(grey);
      }
    }
    // Between and around the images the ground is white.
    int[] corner = PictureGrid.corner(rows, GREY, 4, 0, 0);
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
    BufferedImage strip = PictureGrid.strip(List.of(image), COLOUR, 1);
    assertThat(strip.getRGB(1, 0)).isEqualTo(0xffff0000);
    assertThat(strip.getRGB(2, 0)).isEqualTo(0xff00ff00);
    assertThat(strip.getRGB(0, 1)).isEqualTo(0xff0000ff);
    assertThat(PictureGrid.of(image, COLOUR).getRGB(1, 0)).isEqualTo(0xffff0000);
  }

  @Test
  void stripsAreTransparentBetweenImages() {
    BufferedImage strip = PictureGrid.strip(List.of(new float[6], new float[6]), GREY, 2);
    assertThat(strip.getWidth()).isEqualTo(2 * (3 + 1 + 3));
    assertThat(strip.getRGB(6, 0)).isZero();
    assertThat(strip.getRGB(8, 0)).isEqualTo(0xff000000);
  }

  @Test
  void aGreyImageKeepsItsLevelsInTheFile() throws IOException {
    float[] levels = {0, 51 / 255f, 102 / 255f, 153 / 255f, 204 / 255f, 1};
    Path file = folder.resolve("new/one.png");
    PictureGrid.save(file, PictureGrid.of(levels, GREY));
    BufferedImage read = ImageIO.read(Files.newInputStream(file));
    assertThat(read.getRaster().getNumBands()).isEqualTo(1);
    for (int i = 0; i < 6; i++) {
      assertThat(read.getRaster().getSample(i % 3, i / 3, 0)).isEqualTo(51 * i);
    }
  }

  @Test
  void anEmptyGridIsStillAPicture() {
    assertThat(PictureGrid.grid(List.of(), GREY, 3).getWidth()).isPositive();
  }

  @Test
  void onlyRowsWithCaptionsGetRoomForThem() {
    Shape shape = new Shape(1, 20, 20);
    List<float[]> two = List.of(new float[400], new float[400]);
    PictureGrid.Row plain = new PictureGrid.Row("r", two);
    PictureGrid.Row captioned = new PictureGrid.Row("r", two, List.of("17.2 dB", "100.0 dB"));
    BufferedImage without = PictureGrid.grid(List.of(plain, plain), shape, 4);
    BufferedImage with = PictureGrid.grid(List.of(plain, captioned), shape, 4);
    int[] below = PictureGrid.corner(List.of(plain, captioned), shape, 4, 1, 0);
    assertThat(below).isEqualTo(PictureGrid.corner(List.of(plain, plain), shape, 4, 1, 0));
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
    Shape shape = new Shape(1, 3, 3);
    List<float[]> two = List.of(new float[9], new float[9]);
    List<PictureGrid.Row> rows =
        List.of(new PictureGrid.Row("", two, List.of("17.2 dB", "18.3 dB")));
    int first = PictureGrid.corner(rows, shape, 1, 0, 0)[0];
    assertThat(PictureGrid.corner(rows, shape, 1, 0, 1)[0] - first).isGreaterThan(40);
  }

  @Test
  void aRowOfCaptionsOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> new PictureGrid.Row("r", List.of(new float[1]), List.of("a", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row r: 2 captions of 1 images");
  }
}
