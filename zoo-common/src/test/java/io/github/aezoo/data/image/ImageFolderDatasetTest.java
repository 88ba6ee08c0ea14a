package io.github.aezoo.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.ImageFit;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.Sha256;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderDatasetTest {
  private static final ImageFolderDataset.Options STANDARD = ImageFolderDataset.Options.standard();

  @TempDir private Path folder;

  private Path put(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  private Path put(String name, BufferedImage image) throws IOException {
    return put(name, TestPictures.encoded(image, name.substring(name.lastIndexOf('.') + 1)));
  }

  private ImageFolderDataset open() {
    return ImageFolderDataset.open(folder, STANDARD);
  }

  private ImageFolderDataset open(int channels, int height, int width) {
    return ImageFolderDataset.open(folder, STANDARD.withShape(new Shape(channels, height, width)));
  }

  private ImageFolderDataset open(ImageFit fit) {
    return ImageFolderDataset.open(folder, STANDARD.withShape(new Shape(1, 3, 3)).withFit(fit));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif", "tiff"})
  void losslessFormatsGiveTheirPixels(String format) throws IOException {
    put("a." + format, TestPictures.plain(BufferedImage.TYPE_INT_RGB, 3, 2, 0xff3366cc));
    ImageFolderDataset data = open();
    assertThat(data.shape()).isEqualTo(new Shape(3, 2, 3));
    float[] image = data.image(Split.TEST, 0);
    assertThat(Arrays.copyOfRange(image, 0, 6)).containsOnly(0x33 / 255f);
    assertThat(Arrays.copyOfRange(image, 6, 12)).containsOnly(0x66 / 255f);
    assertThat(Arrays.copyOfRange(image, 12, 18)).containsOnly(0xcc / 255f);
  }

  @Test
  void jpegGivesAboutItsPixels() throws IOException {
    put("a.jpeg", TestPictures.plain(BufferedImage.TYPE_INT_RGB, 8, 8, 0xff3366cc));
    put("b.JPG", TestPictures.encoded(TestPictures.grey(8, 8, 100), "jpeg"));
    float[] colour = open(3, 8, 8).image(Split.TEST, 0);
    assertThat(colour[0]).isCloseTo(0x33 / 255f, within(0.02f));
    assertThat(colour[191]).isCloseTo(0xcc / 255f, within(0.02f));
    assertThat(open(1, 8, 8).image(Split.TEST, 1)[5]).isCloseTo(100 / 255f, within(0.01f));
  }

  @Test
  void greyPixelsAreTakenAsTheyAreStored() throws IOException {
    put("a.png", TestPictures.grey(4, 4, 100));
    assertThat(open().shape()).isEqualTo(new Shape(1, 4, 4));
    assertThat(open().image(Split.TEST, 0)).containsOnly(100 / 255f);
    assertThat(open(3, 4, 4).image(Split.TEST, 0)).hasSize(48).containsOnly(100 / 255f);
  }

  @Test
  void sixteenBitGreyIsScaled() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setPixels(0, 0, 2, 1, new int[] {0, 65535 / 5});
    put("a.png", image);
    assertThat(open().image(Split.TEST, 0)).containsExactly(0, 0.2f);
  }

  @Test
  void blackAndWhitePalettesAreGrey() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    image.setRGB(1, 0, 0xffffffff);
    put("a.png", image);
    assertThat(open().shape().channels()).isEqualTo(1);
    assertThat(open().image(Split.TEST, 0)).containsExactly(0, 1);
  }

  @Test
  void colourBecomesGreyByLuma() throws IOException {
    put("a.png", TestPictures.plain(BufferedImage.TYPE_INT_RGB, 2, 2, 0xffff0000));
    put("b.png", TestPictures.plain(BufferedImage.TYPE_INT_RGB, 2, 2, 0xff00ff00));
    put("c.png", TestPictures.plain(BufferedImage.TYPE_INT_RGB, 2, 2, 0xff0000ff));
    ImageFolderDataset data = open(1, 2, 2);
    // ITU-R BT.601: 0.299, 0.587, 0.114 of 255 are 76.2, 149.7 and 29.1.
    assertThat(data.image(Split.TEST, 0)).containsOnly(76 / 255f);
    assertThat(data.image(Split.TEST, 1)).containsOnly(150 / 255f);
    assertThat(data.image(Split.TEST, 2)).containsOnly(29 / 255f);
  }

  @Test
  void transparencyShowsBlack() throws IOException {
    put("a.png", TestPictures.plain(BufferedImage.TYPE_INT_ARGB, 2, 2, 0x00ffffff));
    put("b.png", TestPictures.plain(BufferedImage.TYPE_INT_ARGB, 2, 2, 0x33ffffff));
    ImageFolderDataset data = open(1, 2, 2);
    assertThat(data.image(Split.TEST, 0)).containsOnly(0);
    assertThat(data.image(Split.TEST, 1)).containsOnly(0.2f);
  }

  @Test
  void imagesAreStretchedCroppedOrPaddedToTheShape() throws IOException {
    // Black, then a white square in the middle third, then black.
    BufferedImage wide = new BufferedImage(90, 30, BufferedImage.TYPE_BYTE_GRAY);
    int[] white = new int[900];
    Arrays.fill(white, 255);
    wide.getRaster().setPixels(30, 0, 30, 30, white);
    put("a.png", wide);
    float[] stretched = open(ImageFit.STRETCH).image(Split.TEST, 0);
    assertThat(stretched[1]).isGreaterThan(0.75f);
    assertThat(stretched[0]).isLessThan(0.25f);
    assertThat(open(ImageFit.CROP).image(Split.TEST, 0)).containsOnly(1);
    assertThat(open(1, 3, 3).image(Split.TEST, 0)).containsOnly(1);
    float[] padded = open(ImageFit.PAD).image(Split.TEST, 0);
    assertThat(Arrays.copyOfRange(padded, 0, 3)).containsOnly(0);
    assertThat(Arrays.copyOfRange(padded, 6, 9)).containsOnly(0);
    assertThat(padded[4]).isGreaterThan(0.75f);
    assertThat(padded[3]).isLessThan(0.25f);
  }

  @Test
  void fineStripesShrinkToGrey() throws IOException {
    BufferedImage stripes = new BufferedImage(280, 280, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 280 * 280; i++) {
      stripes.getRaster().setSample(i % 280, i / 280, 0, (i % 280 + i / 280) % 2 * 255);
    }
    put("a.png", stripes);
    for (float pixel : open(1, 28, 28).image(Split.TEST, 0)) {
      assertThat(pixel).isCloseTo(0.5f, within(0.02f));
    }
  }

  @Test
  void splitFoldersMayHaveCapitals() throws IOException {
    put("Train/cat/0.png", TestPictures.grey(1, 1, 0));
    put("TEST/cat/1.png", TestPictures.grey(1, 1, 1));
    ImageFolderDataset data = open();
    assertThat(data.splits()).containsExactlyInAnyOrder(Split.TRAIN, Split.TEST);
    assertThat(data.classes()).containsExactly("cat");
  }

  @Test
  void classFoldersAreLabelsAndFilesAreOrderedByPath() throws IOException {
    put("train/dog/2.png", TestPictures.grey(1, 1, 2));
    put("train/dog/10.png", TestPictures.grey(1, 1, 1));
    put("train/cat/deep/x.png", TestPictures.grey(1, 1, 0));
    put("test/eel/x.png", TestPictures.grey(1, 1, 3));
    put("train/cat/notes.txt", new byte[1]);
    put("train/cat/.hidden.png", new byte[1]);
    put("train/.cache/x.png", new byte[1]);
    put("loose.png", TestPictures.grey(1, 1, 9));
    ImageFolderDataset data = open();
    assertThat(data.splits()).containsExactlyInAnyOrder(Split.TRAIN, Split.TEST);
    assertThat(data.classes()).containsExactly("cat", "dog", "eel");
    assertThat(data.size(Split.TRAIN)).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      assertThat(data.image(Split.TRAIN, i)).containsExactly(i / 255f);
    }
    assertThat(data.label(Split.TRAIN, 0)).hasValue(0);
    assertThat(data.label(Split.TRAIN, 2)).hasValue(1);
    assertThat(data.label(Split.TEST, 0)).hasValue(2);
    assertThat(data.file(Split.TRAIN, 1)).endsWith(Path.of("train/dog/10.png"));
    assertThat(data.name()).isEqualTo(folder.getFileName().toString());
    assertThatThrownBy(() -> data.image(Split.TRAIN, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> data.image(Split.VALIDATION, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void withoutSplitsAllImagesAreTrainingAndTestAlikeAndLooseOnesHaveNoLabels() throws IOException {
    put("b/1.png", TestPictures.grey(1, 1, 1));
    put("a.png", TestPictures.grey(1, 1, 0));
    ImageFolderDataset data = open();
    assertThat(data.splits()).containsExactlyInAnyOrder(Split.TRAIN, Split.TEST);
    assertThat(data.size(Split.TRAIN)).isEqualTo(2);
    assertThat(data.image(Split.TRAIN, 1)).isEqualTo(data.image(Split.TEST, 1));
    assertThat(data.classes()).isEmpty();
    assertThat(data.label(Split.TRAIN, 1)).isEmpty();
  }

  @Test
  void theDigestFollowsContentAndNames() throws IOException {
    Path file = put("a.png", TestPictures.grey(1, 1, 1));
    String digest = Sha256.of(file);
    String both = Sha256.of(("a.png\0" + digest).getBytes(StandardCharsets.UTF_8));
    assertThat(open().sha256(Split.TEST)).hasValue(both);
    Files.move(file, folder.resolve("b.png"));
    assertThat(open().sha256(Split.TEST)).isNotEqualTo(Optional.of(both));
    assertThat(open().sha256(Split.VALIDATION)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theCacheIsBoundedAndChangesNoPixel(boolean strict) throws IOException {
    for (int i = 0; i < 4; i++) {
      put(i + ".png", TestPictures.grey(2, 2, i));
    }
    ImageFolderDataset data =
        ImageFolderDataset.open(folder, STANDARD.withStrict(strict).withCacheBytes(2 * 4 + 3));
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 4; i++) {
        assertThat(data.image(Split.TRAIN, i)).containsOnly(i / 255f);
      }
    }
    for (int i = 0; i < 4; i++) {
      put(i + ".png", TestPictures.grey(2, 2, 77));
    }
    // Two are held, the others are decoded again.
    assertThat(data.image(Split.TRAIN, 1)).containsOnly(1 / 255f);
    assertThat(data.image(Split.TEST, 2)).containsOnly(77 / 255f);
  }
}
