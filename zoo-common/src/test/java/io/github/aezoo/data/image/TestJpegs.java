package io.github.aezoo.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Makes JPEG files, byte by byte where no writer would make them. */
final class TestJpegs {
  private TestJpegs() {}

  /** A grey image of four quarters, {@code [top left, top right, bottom left, bottom right]}. */
  static BufferedImage quarters(int width, int height, int... values) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image
            .getRaster()
            .setSample(x, y, 0, values[(y * 2 >= height ? 2 : 0) + (x * 2 >= width ? 1 : 0)]);
      }
    }
    return image;
  }

  /** A JPEG file of an image, as Java writes it. */
  static byte[] of(BufferedImage image) throws IOException {
    return TestPictures.encoded(image, "jpeg");
  }

  /** A progressive one. */
  static byte[] progressive(BufferedImage image) throws IOException {
    ImageWriter writer = writer("jpeg");
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    return written(writer, new IIOImage(image, null, null), param);
  }

  /** Four components as they are to be stored. */
  static byte[] ofFour(int width, int height, int... values) throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(0, width, height, 4, null);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        raster.setPixel(x, y, values);
      }
    }
    ImageWriter writer = writer("jpeg");
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(1);
    return written(writer, new IIOImage(raster, null, null), param);
  }

  /** Java's own, whatever plug-ins there are. */
  static ImageWriter writer(String format) {
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
    ImageWriter writer = writers.next();
    while (!writer.getClass().getName().startsWith("com.sun.")) {
      writer = writers.next();
    }
    return writer;
  }

  private static byte[] written(ImageWriter writer, IIOImage image, ImageWriteParam param)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, image, param);
    }
    writer.dispose();
    return out.toByteArray();
  }

  /** A file with bytes put in at a place. */
  static byte[] with(byte[] file, int at, byte... more) {
    return ByteBuffer.allocate(file.length + more.length)
        .put(file, 0, at)
        .put(more)
        .put(file, at, file.length - at)
        .array();
  }

  /** Where the first marker of a type is. */
  static int marker(byte[] file, int type) {
    for (int at = 0; at + 1 < file.length; at++) {
      if (file[at] == (byte) 0xff && file[at + 1] == (byte) type) {
        return at;
      }
    }
    throw new AssertionError("no marker " + type);
  }

  /** A segment. */
  static byte[] segment(int type, byte... content) {
    return ByteBuffer.allocate(4 + content.length)
        .put((byte) 0xff)
        .put((byte) type)
        .putShort((short) (2 + content.length))
        .put(content)
        .array();
  }

  /** Adobe's segment. */
  static byte[] adobe(int transform) {
    byte[] content = "Adobe\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    content[6] = 100;
    content[11] = (byte) transform;
    return segment(0xee, content);
  }

  /** TIFF's structure with an orientation as its only tag. */
  static byte[] orientation(int tag, boolean little) {
    return ByteBuffer.allocate(26)
        .order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
        .put((little ? "II" : "MM").getBytes(StandardCharsets.US_ASCII))
        .putShort((short) 42)
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) 0x112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) tag)
        .putShort((short) 0)
        .putInt(0)
        .array();
  }

  /** A file with an orientation in its EXIF segment. */
  static byte[] turned(byte[] file, int tag, boolean little) {
    byte[] exif =
        ByteBuffer.allocate(32)
            .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
            .put(orientation(tag, little))
            .array();
    return with(file, 2, segment(0xe1, exif));
  }

  /** A lossless JPEG file (SOF3), 8 x 8, in which every pixel is as predicted: 128. */
  static byte[] lossless() {
    ByteBuffer file = ByteBuffer.allocate(200);
    file.putShort((short) 0xffd8);
    byte[] table = new byte[18];
    table[1] = 1;
    file.put(
        segment(
            0xc3,
            (byte) 8,
            (byte) 0,
            (byte) 8,
            (byte) 0,
            (byte) 8,
            (byte) 1,
            (byte) 1,
            (byte) 0x11,
            (byte) 0));
    file.put(segment(0xc4, table));
    file.put(segment(0xda, (byte) 1, (byte) 1, (byte) 0, (byte) 1, (byte) 0, (byte) 0));
    file.put(new byte[8]).putShort((short) 0xffd9);
    return Arrays.copyOf(file.array(), file.position());
  }
}
