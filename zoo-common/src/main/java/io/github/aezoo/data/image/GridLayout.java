package io.github.aezoo.data.image;

import io.github.aezoo.data.Shape;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.util.List;

/**
 * Where a grid of images has its images, labels and captions, in pixels of the picture.
 *
 * @param labels the labels' font, null where Java finds none
 * @param captions the captions' font, null where Java finds none or no row has captions
 * @param imageWidth of an image in the picture
 * @param imageHeight of an image in the picture
 * @param left of the first column
 * @param step from one column to the next
 * @param gap between images
 * @param columns images of the longest row
 * @param tops of the rows, and after them where a next row would begin
 */
record GridLayout(
    Font labels,
    Font captions,
    int imageWidth,
    int imageHeight,
    int left,
    int step,
    int gap,
    int columns,
    int[] tops) {
  private static final int MARGIN = 8;
  private static final int CAPTION_GAP = 10;
  private static final Color INK = new Color(0x33, 0x33, 0x33);
  private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

  static GridLayout of(List<PictureGrid.Row> rows, Shape shape, int scale) {
    int width = scale * shape.width();
    int height = scale * shape.height();
    Font labels = font(Math.max(11, Math.min(20, height / 5)));
    boolean captioned = rows.stream().anyMatch(r -> !r.captions().isEmpty());
    Font captions = captioned ? font(Math.max(11, Math.min(14, height / 6))) : null;
    int labelWidth = width(labels, rows.stream().map(PictureGrid.Row::label).toList());
    int captionWidth = width(captions, rows.stream().flatMap(r -> r.captions().stream()).toList());
    int captionHeight =
        captions == null
            ? 0
            : (int) Math.ceil(captions.getLineMetrics("0", CONTEXT).getHeight()) + 2;
    int[] tops = new int[rows.size() + 1];
    tops[0] = MARGIN;
    for (int r = 0; r < rows.size(); r++) {
      boolean room = !rows.get(r).captions().isEmpty();
      tops[r + 1] = tops[r] + height + scale + (room ? captionHeight : 0);
    }
    return new GridLayout(
        labels,
        captions,
        width,
        height,
        MARGIN + (labelWidth == 0 ? 0 : labelWidth + MARGIN),
        Math.max(width + scale, captionWidth == 0 ? 0 : captionWidth + CAPTION_GAP),
        scale,
        rows.stream().mapToInt(r -> r.images().size()).max().orElse(0),
        tops);
  }

  int width() {
    // Behind the last image there is a gap only where its caption needs the room.
    int last = step == imageWidth + gap ? imageWidth : step;
    return left + (columns > 0 ? (columns - 1) * step + last : 0) + MARGIN;
  }

  int height() {
    return tops[tops.length - 1] - (tops.length > 1 ? gap : 0) + MARGIN;
  }

  int left(int column) {
    int slack = step == imageWidth + gap ? 0 : (step - imageWidth) / 2;
    return left + column * step + slack;
  }

  int top(int row) {
    return tops[row];
  }

  /** Beside the middle of the row's images. */
  void drawLabel(Graphics2D graphics, String text, int row) {
    if (labels != null) {
      ink(graphics, labels);
      var metrics = graphics.getFontMetrics();
      int middle = tops[row] + imageHeight / 2;
      graphics.drawString(text, MARGIN, middle + (metrics.getAscent() - metrics.getDescent()) / 2);
    }
  }

  /** Below the image, centred. */
  void drawCaption(Graphics2D graphics, String text, int row, int column) {
    if (captions != null) {
      ink(graphics, captions);
      var metrics = graphics.getFontMetrics();
      int x = left(column) + (imageWidth - metrics.stringWidth(text)) / 2;
      graphics.drawString(text, x, tops[row] + imageHeight + 1 + metrics.getAscent());
    }
  }

  private static void ink(Graphics2D graphics, Font font) {
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(INK);
    graphics.setFont(font);
  }

  private static int width(Font font, List<String> texts) {
    if (font == null) {
      return 0;
    }
    return (int)
        Math.ceil(
            texts.stream()
                .mapToDouble(t -> t.isEmpty() ? 0 : font.getStringBounds(t, CONTEXT).getWidth())
                .max()
                .orElse(0));
  }

  /** A plain font, or null where Java finds none, as in small containers. */
  private static Font font(int size) {
    try {
      Font font = new Font(Font.SANS_SERIF, Font.PLAIN, size);
      font.getStringBounds("x", CONTEXT);
      return font;
    } catch (RuntimeException | LinkageError | InternalError e) {
      return null;
    }
  }
}
