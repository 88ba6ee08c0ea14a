package io.github.aezoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.io.Sha256;
import io.github.aezoo.io.ZooException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderDatasetTest {
  private static final ImageFolderDataset.Options STANDARD = ImageFolderDataset.Options.standard();

  @TempDir private Path folder;

  /** An image of one colour. */
  private static BufferedImage plain(int type, int width, int height, int argb) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, argb);
      }
    }
    return image;
  }

  /** A grey image of one stored value, which Java's colour management would change. */
  private static BufferedImage grey(int width, int height, int value) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    int[] values = new int[width * height];
    Arrays.fill(values, value);
    image.getRaster().setPixels(0, 0, width, height, values);
    return image;
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private Path put(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  private Path put(String name, BufferedImage image) throws IOException {
    return put(name, encoded(image, name.substring(name.lastIndexOf('.') + 1)));
  }

  private ImageFolderDataset open() {
    return ImageFolderDataset.open(folder, STANDARD);
  }

  private ImageFolderDataset open(int channels, int height, int width) {
    return ImageFolderDataset.open(
        folder, STANDARD.withShape(new ImageShape(channels, height, width)));
  }

  private String badFile() {
    Throwable[] failure = new Throwable[1];
    assertThatThrownBy(
            () -> {
              try {
                open().image(Split.TEST, 0);
              } catch (ZooException e) {
                failure[0] = e;
                throw e;
              }
            })
        .isInstanceOf(ZooException.class)
        .message()
        .hasLineCount(1);
    return failure[0].getMessage();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif"})
  void losslessFormatsGiveTheirPixels(String format) throws IOException {
    put("a." + format, plain(BufferedImage.TYPE_INT_RGB, 3, 2, 0xff3366cc));
    ImageFolderDataset data = open();
    assertThat(data.shape()).isEqualTo(new ImageShape(3, 2, 3));
    float[] image = data.image(Split.TEST, 0);
    assertThat(Arrays.copyOfRange(image, 0, 6)).containsOnly(0x33 / 255f);
    assertThat(Arrays.copyOfRange(image, 6, 12)).containsOnly(0x66 / 255f);
    assertThat(Arrays.copyOfRange(image, 12, 18)).containsOnly(0xcc / 255f);
  }

  @Test
  void jpegGivesAboutItsPixels() throws IOException {
    put("a.jpeg", plain(BufferedImage.TYPE_INT_RGB, 8, 8, 0xff3366cc));
    put("b.JPG", encoded(grey(8, 8, 100), "jpeg"));
    float[] colour = open(3, 8, 8).image(Split.TEST, 0);
    assertThat(colour[0]).isCloseTo(0x33 / 255f, within(0.02f));
    assertThat(colour[191]).isCloseTo(0xcc / 255f, within(0.02f));
    assertThat(open(1, 8, 8).image(Split.TEST, 1)[5]).isCloseTo(100 / 255f, within(0.01f));
  }

  @Test
  void greyPixelsAreTakenAsTheyAreStored() throws IOException {
    put("a.png", grey(4, 4, 100));
    assertThat(open().shape()).isEqualTo(new ImageShape(1, 4, 4));
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
    put("a.png", plain(BufferedImage.TYPE_INT_RGB, 2, 2, 0xffff0000));
    put("b.png", plain(BufferedImage.TYPE_INT_RGB, 2, 2, 0xff00ff00));
    put("c.png", plain(BufferedImage.TYPE_INT_RGB, 2, 2, 0xff0000ff));
    ImageFolderDataset data = open(1, 2, 2);
    // ITU-R BT.601: 0.299, 0.587, 0.114 of 255 are 76.2, 149.7 and 29.1.
    assertThat(data.image(Split.TEST, 0)).containsOnly(76 / 255f);
    assertThat(data.image(Split.TEST, 1)).containsOnly(150 / 255f);
    assertThat(data.image(Split.TEST, 2)).containsOnly(29 / 255f);
  }

  @Test
  void transparencyShowsBlack() throws IOException {
    put("a.png", plain(BufferedImage.TYPE_INT_ARGB, 2, 2, 0x00ffffff));
    put("b.png", plain(BufferedImage.TYPE_INT_ARGB, 2, 2, 0x33ffffff));
    ImageFolderDataset data = open(1, 2, 2);
    assertThat(data.image(Split.TEST, 0)).containsOnly(0);
    assertThat(data.image(Split.TEST, 1)).containsOnly(0.2f);
  }

  @Test
  void imagesAreStretchedOrCroppedToTheShape() throws IOException {
    // Black, then a white square in the middle third, then black.
    BufferedImage wide = new BufferedImage(90, 30, BufferedImage.TYPE_BYTE_GRAY);
    int[] white = new int[900];
    Arrays.fill(white, 255);
    wide.getRaster().setPixels(30, 0, 30, 30, white);
    put("a.png", wide);
    float[] stretched = open(1, 3, 3).image(Split.TEST, 0);
    assertThat(stretched[1]).isGreaterThan(0.75f);
    assertThat(stretched[0]).isLessThan(0.25f);
    ImageFolderDataset cropped =
        ImageFolderDataset.open(
            folder,
            STANDARD
                .withShape(new ImageShape(1, 3, 3))
                .withFit(ImageFolderDataset.Fit.CENTRE_CROP));
    assertThat(cropped.image(Split.TEST, 0)).containsOnly(1);
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
  void classFoldersAreLabelsAndFilesAreOrderedByPath() throws IOException {
    put("train/dog/2.png", grey(1, 1, 2));
    put("train/dog/10.png", grey(1, 1, 1));
    put("train/cat/deep/x.png", grey(1, 1, 0));
    put("test/eel/x.png", grey(1, 1, 3));
    put("train/cat/notes.txt", new byte[1]);
    put("train/cat/.hidden.png", new byte[1]);
    put("train/.cache/x.png", new byte[1]);
    put("loose.png", grey(1, 1, 9));
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
    put("b/1.png", grey(1, 1, 1));
    put("a.png", grey(1, 1, 0));
    ImageFolderDataset data = open();
    assertThat(data.splits()).containsExactlyInAnyOrder(Split.TRAIN, Split.TEST);
    assertThat(data.size(Split.TRAIN)).isEqualTo(2);
    assertThat(data.image(Split.TRAIN, 1)).isEqualTo(data.image(Split.TEST, 1));
    assertThat(data.classes()).isEmpty();
    assertThat(data.label(Split.TRAIN, 1)).isEmpty();
  }

  @Test
  void theDigestFollowsContentAndNames() throws IOException {
    Path file = put("a.png", grey(1, 1, 1));
    String digest = Sha256.of(file);
    String both = Sha256.of(("a.png\0" + digest).getBytes(StandardCharsets.UTF_8));
    assertThat(open().sha256(Split.TEST)).hasValue(both);
    Files.move(file, folder.resolve("b.png"));
    assertThat(open().sha256(Split.TEST)).isNotEqualTo(Optional.of(both));
    assertThat(open().sha256(Split.VALIDATION)).isEmpty();
  }

  @Test
  void theCacheIsBoundedAndChangesNoPixel() throws IOException {
    for (int i = 0; i < 4; i++) {
      put(i + ".png", grey(2, 2, i));
    }
    ImageFolderDataset data = ImageFolderDataset.open(folder, STANDARD.withCacheBytes(2 * 4 + 3));
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 4; i++) {
        assertThat(data.image(Split.TRAIN, i)).containsOnly(i / 255f);
      }
    }
    for (int i = 0; i < 4; i++) {
      put(i + ".png", grey(2, 2, 77));
    }
    // Two are held, the others are decoded again.
    assertThat(data.image(Split.TRAIN, 1)).containsOnly(1 / 255f);
    assertThat(data.image(Split.TEST, 2)).containsOnly(77 / 255f);
  }

  @Test
  void aTextFileNamedPngIsNamed() throws IOException {
    Path bad = put("a.png", "not an image".getBytes(StandardCharsets.UTF_8));
    assertThat(badFile())
        .isEqualTo(
            bad
                + ": expected a PNG, JPEG, BMP or GIF image, came something else; repair or remove it");
    put("a.png", new byte[0]);
    assertThat(badFile()).startsWith(bad + ": expected a PNG");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp", "gif"})
  void truncatedFilesAreNamed(String format) throws IOException {
    BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 64; i++) {
      noise.setRGB(i % 64, i / 64, (int) Seeds.derive(1, i));
    }
    byte[] whole = encoded(noise, format);
    for (int length : new int[] {20, whole.length / 4, whole.length / 2, whole.length * 9 / 10}) {
      Path bad = put("a." + format, Arrays.copyOf(whole, length));
      assertThat(badFile()).startsWith(bad + ": expected a").contains("image");
    }
  }

  @Test
  void giantImagesAreRefusedByTheirHeaders() throws IOException {
    for (int[] size : new int[][] {{100_000, 100_000}, {5000, 4000}, {20_000, 1}}) {
      Path bad = put("a.png", pngHeader(size[0], size[1]));
      assertThat(badFile())
          .isEqualTo(
              "%s: expected an image of at most 16000000 pixels and sides of 1 to 16384, came %d x %d; make it smaller or remove it"
                  .formatted(bad, size[0], size[1]));
    }
    Path heavy = put("a.png", new byte[16_000_001]);
    assertThat(badFile())
        .startsWith(heavy + ": expected an image file of at most 16000000 bytes, came 16000001");
  }

  /** A PNG that ends after its header. */
  private static byte[] pngHeader(int width, int height) {
    ByteBuffer header = ByteBuffer.allocate(17);
    header.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height);
    header.put(new byte[] {8, 0, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(header.array());
    return ByteBuffer.allocate(8 + 4 + 17 + 4 + 100)
        .putLong(0x89504E470D0A1A0AL)
        .putInt(13)
        .put(header.array())
        .putInt((int) crc.getValue())
        .putInt(50_000)
        .put("IDAT".getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  @Test
  void badFilesAreSkippedByOptionAndTold() throws IOException {
    Path text = put("a/1.png", "text".getBytes(StandardCharsets.UTF_8));
    put("a/2.png", grey(8, 8, 5));
    byte[] whole = encoded(grey(64, 64, 9), "bmp");
    Path cut = put("b/3.bmp", Arrays.copyOf(whole, whole.length / 2));
    List<String> warnings = new ArrayList<>();
    ImageFolderDataset data = ImageFolderDataset.open(folder, STANDARD.skippingBad(warnings::add));
    assertThat(data.size(Split.TEST)).isEqualTo(1);
    assertThat(data.image(Split.TRAIN, 0)).containsOnly(5 / 255f);
    assertThat(data.classes()).containsExactly("a", "b");
    assertThat(warnings).hasSize(2);
    assertThat(warnings.get(0)).startsWith(text + ": ").endsWith("(left out)");
    assertThat(warnings.get(1)).startsWith(cut + ": ").endsWith("(left out)");
    Files.delete(folder.resolve("a/2.png"));
    assertThatThrownBy(() -> ImageFolderDataset.open(folder, STANDARD.skippingBad(w -> {})))
        .isInstanceOf(ZooException.class)
        .hasMessage("no good images in " + folder + ": all were left out");
  }

  @Test
  void missingEmptyAndWrongFoldersAreSaid() throws IOException {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> ImageFolderDataset.open(missing, STANDARD))
        .isInstanceOf(ZooException.class)
        .hasMessage("no such folder: " + missing + "; expected a folder of images");
    assertThatThrownBy(this::open)
        .isInstanceOf(ZooException.class)
        .hasMessage("no images in " + folder + ": expected .png, .jpg, .bmp or .gif files");
    Path file = put("train-images-idx3-ubyte", new byte[1]);
    assertThatThrownBy(this::open)
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("its IDX files are opened one by one, or by the data set's name");
    assertThatThrownBy(() -> ImageFolderDataset.open(file, STANDARD))
        .isInstanceOf(ZooException.class)
        .hasMessage(file + " is a file, but a folder of images is expected");
    put("val/a.png", grey(1, 1, 1));
    put("validation/a.png", grey(1, 1, 1));
    assertThatThrownBy(this::open)
        .isInstanceOf(ZooException.class)
        .hasMessage(folder + " has two folders of the validation split; merge them");
  }

  @Test
  void unreadableFilesAreNamed() throws IOException {
    Path file = put("a.png", grey(1, 1, 1));
    Assumptions.assumeTrue(
        file.toFile().setReadable(false) && !Files.isReadable(file),
        "this user reads everything, so nothing is unreadable");
    assertThat(badFile()).startsWith(file + ": cannot be read: ");
  }
}
