package io.github.aezoo.data.image;

import io.github.aezoo.data.ImageFit;
import io.github.aezoo.data.ImageSize;
import io.github.aezoo.data.Shape;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the headers of the images of a folder tell together, and the shape that they are brought to
 * when nobody says one.
 */
final class FolderCensus {
  /** The longest side of images that are taken as they are. */
  static final int AS_THEY_ARE = 128;

  /** The size of larger images, or of images of different sizes. */
  static final ImageSize CHOSEN = new ImageSize(64, 64);

  private final Map<String, Integer> sizes = new HashMap<>();
  private final Map<ImageFormat, Integer> formats = new EnumMap<>(ImageFormat.class);
  private final ImageHeader first;
  private final String heights;
  private final String widths;
  private final int images;
  private final int grey;
  private final int transparent;
  private final int turned;

  FolderCensus(Collection<ImageHeader> headers) {
    for (ImageHeader header : headers) {
      sizes.merge(header.size(), 1, Integer::sum);
      formats.merge(header.format(), 1, Integer::sum);
    }
    this.first = headers.iterator().next();
    this.heights = range(headers.stream().mapToInt(ImageHeader::height).summaryStatistics());
    this.widths = range(headers.stream().mapToInt(ImageHeader::width).summaryStatistics());
    this.images = headers.size();
    this.grey = (int) headers.stream().filter(ImageHeader::grey).count();
    this.transparent = (int) headers.stream().filter(ImageHeader::transparent).count();
    this.turned = (int) headers.stream().filter(h -> h.orientation().tag() != 1).count();
  }

  private static String range(IntSummaryStatistics sides) {
    return sides.getMin() == sides.getMax()
        ? String.valueOf(sides.getMin())
        : sides.getMin() + " to " + sides.getMax();
  }

  /** Colour when any image is in colour. */
  private int channels() {
    return grey == images ? 1 : 3;
  }

  /** The shape that images are brought to, when only their size may be said. */
  Shape shape(Optional<ImageSize> size) {
    if (size.isPresent()) {
      return size.get().shape(channels());
    }
    boolean small = sizes.size() == 1 && Math.max(first.width(), first.height()) <= AS_THEY_ARE;
    return small
        ? Shape.image(channels(), first.height(), first.width())
        : CHOSEN.shape(channels());
  }

  private String sizes() {
    if (sizes.size() == 1) {
      return first.size();
    }
    Map.Entry<String, Integer> most =
        sizes.entrySet().stream()
            .max(
                Map.Entry.<String, Integer>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey()))
            .orElseThrow();
    return "%,d sizes (heights %s, widths %s, most often %s)"
        .formatted(sizes.size(), heights, widths, most.getKey());
  }

  private static String colours(int channels) {
    return channels == 1 ? "grey" : "colour";
  }

  /**
   * How images are brought to a shape; empty when all have its size.
   *
   * @param chosen whether nobody asked for the shape
   */
  Optional<String> resizing(Shape shape, ImageFit fit, boolean chosen) {
    String size = new ImageSize(shape.height(), shape.width()).toString();
    if (sizes.size() == 1 && first.size().equals(size)) {
      return Optional.empty();
    }
    return Optional.of(
        "images of %s become %s in %s: %s%s"
            .formatted(
                sizes(),
                size,
                colours(shape.channels()),
                fit.meaning(),
                chosen ? "; choose another size with size=HEIGHTxWIDTH" : ""));
  }

  /** What happens to colours, where images differ from each other or from the shape. */
  Optional<String> recolouring(Shape shape) {
    int same = shape.channels() == 1 ? grey : images - grey;
    if (same == images) {
      return Optional.empty();
    }
    return Optional.of(
        "%,d images are grey and %,d in colour: all become %s"
            .formatted(grey, images - grey, colours(shape.channels())));
  }

  /** What happens to transparency. */
  Optional<String> transparency() {
    return transparent == 0
        ? Optional.empty()
        : Optional.of(
            "%,d images may have transparent pixels: what is transparent becomes black"
                .formatted(transparent));
  }

  /** Sizes, colours and formats, a line each. */
  List<String> lines() {
    String all =
        formats.entrySet().stream()
            .map(e -> "%,d %s".formatted(e.getValue(), e.getKey().title()))
            .collect(Collectors.joining(", "));
    return List.of(
        "sizes (height x width): " + sizes(),
        "colours: %,d grey, %,d in colour".formatted(grey, images - grey),
        "formats: " + all + (turned == 0 ? "" : "; %,d turned upright".formatted(turned)));
  }
}
