package io.github.aezoo.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.data.ImageFit;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFormatsTest {
  @TempDir private Path folder;

  private final List<String> notes = new ArrayList<>();

  private ImageFiles.Picture read(byte[] bytes) throws IOException {
    notes.clear();
    return ImageFiles.read(Files.write(folder.resolve("a.bin"), bytes), notes::add);
  }

  private static byte[] tiff(BufferedImage image, String compression) throws IOException {
    ImageWriter writer = TestJpegs.writer("tiff");
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionType(compression);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), param);
    }
    return out.toByteArray();
  }

  /** 16 bits a value, in as many bands. */
  private static BufferedImage deep(int width, int height, int... pixel) {
    int space = pixel.length == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(space),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = model.createCompatibleWritableRaster(width, height);
    for (int i = 0; i < width * height; i++) {
      raster.setPixel(i % width, i / width, pixel);
    }
    return new BufferedImage(model, raster, false, null);
  }

  @ParameterizedTest
  @CsvSource({"LZW", "ZLib", "Deflate", "PackBits"})
  void tiffIsReadInAllItsDepths(String compression) throws IOException {
    ImageFiles.Picture grey = read(tiff(TestPictures.grey(5, 3, 51), compression));
    assertThat(grey.shape()).isEqualTo(new Shape(1, 3, 5));
    assertThat(grey.pixels()).containsOnly(51 / 255f);
    ImageFiles.Picture deep = read(tiff(deep(5, 3, 65535 / 5), compression));
    assertThat(deep.shape()).isEqualTo(new Shape(1, 3, 5));
    assertThat(deep.pixels()).containsOnly(0.2f);
    BufferedImage colour =
        TestPictures.plain(BufferedImage.TYPE_INT_RGB, 2, 1, (51 << 16) | (102 << 8) | 255);
    assertThat(read(tiff(colour, compression)).pixels())
        .containsExactly(0.2f, 0.2f, 0.4f, 0.4f, 1, 1);
    assertThat(read(tiff(deep(2, 1, 65535 / 5, 65535 / 5 * 2, 65535), compression)).pixels())
        .containsExactly(0.2f, 0.2f, 0.4f, 0.4f, 1, 1);
  }

  /** One strip of 8-bit grey pixels, without compression. */
  private static byte[] tiff(BufferedImage image, int orientation) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[][] tags = {
      {256, width},
      {257, height},
      {258, 8},
      {259, 1},
      {262, 1},
      {273, 0},
      {274, orientation},
      {277, 1},
      {278, height},
      {279, width * height}
    };
    int start = 8 + 2 + 12 * tags.length + 4;
    ByteBuffer file = ByteBuffer.allocate(start + width * height).order(ByteOrder.LITTLE_ENDIAN);
    file.put("II".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
    file.putShort((short) tags.length);
    for (int[] tag : tags) {
      file.putShort((short) tag[0]).putShort((short) 4).putInt(1);
      file.putInt(tag[0] == 273 ? start : tag[1]);
    }
    file.putInt(0);
    for (int v : image.getRaster().getPixels(0, 0, width, height, (int[]) null)) {
      file.put((byte) v);
    }
    return file.array();
  }

  @Test
  void tiffAndPngAreTurnedUpright() throws IOException {
    BufferedImage image = TestJpegs.quarters(2, 2, 10, 60, 110, 160);
    assertThat(read(tiff(image, 6)).pixels())
        .containsExactly(110 / 255f, 10 / 255f, 160 / 255f, 60 / 255f);
    byte[] png = TestPictures.encoded(image, "png");
    assertThat(read(TestJpegs.with(png, png.length - 12, exif(8))).pixels())
        .containsExactly(60 / 255f, 160 / 255f, 10 / 255f, 110 / 255f);
  }

  private static byte[] exif(int orientation) {
    byte[] content = TestJpegs.orientation(orientation, false);
    CRC32 crc = new CRC32();
    crc.update("eXIf".getBytes(StandardCharsets.US_ASCII));
    crc.update(content);
    return ByteBuffer.allocate(12 + content.length)
        .putInt(content.length)
        .put("eXIf".getBytes(StandardCharsets.US_ASCII))
        .put(content)
        .putInt((int) crc.getValue())
        .array();
  }

  /** A lossless WebP file of one colour: five codes of one symbol each, so that pixels are free. */
  private static byte[] webP(int width, int height, int argb) {
    long[] bits = {0, 0};
    ByteBuffer stream = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    stream.put((byte) 0x2f);
    BiConsumer<Integer, Integer> put =
        (value, count) -> {
          for (int i = 0; i < count; i++) {
            bits[0] |= (long) ((value >> i) & 1) << bits[1]++;
            if (bits[1] == 8) {
              stream.put((byte) bits[0]);
              bits[0] = 0;
              bits[1] = 0;
            }
          }
        };
    put.accept(width - 1, 14);
    put.accept(height - 1, 14);
    // No transparency, version 0, no transform, no cache, one group of codes.
    put.accept(0, 1 + 3 + 1 + 1 + 1);
    for (int symbol : new int[] {(argb >> 8) & 255, (argb >> 16) & 255, argb & 255, argb >>> 24}) {
      put.accept(0b101, 3);
      put.accept(symbol, 8);
    }
    put.accept(0b001, 3);
    put.accept(0, 1);
    put.accept(0, 7);
    int length = stream.position() + stream.position() % 2;
    ByteBuffer file = ByteBuffer.allocate(20 + length).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(12 + length);
    file.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(stream.position());
    return file.put(stream.array(), 0, length).array();
  }

  @Test
  void webPIsRead() throws IOException {
    ImageFiles.Picture picture = read(webP(7, 3, 0xff336699));
    assertThat(picture.shape()).isEqualTo(new Shape(3, 3, 7));
    assertThat(new float[] {picture.pixels()[0], picture.pixels()[21], picture.pixels()[62]})
        .containsExactly(0.2f, 0.4f, 0.6f);
  }

  @ParameterizedTest
  @CsvSource({"6, false", "6, true", "1, false"})
  void webPIsTurnedUpright(int tag, boolean prefix) throws IOException {
    byte[] file = webP(7, 3, 0xff336699);
    byte[] tags = TestJpegs.orientation(tag, true);
    int length = tags.length + (prefix ? 6 : 0);
    ByteBuffer exif = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
    exif.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(length);
    if (prefix) {
      exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    }
    exif.put(tags);
    byte[] whole = TestJpegs.with(file, file.length, exif.array());
    ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putInt(4, whole.length - 8);
    assertThat(read(whole).shape()).isEqualTo(tag == 6 ? new Shape(3, 7, 3) : new Shape(3, 3, 7));
  }

  @Test
  void aGifIsItsLogicalScreen() throws IOException {
    byte[] gif =
        TestPictures.encoded(
            TestPictures.plain(BufferedImage.TYPE_INT_RGB, 2, 1, 0xffffffff), "gif");
    gif[6] = 5;
    gif[8] = 4;
    int colours = (gif[10] & 0x80) == 0 ? 0 : 3 << ((gif[10] & 7) + 1);
    int frame = 13 + colours;
    while (gif[frame] != 0x2c) {
      frame++;
    }
    gif[frame + 1] = 2;
    gif[frame + 3] = 1;
    ImageFiles.Picture picture = read(gif);
    assertThat(picture.shape().height()).isEqualTo(4);
    assertThat(picture.shape().width()).isEqualTo(5);
    for (int i = 0; i < 20; i++) {
      assertThat(picture.pixels()[i]).isEqualTo(i == 7 || i == 8 ? 1 : 0);
    }
  }

  @Test
  void transparencyIsTold() throws IOException {
    BufferedImage image = TestPictures.plain(BufferedImage.TYPE_INT_ARGB, 2, 2, 0x33ffffff);
    assertThat(read(TestPictures.encoded(image, "png")).pixels()).containsOnly(0.2f);
    assertThat(notes).singleElement().asString().endsWith("what is transparent becomes black");
  }

  @Test
  void numbersThatAreNoPixelsAreRefused() throws IOException {
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_FLOAT);
    WritableRaster raster = model.createCompatibleWritableRaster(2, 2);
    BufferedImage image = new BufferedImage(model, raster, false, null);
    byte[] file = tiff(image, "LZW");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("expected 8 or 16 bits a value, got numbers of a wider range");
    assertThatThrownBy(() -> SingleImage.of(image, Shape.MNIST))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("8 or 16 bits a value expected");
  }

  @Test
  void filesOfOtherFormatsAreNamed() {
    byte[] heic = "\0\0\0\u0018ftypheic".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> read(heic)).hasMessageContaining("got a HEIC, AVIF or video file");
  }

  @Test
  void imagesLargerThanAreHeldAreReadDown() throws IOException {
    BufferedImage image = TestJpegs.quarters(5000, 4000, 10, 60, 110, 160);
    Path file = Files.write(folder.resolve("a.png"), TestPictures.encoded(image, "png"));
    byte[] pixels = ImageFile.read(file, new Shape(1, 16, 16), ImageFit.STRETCH).pixels();
    assertThat(new int[] {pixels[51], pixels[60], pixels[195], pixels[204] & 255})
        .containsExactly(10, 60, 110, 160);
    assertThatThrownBy(() -> ImageFiles.read(file))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("at most 16000000 pixels, got 5000 x 4000");
  }

  @Test
  void blocksThatDoNotDivideAnImageKeepItsPlaces() {
    // White in the right half: of 101 pixels, blocks of 12 leave 5 at the end.
    BufferedImage image = new BufferedImage(101, 101, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 101 * 101; i++) {
      image
          .getRaster()
          .setSample(i % 101, i / 101, 0, i % 101 > 50 ? 255 : i % 101 == 50 ? 127 : 0);
    }
    float[] pixels = SingleImage.of(image, Shape.image(1, 4, 4));
    for (int y = 0; y < 4; y++) {
      assertThat(pixels[4 * y] + pixels[4 * y + 3]).isEqualTo(1, within(0.02f));
      assertThat(pixels[4 * y + 1] + pixels[4 * y + 2]).isEqualTo(1, within(0.02f));
    }
  }
}
