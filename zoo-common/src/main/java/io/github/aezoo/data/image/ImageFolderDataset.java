package io.github.aezoo.data.image;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.ImageFit;
import io.github.aezoo.data.ImageSize;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.Sha256;
import io.github.aezoo.io.ZooException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A folder of PNG, JPEG, BMP, GIF (first frame), TIFF and WebP files, brought to one shape.
 *
 * <p>Sub-folders {@code train} (or {@code training}), {@code validation} (or {@code valid}, {@code
 * val}) and {@code test} (or {@code testing}), whatever their case, are splits, and then nothing
 * else is read; without them all images are the training and the test split alike, so a number
 * measured there after training there says nothing about new images. Folders inside a split are
 * classes, numbered by sorted name over all splits; a data set in which some image lies outside of
 * them has no labels. Images are ordered by path. Files and folders whose names begin with a dot
 * are left out.
 *
 * <p>Every file is decoded when the folder is opened, and what is no image is left out; {@link
 * #notes} says which. With {@link Options#strict} only headers are read then, and the first file
 * that is no image is an error. An image may have 200 megapixels, a file 100 MB. EXIF orientation
 * is applied, transparency shows black, grey is the luma of ITU-R BT.601, colour profiles are
 * ignored.
 */
public final class ImageFolderDataset implements Dataset {
  /**
   * How a folder is read.
   *
   * @param shape what all images are brought to; empty for that of {@code size}
   * @param size the size that they are brought to, in colour when any of them is; empty for their
   *     own when it is one and at most 128 pixels a side, and for 64 x 64 otherwise
   * @param fit how images of other proportions are brought to it; empty for {@link ImageFit#CROP}
   * @param strict whether the first file that is no image is an error
   * @param cacheBytes how many decoded pixels are held, one byte each; images that do not fit are
   *     decoded each time
   */
  public record Options(
      Optional<Shape> shape,
      Optional<ImageSize> size,
      Optional<ImageFit> fit,
      boolean strict,
      long cacheBytes) {
    private static final long CACHE_BYTES = 512L << 20;

    /** A shape that fits the images, cropped, 512 MiB (a quarter of Java's heap at most). */
    public static Options standard() {
      long heap = Runtime.getRuntime().maxMemory();
      return new Options(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          Math.min(CACHE_BYTES, heap / 4));
    }

    /** These options with a shape, which decides over a size. */
    public Options withShape(Shape wanted) {
      return new Options(Optional.of(wanted), size, fit, strict, cacheBytes);
    }

    /** These options with a size. */
    public Options withSize(ImageSize wanted) {
      return new Options(shape, Optional.of(wanted), fit, strict, cacheBytes);
    }

    /** These options with another way to fit. */
    public Options withFit(ImageFit wanted) {
      return new Options(shape, size, Optional.of(wanted), strict, cacheBytes);
    }

    /** These options, stopping at the first file that is no image, or not. */
    public Options withStrict(boolean wanted) {
      return new Options(shape, size, fit, wanted, cacheBytes);
    }

    /** These options with another budget. */
    public Options withCacheBytes(long bytes) {
      return new Options(shape, size, fit, strict, bytes);
    }
  }

  /** The images of a split, and those of them that are decoded. */
  private record Part(List<FolderScan.Found> files, AtomicReferenceArray<byte[]> decoded) {}

  private static final int MOST_CLASSES = 20;

  private final Path folder;
  private final Shape shape;
  private final ImageFit fit;
  private final Map<Split, Part> parts = new EnumMap<>(Split.class);
  private final List<String> classes;
  private final List<String> notes;
  private final List<String> description;

  private ImageFolderDataset(Path folder, Options options) {
    this.folder = folder;
    this.fit = options.fit().orElse(ImageFit.CROP);
    FolderScan scan = FolderScan.of(folder);
    FileFindings findings = new FileFindings(folder, options.strict());
    // Training and test may be the same files, which are then read and held once.
    Map<List<FolderScan.Found>, Map<FolderScan.Found, ImageHeader>> headers = new HashMap<>();
    for (List<FolderScan.Found> files : scan.splits().values()) {
      headers.computeIfAbsent(files, findings::headers);
    }
    List<ImageHeader> all = headers.values().stream().flatMap(m -> m.values().stream()).toList();
    if (all.isEmpty()) {
      throw findings.none();
    }
    FolderCensus census = new FolderCensus(all);
    this.shape = options.shape().map(Shape::asImage).orElseGet(() -> census.shape(options.size()));
    Map<List<FolderScan.Found>, Part> arranged = new HashMap<>();
    long room = options.cacheBytes() / shape.size();
    for (Map.Entry<Split, List<FolderScan.Found>> split : scan.splits().entrySet()) {
      Part part = arranged.get(split.getValue());
      if (part == null) {
        part = part(List.copyOf(headers.get(split.getValue()).keySet()), room, findings);
        room -= part.decoded().length();
        arranged.put(split.getValue(), part);
      }
      if (!part.files().isEmpty()) {
        parts.put(split.getKey(), part);
      }
    }
    if (parts.isEmpty()) {
      throw findings.none();
    }
    this.classes = classes(scan.splits().values());
    List<String> told = new ArrayList<>(scan.notes());
    findings.leftOut().ifPresent(told::add);
    findings.repaired().ifPresent(told::add);
    boolean chosen = options.shape().isEmpty() && options.size().isEmpty();
    census.resizing(shape, fit, chosen).ifPresent(told::add);
    census.recolouring(shape).ifPresent(told::add);
    census.transparency().ifPresent(told::add);
    loose().ifPresent(told::add);
    this.notes = List.copyOf(told);
    this.description = described(scan.named(), census);
  }

  /**
   * Opens a folder.
   *
   * @throws ZooException for a folder that is missing, unreadable or without images, or with {@link
   *     Options#strict} for a file that is no image, which it names
   */
  public static ImageFolderDataset open(Path folder, Options options) {
    return new ImageFolderDataset(folder, options);
  }

  /** Opens a folder whose images are brought to a shape, with the standard options otherwise. */
  public static ImageFolderDataset open(Path folder, Shape shape) {
    return open(folder, Options.standard().withShape(shape));
  }

  private static List<String> classes(Collection<List<FolderScan.Found>> splits) {
    List<FolderScan.Found> all = splits.stream().flatMap(List::stream).toList();
    if (all.stream().anyMatch(file -> file.folder().isEmpty())) {
      return List.of();
    }
    return all.stream().map(file -> file.folder().orElseThrow()).distinct().sorted().toList();
  }

  /** Says why there are no classes where there are folders of classes. */
  private Optional<String> loose() {
    List<FolderScan.Found> all = parts.values().stream().flatMap(p -> p.files().stream()).toList();
    long loose = all.stream().distinct().filter(file -> file.folder().isEmpty()).count();
    boolean some = all.stream().anyMatch(file -> file.folder().isPresent());
    return loose == 0 || !some
        ? Optional.empty()
        : Optional.of(
            "the images have no classes, because %,d of them lie outside of the folders of classes"
                .formatted(loose));
  }

  private List<String> described(boolean named, FolderCensus census) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<Split, Part> part : parts.entrySet()) {
      lines.add(
          "%s: %,d images%s"
              .formatted(
                  part.getKey().id(), part.getValue().files().size(), counts(part.getKey())));
    }
    if (!named) {
      lines.add("no folders of splits: all images are the training and the test split");
    }
    lines.addAll(census.lines());
    lines.addAll(notes);
    return List.copyOf(lines);
  }

  private String counts(Split split) {
    if (classes.isEmpty()) {
      return "";
    }
    int[] counts = new int[classes.size()];
    for (int i = 0; i < size(split); i++) {
      counts[label(split, i).getAsInt()]++;
    }
    List<String> words = new ArrayList<>();
    for (int i = 0; i < counts.length && i < MOST_CLASSES; i++) {
      words.add("%s %,d".formatted(classes.get(i), counts[i]));
    }
    return " (" + String.join(", ", words) + (counts.length > MOST_CLASSES ? ", ...)" : ")");
  }

  private Part part(List<FolderScan.Found> files, long room, FileFindings findings) {
    if (findings.strict()) {
      int cached = (int) Math.min(files.size(), room);
      return new Part(files, new AtomicReferenceArray<>(cached));
    }
    List<FolderScan.Found> good = new ArrayList<>(files.size());
    List<byte[]> decoded = new ArrayList<>();
    findings.decode(
        files,
        shape,
        fit,
        (file, pixels) -> {
          good.add(file);
          if (decoded.size() < room) {
            decoded.add(pixels);
          }
        });
    return new Part(List.copyOf(good), new AtomicReferenceArray<>(decoded.toArray(byte[][]::new)));
  }

  /** The folder's name, with {@code fit} where it is not the usual one. */
  @Override
  public String name() {
    String name = Objects.toString(folder.toAbsolutePath().normalize().getFileName(), "images");
    return fit == ImageFit.CROP ? name : DataSpec.of(name).withFit(fit).toString();
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Set<Split> splits() {
    return EnumSet.copyOf(parts.keySet());
  }

  @Override
  public int size(Split split) {
    return parts.containsKey(split) ? parts.get(split).files().size() : 0;
  }

  @Override
  public void copy(Split split, int index, float[] into, int offset) {
    byte[] pixels = pixels(split, Objects.checkIndex(index, size(split)));
    for (int i = 0; i < pixels.length; i++) {
      into[offset + i] = (pixels[i] & 0xff) / 255f;
    }
  }

  private byte[] pixels(Split split, int index) {
    Part part = parts.get(split);
    boolean cached = index < part.decoded().length();
    byte[] pixels = cached ? part.decoded().get(index) : null;
    if (pixels == null) {
      // Two threads may decode the same image at the same time: both get the same bytes.
      pixels = ImageFile.read(part.files().get(index).path(), shape, fit).pixels();
      if (cached) {
        part.decoded().set(index, pixels);
      }
    }
    return pixels;
  }

  /** The file that an image came from. */
  public Path file(Split split, int index) {
    return parts.get(split).files().get(Objects.checkIndex(index, size(split))).path();
  }

  /** The file's path below the folder, with {@code /}. */
  @Override
  public Optional<String> source(Split split, int index) {
    return Optional.of(FolderScan.key(folder, file(split, index)));
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public List<String> description() {
    return description;
  }

  @Override
  public OptionalInt label(Split split, int index) {
    Objects.checkIndex(index, size(split));
    return classes.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(
            classes.indexOf(parts.get(split).files().get(index).folder().orElseThrow()));
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  /**
   * SHA-256 over the path below the split's folder (UTF-8, a zero byte) and the SHA-256 (64 digits)
   * of each file in order; reads all files of the split.
   */
  @Override
  public Optional<String> sha256(Split split) {
    if (!parts.containsKey(split)) {
      return Optional.empty();
    }
    MessageDigest digest = Sha256.digest();
    for (FolderScan.Found file : parts.get(split).files()) {
      digest.update(file.key().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(Sha256.of(file.path()).getBytes(StandardCharsets.US_ASCII));
    }
    return Optional.of(Sha256.hex(digest.digest()));
  }
}
