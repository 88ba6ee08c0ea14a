package io.github.aezoo.data.image;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.ZooException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Grey images out of IDX files, bytes (one a pixel) that are scaled when they are copied; see
 * {@link IdxFile} for which files are held in memory.
 *
 * <p>Headers and labels are checked when the data set is opened; the images of a split are read and
 * checked when the first of them is asked for.
 */
public final class IdxDataset implements Dataset {
  /** The largest byte. */
  private static final int WHITE = 0xff;

  /** What the bytes of a file of images mean. */
  public enum Values {
    /** 0 is black, 255 is white. */
    BYTES(255),
    /** 0 is black, 1 is white, and nothing else occurs. */
    BITS(1);

    private final int white;

    Values(int white) {
      this.white = white;
    }
  }

  /**
   * The files of one split.
   *
   * @param labels one label for each image, in the same order
   */
  public record SplitFiles(IdxFile images, Optional<IdxFile> labels) {}

  private final String name;
  private final Shape shape;
  private final Map<Split, SplitFiles> splits;
  private final Map<Split, float[]> scales = new EnumMap<>(Split.class);
  private final List<String> classes;
  private final Optional<Values> values;

  private IdxDataset(
      String name, Map<Split, SplitFiles> splits, List<String> classes, Optional<Values> values) {
    this.name = name;
    this.splits = Collections.unmodifiableMap(new EnumMap<>(splits));
    this.values = values;
    IdxFile first = this.splits.values().iterator().next().images();
    this.shape = shapeOf(first);
    for (SplitFiles split : this.splits.values()) {
      check(split, first);
    }
    this.classes = classes.isEmpty() ? numbers(this.splits) : List.copyOf(classes);
    checkLabels();
  }

  /**
   * Opens a data set of files.
   *
   * @param classes the names of the labels, from 0; empty for the numbers themselves
   * @throws IdxFormatException when the files do not fit each other
   */
  public static IdxDataset of(
      String name, Map<Split, SplitFiles> splits, List<String> classes, Values values) {
    if (splits.isEmpty()) {
      throw new IllegalArgumentException("a data set has at least one split");
    }
    return new IdxDataset(name, splits, classes, Optional.of(values));
  }

  /**
   * Opens a single file of images without labels: its images are the training and the test split
   * alike, so it serves to train on and to look at, and a number measured on it after training on
   * it says nothing about new images.
   *
   * <p>A file in which no byte is above 1 is taken as black and white ({@link Values#BITS}).
   */
  public static IdxDataset ofFile(Path file) {
    SplitFiles lone = new SplitFiles(IdxFile.open(file, IdxFile.Kind.IMAGES), Optional.empty());
    return new IdxDataset(
        Objects.toString(file.getFileName()),
        Map.of(Split.TRAIN, lone, Split.TEST, lone),
        List.of(),
        Optional.empty());
  }

  private static Shape shapeOf(IdxFile images) {
    try {
      return Shape.image(1, images.rows(), images.columns());
    } catch (ZooException e) {
      throw new IdxFormatException(images.file(), e.getMessage(), e);
    }
  }

  private static void check(SplitFiles split, IdxFile first) {
    IdxFile images = split.images();
    if (images.rows() != first.rows() || images.columns() != first.columns()) {
      throw new IdxFormatException(
          images.file(),
          "expected images of %d x %d as in %s, got %d x %d; all splits have one shape"
              .formatted(
                  first.rows(), first.columns(), first.file(), images.rows(), images.columns()));
    }
    split
        .labels()
        .filter(labels -> labels.count() != images.count())
        .ifPresent(
            labels -> {
              throw new IdxFormatException(
                  labels.file(),
                  "expected a label for each of the %d images of %s, got %d; use files that belong together"
                      .formatted(images.count(), images.file(), labels.count()));
            });
  }

  private static List<String> numbers(Map<Split, SplitFiles> splits) {
    int largest = -1;
    for (SplitFiles split : splits.values()) {
      if (split.labels().isPresent()) {
        largest = Math.max(largest, largest(split.labels().get().bytes()));
      }
    }
    return IntStream.rangeClosed(0, largest).mapToObj(Integer::toString).toList();
  }

  private void checkLabels() {
    for (SplitFiles split : splits.values()) {
      split
          .labels()
          .filter(labels -> largest(labels.bytes()) >= classes.size())
          .ifPresent(
              labels -> {
                throw new IdxFormatException(
                    labels.file(),
                    "expected labels from 0 to %d, got %d; use files that belong together"
                        .formatted(classes.size() - 1, largest(labels.bytes())));
              });
    }
  }

  /** Most images of bytes have a white pixel among the first: none after it is larger. */
  private static int largest(byte[] bytes) {
    int largest = 0;
    for (int i = 0; i < bytes.length && largest < WHITE; i++) {
      largest = Math.max(largest, bytes[i] & WHITE);
    }
    return largest;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Set<Split> splits() {
    return splits.keySet();
  }

  @Override
  public int size(Split split) {
    return splits.containsKey(split) ? splits.get(split).images().count() : 0;
  }

  @Override
  public void copy(Split split, int index, float[] into, int offset) {
    Objects.checkIndex(index, size(split));
    float[] scale = scale(split);
    byte[] bytes = new byte[shape.size()];
    splits.get(split).images().image(index, bytes);
    for (int i = 0; i < bytes.length; i++) {
      into[offset + i] = scale[bytes[i] & 0xff];
    }
  }

  /** What each byte is as a pixel; made, and the bytes checked, when a split is first read. */
  private synchronized float[] scale(Split split) {
    return scales.computeIfAbsent(split, this::checkedScale);
  }

  private float[] checkedScale(Split split) {
    IdxFile images = splits.get(split).images();
    // Bytes may be anything; of a file that does not say what it has, one byte above 1 tells.
    boolean asked = values.filter(v -> v == Values.BYTES).isEmpty();
    int largest = asked ? images.largest(values.isPresent() ? WHITE : 2) : 0;
    Values meaning = values.orElse(largest <= 1 ? Values.BITS : Values.BYTES);
    if (largest > meaning.white) {
      throw new IdxFormatException(
          images.file(),
          "expected black and white images of bytes 0 and 1, got %d; get the file again"
              .formatted(largest));
    }
    float[] scale = new float[256];
    for (int i = 0; i <= meaning.white; i++) {
      scale[i] = i / (float) meaning.white;
    }
    return scale;
  }

  @Override
  public OptionalInt label(Split split, int index) {
    Objects.checkIndex(index, size(split));
    Optional<IdxFile> labels = splits.get(split).labels();
    return labels.isPresent()
        ? OptionalInt.of(labels.get().bytes()[index] & 0xff)
        : OptionalInt.empty();
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  /** SHA-256 of the split's unpacked file of images. */
  @Override
  public Optional<String> sha256(Split split) {
    return Optional.ofNullable(splits.get(split)).map(files -> files.images().sha256());
  }
}
