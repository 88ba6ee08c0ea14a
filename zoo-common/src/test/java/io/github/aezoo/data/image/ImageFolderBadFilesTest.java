package io.github.aezoo.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.ZooException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderBadFilesTest {
  private static final ImageFolderDataset.Options STANDARD = ImageFolderDataset.Options.standard();
  private static final ImageFolderDataset.Options STRICT = STANDARD.withStrict(true);

  private static final Shape SMALL = new Shape(1, 8, 8);

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
    return ImageFolderDataset.open(folder, STRICT);
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

  @Test
  void aTextFileNamedPngIsNamed() throws IOException {
    Path bad = put("a.png", "not an image".getBytes(StandardCharsets.UTF_8));
    assertThat(badFile())
        .isEqualTo(
            bad
                + ": expected a PNG, JPEG, BMP, GIF, TIFF or WebP image, got something else; convert, repair or remove it");
    put("a.png", new byte[0]);
    assertThat(badFile()).startsWith(bad + ": expected a PNG");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp", "gif", "tiff"})
  void truncatedFilesAreNamed(String format) throws IOException {
    BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 64; i++) {
      noise.setRGB(i % 64, i / 64, (int) Seeds.derive(1, i));
    }
    byte[] whole = TestPictures.encoded(noise, format);
    int most = format.equals("jpg") ? whole.length / 2 : whole.length * 9 / 10;
    for (int length : new int[] {20, whole.length / 4, whole.length / 2, most}) {
      Path bad = put("a." + format, Arrays.copyOf(whole, length));
      assertThat(badFile()).startsWith(bad + ": expected a").contains("image");
    }
  }

  @Test
  void giantImagesAreRefusedByTheirHeaders() throws IOException {
    for (int[] size : new int[][] {{100_000, 100_000}, {20_001, 10_000}}) {
      Path bad = put("a.png", pngHeader(size[0], size[1]));
      assertThat(badFile())
          .isEqualTo(
              "%s: expected an image of 1 to 200000000 pixels, got %d x %d; make it smaller or remove it"
                  .formatted(bad, size[0], size[1]));
    }
    Path heavy = put("a.png", new byte[100_000_001]);
    assertThat(badFile())
        .startsWith(heavy + ": expected an image file of at most 100000000 bytes, got 100000001");
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
  void badFilesAreLeftOutCountedAndNamed() throws IOException {
    put("a/1.png", "text".getBytes(StandardCharsets.UTF_8));
    put("a/2.png", TestPictures.grey(8, 8, 5));
    byte[] whole = TestPictures.encoded(TestPictures.grey(64, 64, 9), "bmp");
    put("b/3.bmp", Arrays.copyOf(whole, whole.length / 2));
    ImageFolderDataset data = ImageFolderDataset.open(folder, STANDARD.withShape(SMALL));
    assertThat(data.size(Split.TEST)).isEqualTo(1);
    assertThat(data.image(Split.TRAIN, 0)).containsOnly(5 / 255f);
    assertThat(data.classes()).containsExactly("a", "b");
    assertThat(data.notes())
        .first()
        .asString()
        .startsWith("2 of 3 images cannot be read and are left out: a/1.png (expected a PNG")
        .contains("b/3.bmp (expected a whole");
    assertThat(data.description()).contains("test: 1 images (a 1, b 0)", data.notes().get(0));
    Files.delete(folder.resolve("a/2.png"));
    assertThatThrownBy(() -> ImageFolderDataset.open(folder, STANDARD))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("no image in " + folder + " can be read: a/1.png (expected");
  }

  @Test
  void onlySomeOfManyBadFilesAreNamed() throws IOException {
    put("good.png", TestPictures.grey(8, 8, 5));
    for (int i = 0; i < 5; i++) {
      put(i + ".png", new byte[3]);
    }
    assertThat(ImageFolderDataset.open(folder, STANDARD).notes())
        .singleElement()
        .asString()
        .startsWith("5 of 6 images cannot be read")
        .contains("2.png")
        .doesNotContain("3.png")
        .endsWith(" and 2 more");
  }

  @Test
  void missingEmptyAndWrongFoldersAreSaid() throws IOException {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> ImageFolderDataset.open(missing, STANDARD))
        .isInstanceOf(ZooException.class)
        .hasMessage("no such folder: " + missing + "; expected a folder of images");
    assertThatThrownBy(this::open)
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "no images in " + folder + ": expected .png, .jpg, .tif, .webp, .bmp or .gif files");
    Path file = put("train-images-idx3-ubyte", new byte[1]);
    assertThatThrownBy(this::open)
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("its IDX files are opened one by one, or by the data set's name");
    assertThatThrownBy(() -> ImageFolderDataset.open(file, STANDARD))
        .isInstanceOf(ZooException.class)
        .hasMessage(file + " is a file, but a folder of images is expected");
    put("val/a.png", TestPictures.grey(1, 1, 1));
    put("validation/a.png", TestPictures.grey(1, 1, 1));
    assertThatThrownBy(this::open)
        .isInstanceOf(ZooException.class)
        .hasMessage(folder + " has two folders of the validation split; merge them");
  }

  @Test
  void unreadableFilesAreNamed() throws IOException {
    Path file = put("a.png", TestPictures.grey(1, 1, 1));
    Assumptions.assumeTrue(
        file.toFile().setReadable(false) && !Files.isReadable(file),
        "this user reads everything, so nothing is unreadable");
    assertThat(badFile()).startsWith(file + ": cannot be read: ");
  }
}
