package io.github.aezoo.data.image;

import io.github.aezoo.data.Dataset;
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
import java.util.function.Consumer;

/**
 * A folder of PNG, JPEG, BMP and GIF files (first frame), brought to one shape.
 *
 * <p>Sub-folders {@code train}, {@code validation} (or {@code valid}, {@code val}) and {@code test}
 * are splits, and then nothing else is read; without them all images are the training and the test
 * split alike, so a number measured there after training there says nothing about new images.
 * Folders inside a split are classes, numbered by sorted name over all splits; a data set in which
 * some image lies outside of them has no labels. Images are ordered by path. Files and folders
 * whose names begin with a dot are left out.
 *
 * <p>Sizes are checked in every file's header when the folder is opened (at most 16 Mpx and 16 MB a
 * file); pixels are decoded when they are asked for. Transparency shows black, grey is the luma of
 * ITU-R BT.601, EXIF orientation and colour profiles are ignored.
 */
public final class ImageFolderDataset implements Dataset {
  /** How an image of other proportions is brought to the shape. */
  public enum Fit {
    /** The whole image is stretched. */
    STRETCH,
    /** The largest centred part of the right proportions is taken. */
    CENTRE_CROP
  }

  /**
   * How a folder is read.
   *
   * @param shape what all images are brought to; empty for the shape of the first one
   * @param skipBad receives a line for each bad file, which is then left out (all files are decoded
   *     once for that); empty to stop at the first bad file
   * @param cacheBytes how many decoded pixels are held, one byte each; images that do not fit are
   *     decoded each time
   */
  public record Options(
      Optional<Shape> shape, Fit fit, Optional<Consumer<String>> skipBad, long cacheBytes) {
    private static final long CACHE_BYTES = 512L << 20;

    /**
     * The first image's shape, stretched, stopping at bad files, 512 MiB (a quarter of Java's heap
     * at most).
     */
    public static Options standard() {
      long heap = Runtime.getRuntime().maxMemory();
      return new Options(
          Optional.empty(), Fit.STRETCH, Optional.empty(), Math.min(CACHE_BYTES, heap / 4));
    }

    /** These options with a shape. */
    public Options withShape(Shape wanted) {
      return new Options(Optional.of(wanted), fit, skipBad, cacheBytes);
    }

    /** These options with another way to fit. */
    public Options withFit(Fit wanted) {
      return new Options(shape, wanted, skipBad, cacheBytes);
    }

    /** These options, leaving out bad files and telling of each. */
    public Options skippingBad(Consumer<String> warnings) {
      return new Options(shape, fit, Optional.of(warnings), cacheBytes);
    }

    /** These options with another budget. */
    public Options withCacheBytes(long bytes) {
      return new Options(shape, fit, skipBad, bytes);
    }
  }

  /** The images of a split, and those of them that are decoded. */
  private record Part(List<FolderScan.Found> files, AtomicReferenceArray<byte[]> decoded) {}

  private final Path folder;
  private final Shape shape;
  private final boolean crop;
  private final Map<Split, Part> parts = new EnumMap<>(Split.class);
  private final List<String> classes;

  private ImageFolderDataset(Path folder, Options options) {
    this.folder = folder;
    this.crop = options.fit() == Fit.CENTRE_CROP;
    Map<Split, List<FolderScan.Found>> found = FolderScan.scan(folder);
    this.classes = classes(found.values());
    // Training and test may be the same files, which are then checked and held once.
    Map<List<FolderScan.Found>, List<FolderScan.Found>> checked = new HashMap<>();
    for (Map.Entry<Split, List<FolderScan.Found>> split : found.entrySet()) {
      List<FolderScan.Found> good =
          checked.computeIfAbsent(split.getValue(), files -> withHeaders(files, options));
      split.setValue(good);
    }
    found.values().removeIf(List::isEmpty);
    if (found.isEmpty()) {
      throw new ZooException("no good images in " + folder + ": all were skipped");
    }
    this.shape =
        options
            .shape()
            .map(Shape::asImage)
            .orElseGet(() -> ImageFile.shape(found.values().iterator().next().get(0).path()));
    arrange(found, options);
  }

  /**
   * Opens a folder.
   *
   * @throws ZooException for a folder that is missing, unreadable or without images, or for a bad
   *     file, which it names
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

  private static List<FolderScan.Found> withHeaders(List<FolderScan.Found> files, Options options) {
    List<FolderScan.Found> good = new ArrayList<>(files.size());
    for (FolderScan.Found file : files) {
      if (isGood(options, () -> ImageFile.checkHeader(file.path()))) {
        good.add(file);
      }
    }
    return good;
  }

  private static boolean isGood(Options options, Runnable check) {
    try {
      check.run();
      return true;
    } catch (ImageFile.Bad e) {
      options.skipBad().orElseThrow(() -> e).accept(e.getMessage() + " (skipped)");
      return false;
    }
  }

  /** Shares the budget out, in order, and decodes everything once when bad files are left out. */
  private void arrange(Map<Split, List<FolderScan.Found>> found, Options options) {
    long room = options.cacheBytes() / shape.size();
    Map<List<FolderScan.Found>, Part> arranged = new HashMap<>();
    for (Map.Entry<Split, List<FolderScan.Found>> split : found.entrySet()) {
      Part part = arranged.get(split.getValue());
      if (part == null) {
        part = part(split.getValue(), room, options);
        room -= part.decoded().length();
        arranged.put(split.getValue(), part);
      }
      if (!part.files().isEmpty()) {
        parts.put(split.getKey(), part);
      }
    }
    if (parts.isEmpty()) {
      throw new ZooException("no good images in " + folder + ": all were skipped");
    }
  }

  private Part part(List<FolderScan.Found> files, long room, Options options) {
    if (options.skipBad().isEmpty()) {
      int cached = (int) Math.min(files.size(), room);
      return new Part(files, new AtomicReferenceArray<>(cached));
    }
    List<FolderScan.Found> good = new ArrayList<>(files.size());
    List<byte[]> decoded = new ArrayList<>();
    for (FolderScan.Found file : files) {
      isGood(
          options,
          () -> {
            byte[] pixels = ImageFile.pixels(file.path(), shape, crop);
            good.add(file);
            if (decoded.size() < room) {
              decoded.add(pixels);
            }
          });
    }
    return new Part(List.copyOf(good), new AtomicReferenceArray<>(decoded.toArray(byte[][]::new)));
  }

  @Override
  public String name() {
    return Objects.toString(folder.toAbsolutePath().normalize().getFileName(), "images");
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
      pixels = ImageFile.pixels(part.files().get(index).path(), shape, crop);
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
