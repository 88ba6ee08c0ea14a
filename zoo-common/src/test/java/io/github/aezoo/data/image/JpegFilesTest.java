package io.github.aezoo.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegFilesTest {
  /** Bytes that belong to no segment. */
  private static final byte[] STRAY = {0x12};

  @TempDir private Path folder;

  private final List<String> notes = new ArrayList<>();

  private ImageFiles.Picture read(byte[] bytes) throws IOException {
    notes.clear();
    return ImageFiles.read(Files.write(folder.resolve("a.jpg"), bytes), notes::add);
  }

  private static int[] quarters(ImageFiles.Picture picture) {
    int width = picture.shape().width();
    int height = picture.shape().height();
    int[] values = new int[4];
    for (int i = 0; i < 4; i++) {
      int y = height / 4 + (i / 2) * (height / 2);
      int x = width / 4 + (i % 2) * (width / 2);
      values[i] = Math.round(picture.pixels()[y * width + x] * 255 / 10) * 10;
    }
    return values;
  }

  /** The corners of what is stored are 10, 60, 110 and 160. */
  @ParameterizedTest
  @CsvSource({
    "1, 10, 60, 110, 160",
    "2, 60, 10, 160, 110",
    "3, 160, 110, 60, 10",
    "4, 110, 160, 10, 60",
    "5, 10, 110, 60, 160",
    "6, 110, 10, 160, 60",
    "7, 160, 60, 110, 10",
    "8, 60, 160, 10, 110"
  })
  void imagesAreTurnedUpright(int tag, int a, int b, int c, int d) throws IOException {
    byte[] stored = TestJpegs.of(TestJpegs.quarters(48, 32, 10, 60, 110, 160));
    Shape shape = tag < 5 ? new Shape(1, 32, 48) : new Shape(1, 48, 32);
    for (boolean little : new boolean[] {false, true}) {
      ImageFiles.Picture picture = read(TestJpegs.turned(stored, tag, little));
      assertThat(picture.shape()).isEqualTo(shape);
      assertThat(quarters(picture)).containsExactly(a, b, c, d);
      assertThat(notes).isEmpty();
    }
  }

  @Test
  void orientationsThatAreNoneAreIgnored() throws IOException {
    byte[] stored = TestJpegs.of(TestJpegs.quarters(48, 32, 10, 60, 110, 160));
    for (int tag : new int[] {0, 9, 65535}) {
      assertThat(quarters(read(TestJpegs.turned(stored, tag, true))))
          .containsExactly(10, 60, 110, 160);
    }
    byte[] cut = "Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(read(TestJpegs.with(stored, 2, TestJpegs.segment(0xe1, cut))).shape())
        .isEqualTo(new Shape(1, 32, 48));
  }

  /** Ink C, M, Y, K of 40, 60, 120, 20 gives (255-40)(255-20)/255 = 198, and 180 and 124. */
  @Test
  void inkBecomesColour() throws IOException {
    byte[] plain = TestJpegs.ofFour(16, 16, 40, 60, 120, 20);
    assertColour(read(plain), 198, 180, 124);
    byte[] inverted = TestJpegs.ofFour(16, 16, 215, 195, 135, 235);
    assertColour(read(TestJpegs.with(inverted, 2, TestJpegs.adobe(0))), 198, 180, 124);
    // R, G and B of 215, 195 and 135 are Y 194, Cb 94 and Cr 143, as libjpeg stores them.
    byte[] bright = TestJpegs.ofFour(16, 16, 61, 162, 113, 235);
    assertColour(read(TestJpegs.with(bright, 2, TestJpegs.adobe(2))), 198, 180, 124);
  }

  private static void assertColour(ImageFiles.Picture picture, int... rgb) {
    int plane = picture.shape().height() * picture.shape().width();
    assertThat(picture.shape().channels()).isEqualTo(3);
    for (int c = 0; c < 3; c++) {
      assertThat(255 * picture.pixels()[c * plane + plane / 2]).isCloseTo(rgb[c], within(2f));
    }
  }

  @Test
  void threeComponentsAreReadAsLibjpegReadsThem() throws IOException {
    BufferedImage blue =
        TestPictures.plain(BufferedImage.TYPE_INT_RGB, 16, 16, (50 << 16) | (100 << 8) | 200);
    byte[] jfif = TestJpegs.of(blue);
    assertColour(read(jfif), 50, 100, 200);
    int app0 = TestJpegs.marker(jfif, 0xe0);
    byte[] bare = Arrays.copyOf(jfif, jfif.length);
    // The JFIF marker becomes a comment.
    bare[app0 + 1] = (byte) 0xfe;
    assertColour(read(bare), 50, 100, 200);
    int frame = TestJpegs.marker(bare, 0xc0);
    int scan = TestJpegs.marker(bare, 0xda);
    for (int i = 0; i < 3; i++) {
      bare[frame + 10 + 3 * i] = (byte) i;
      bare[scan + 5 + 2 * i] = (byte) i;
    }
    assertColour(read(bare), 50, 100, 200);
  }

  @Test
  void slightDamageIsReadWithANote() throws IOException {
    byte[] whole = TestJpegs.of(TestJpegs.quarters(48, 32, 10, 60, 110, 160));
    int tables = TestJpegs.marker(whole, 0xdb);
    int huffman = TestJpegs.marker(whole, 0xc4);
    byte[] profile =
        TestJpegs.segment(0xe2, "ICC_PROFILE\0\1\1no profile".getBytes(StandardCharsets.US_ASCII));
    assertNoted(TestJpegs.with(whole, tables, STRAY), "1 stray bytes before a header marker");
    assertNoted(
        TestJpegs.with(whole, tables, (byte) 0xff, (byte) 0), "2 stray bytes before a header");
    assertNoted(TestJpegs.with(whole, huffman, profile), "a colour profile after the frame");
    assertNoted(TestJpegs.with(whole, whole.length - 2, new byte[5]), "extraneous bytes");
    assertNoted(Arrays.copyOf(whole, whole.length - 2), "Truncated File");
  }

  private void assertNoted(byte[] file, String note) throws IOException {
    assertThat(quarters(read(file))).containsExactly(10, 60, 110, 160);
    assertThat(notes).singleElement().asString().contains("a.jpg is damaged, but was read: ", note);
  }

  @Test
  void bytesThatReadersDoNotUseChangeNothing() throws IOException {
    byte[] whole = TestJpegs.of(TestJpegs.quarters(48, 32, 10, 60, 110, 160));
    byte[] profile = TestJpegs.segment(0xe2, "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII));
    for (byte[] file :
        List.of(
            TestJpegs.with(whole, whole.length, new byte[100]),
            TestJpegs.with(TestJpegs.with(whole, 2, profile), 2, profile),
            TestJpegs.with(whole, 2, (byte) 0xff, (byte) 0xff))) {
      assertThat(quarters(read(file))).containsExactly(10, 60, 110, 160);
      assertThat(notes).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cutFilesAreReadWhenMostOfThemIsThere(boolean progressive) throws IOException {
    BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 64; i++) {
      noise.setRGB(i % 64, i / 64, (int) Seeds.derive(1, i));
    }
    byte[] whole = progressive ? TestJpegs.progressive(noise) : TestJpegs.of(noise);
    float[] expected = read(whole).pixels();
    assertThat(notes).isEmpty();
    float[] cut = read(Arrays.copyOf(whole, whole.length * 9 / 10)).pixels();
    assertThat(notes).singleElement().asString().contains("a.jpg is damaged, but was read");
    if (!progressive) {
      assertThat(Arrays.copyOf(cut, 64 * 40)).containsExactly(Arrays.copyOf(expected, 64 * 40));
    }
    byte[] head = Arrays.copyOf(whole, TestJpegs.marker(whole, 0xda) + 20);
    assertThatThrownBy(() -> read(head))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("got a damaged one")
        .message()
        .hasLineCount(1);
  }

  @Test
  void losslessFilesAreRead() throws IOException {
    ImageFiles.Picture picture = read(TestJpegs.lossless());
    assertThat(picture.shape()).isEqualTo(new Shape(1, 8, 8));
    assertThat(picture.pixels()).containsOnly(128 / 255f);
  }
}
