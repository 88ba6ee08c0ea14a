package io.github.aezoo.data.image;

import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.w3c.dom.Element;

/** Decodes the bytes of one image file into pixels as they are stored. */
final class Decoding {
  /** The most pixels that are held at a time: of larger images every second pixel, or fewer. */
  static final int MAX_HELD = 16_000_000;

  /** What a JPEG file must have before its damage to be read, in percent of its rows. */
  private static final int MOST = 50;

  /**
   * A decoded image.
   *
   * @param image not yet upright
   * @param notes what is wrong with the file, but did not prevent reading
   */
  record Decoded(BufferedImage image, List<String> notes) {}

  private Decoding() {}

  /**
   * Decodes a whole file.
   *
   * @throws IOException when it is damaged
   */
  static Decoded of(ImageFormat format, byte[] bytes) throws IOException {
    if (format == ImageFormat.JPEG) {
      return jpeg(bytes);
    }
    ImageReader reader = format.reader(bytes);
    // In memory, because ImageIO's own streams may write a cache file.
    byte[] whole = format == ImageFormat.WEBP ? Arrays.copyOf(bytes, bytes.length + 8) : bytes;
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(whole))) {
      reader.setInput(in, true, format != ImageFormat.GIF);
      BufferedImage image = read(reader);
      return new Decoded(
          format == ImageFormat.GIF ? onScreen(reader, bytes, image) : image, List.of());
    } finally {
      reader.dispose();
    }
  }

  private static BufferedImage read(ImageReader reader) throws IOException {
    ImageReadParam param = param(reader);
    ColorModel model =
        reader.getRawImageType(0) == null ? null : reader.getRawImageType(0).getColorModel();
    boolean ink =
        model != null
            && model.getColorSpace().getType() == ColorSpace.TYPE_CMYK
            && model.getNumComponents() == 4
            && model.getComponentSize(0) == 8
            && reader.canReadRaster();
    return ink
        ? Ink.colours(reader.readRaster(0, param), JpegHeader.Colours.CMYK, false)
        : reader.read(0, param);
  }

  private static ImageReadParam param(ImageReader reader) throws IOException {
    ImageReadParam param = reader.getDefaultReadParam();
    int step = step(reader.getWidth(0), reader.getHeight(0));
    if (step > 1) {
      param.setSourceSubsampling(step, step, step / 2, step / 2);
    }
    return param;
  }

  /** Of how many pixels one is held, across and down. */
  static int step(int width, int height) {
    int step = 1;
    while ((long) (width / step) * (height / step) > MAX_HELD) {
      step *= 2;
    }
    return step;
  }

  /** A frame of a GIF where it lies on the logical screen; transparent beside it. */
  private static BufferedImage onScreen(ImageReader reader, byte[] bytes, BufferedImage frame)
      throws IOException {
    int[] place = frame(reader);
    int[] screen = screen(bytes, place);
    int step = step(place[2], place[3]);
    if ((screen[0] == place[2] && screen[1] == place[3]) || step > 1) {
      return frame;
    }
    BufferedImage image = new BufferedImage(screen[0], screen[1], BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    graphics.drawImage(frame, place[0], place[1], null);
    graphics.dispose();
    return image;
  }

  /** Left, top, width and height of a GIF's first frame. */
  static int[] frame(ImageReader reader) throws IOException {
    IIOMetadata metadata = reader.getImageMetadata(0);
    Element root = (Element) metadata.getAsTree(metadata.getNativeMetadataFormatName());
    Element place = (Element) root.getElementsByTagName("ImageDescriptor").item(0);
    return new int[] {
      Integer.parseInt(place.getAttribute("imageLeftPosition")),
      Integer.parseInt(place.getAttribute("imageTopPosition")),
      reader.getWidth(0),
      reader.getHeight(0)
    };
  }

  /** Width and height of a GIF's logical screen, which holds at least the frame. */
  static int[] screen(byte[] head, int... place) {
    int width = (head[6] & 0xff) | ((head[7] & 0xff) << 8);
    int height = (head[8] & 0xff) | ((head[9] & 0xff) << 8);
    return new int[] {Math.max(width, place[0] + place[2]), Math.max(height, place[1] + place[3])};
  }

  private static Decoded jpeg(byte[] bytes) throws IOException {
    JpegHeader header =
        JpegHeader.of(bytes).orElseThrow(() -> new IOException("it ends in its header"));
    if (header.unreadable().isPresent()) {
      throw new IOException(header.unreadable().get() + " is not read");
    }
    List<String> notes = new ArrayList<>(header.repairs());
    ImageReader reader =
        header.lossless() ? ImageFormat.losslessJpeg() : ImageFormat.JPEG.reader(bytes);
    byte[] whole = header.lossless() ? bytes : header.decodable();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(whole))) {
      reader.setInput(in, true, true);
      Damage damage = new Damage();
      reader.addIIOReadProgressListener(damage);
      reader.addIIOReadWarningListener(damage::warn);
      ImageReadParam param = param(reader);
      BufferedImage image;
      JpegHeader.Colours colours = header.colours();
      if (colours == JpegHeader.Colours.CMYK || colours == JpegHeader.Colours.YCCK) {
        Raster raster = reader.readRaster(0, param);
        image = Ink.colours(raster, colours, header.inverted());
      } else {
        image = reader.read(0, param);
      }
      damage.check(header, notes);
      return new Decoded(image, List.copyOf(notes));
    } finally {
      reader.dispose();
    }
  }

  /** Hears of damage, and how much of the image was there before it. */
  private static final class Damage implements IIOReadProgressListener {
    private float done;
    private float before = 100;
    private String warning = "";

    private void warn(ImageReader source, String text) {
      if (warning.isEmpty() && isDamage(text)) {
        warning = text;
        before = done;
      }
    }

    private static boolean isDamage(String text) {
      return text.startsWith("Truncated File")
          || text.startsWith("Corrupt JPEG data")
          || text.startsWith("Premature end");
    }

    private void check(JpegHeader header, List<String> notes) throws IOException {
      if (warning.isEmpty()) {
        return;
      }
      boolean spare = warning.contains("extraneous bytes");
      if (!spare && before <= MOST && !header.hasWholeImage()) {
        throw new IOException(
            "%s after %.0f %% of its rows".formatted(warning.toLowerCase(Locale.ROOT), before));
      }
      notes.add(warning);
    }

    @Override
    public void imageProgress(ImageReader source, float percentageDone) {
      done = percentageDone;
    }

    @Override
    public void imageStarted(ImageReader source, int imageIndex) {
      done = 0;
    }

    @Override
    public void imageComplete(ImageReader source) {
      done = 100;
    }

    @Override
    public void readAborted(ImageReader source) {}

    @Override
    public void sequenceStarted(ImageReader source, int minIndex) {}

    @Override
    public void sequenceComplete(ImageReader source) {}

    @Override
    public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageReader source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageReader source) {}
  }
}
