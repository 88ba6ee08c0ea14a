package io.github.aezoo.data.image;

import io.github.aezoo.data.Split;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the image files of a folder, their splits and their class folders.
 *
 * @param splits the files of each split, ordered by their paths
 * @param named whether folders are named after splits; otherwise all images are two splits
 * @param notes images that are there but are not read, a line each
 */
public record FolderScan(Map<Split, List<Found>> splits, boolean named, List<String> notes) {
  /** The endings of the names of images, in words. */
  static final String EXPECTED = "expected .png, .jpg, .tif, .webp, .bmp or .gif files";

  private static final Set<String> ENDINGS =
      Set.of("png", "jpg", "jpeg", "jpe", "jfif", "bmp", "gif", "tif", "tiff", "webp");

  /** Images that are not read: a folder of them must not look empty. */
  private static final Set<String> OTHER_ENDINGS =
      Set.of(
          "heic", "heif", "avif", "jxl", "jp2", "svg", "psd", "tga", "ico", "pgm", "ppm", "pnm",
          "dng", "cr2", "nef", "arw", "raw", "dcm", "exr", "hdr", "npy", "mat");

  private static final Map<String, Split> SPLIT_FOLDERS =
      Map.of(
          "train", Split.TRAIN,
          "training", Split.TRAIN,
          "validation", Split.VALIDATION,
          "valid", Split.VALIDATION,
          "val", Split.VALIDATION,
          "test", Split.TEST,
          "testing", Split.TEST);

  private static final String IMAGES = "images";
  private static final int NAMED = 3;

  /**
   * A file of a split.
   *
   * @param key the path below the split's folder, with {@code /}: what files are ordered by
   */
  record Found(Path path, String key) {
    /** The class folder; empty for a file that lies loose. */
    Optional<String> folder() {
      int slash = key.indexOf('/');
      return slash < 0 ? Optional.empty() : Optional.of(key.substring(0, slash));
    }
  }

  /** Whether the name ends like that of an image. */
  public static boolean isImage(Path file) {
    return !isHidden(file) && ENDINGS.contains(ending(file));
  }

  private static boolean isHidden(Path file) {
    return String.valueOf(file.getFileName()).startsWith(".");
  }

  private static String ending(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /**
   * The files of each split: of the folders that are named after splits, which may lie in one
   * folder {@code images}, or in a single folder that holds nothing else; otherwise all images as
   * training and test split.
   *
   * @throws ZooException for a folder that is missing, unreadable or without images
   */
  static FolderScan of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ZooException(
          Files.exists(folder)
              ? folder + " is a file, but a folder of images is expected"
              : "no such folder: " + folder + "; expected a folder of images");
    }
    try {
      List<String> notes = new ArrayList<>();
      Path base = base(folder);
      Map<Split, List<Found>> splits = splits(base);
      boolean named = !splits.isEmpty();
      if (named) {
        beside(folder, base, splits).ifPresent(notes::add);
      } else {
        List<Found> files = images(folder);
        if (files.isEmpty()) {
          throw empty(folder);
        }
        splits.put(Split.TRAIN, files);
        splits.put(Split.TEST, files);
      }
      others(folder).ifPresent(notes::add);
      return new FolderScan(splits, named, List.copyOf(notes));
    } catch (IOException | UncheckedIOException e) {
      IOException cause = e instanceof UncheckedIOException u ? u.getCause() : (IOException) e;
      throw new ZooException(
          "cannot read the folder " + folder + ": " + SafeFiles.reason(cause), cause);
    }
  }

  private static Optional<Split> split(Path child) {
    return Optional.ofNullable(
        SPLIT_FOLDERS.get(String.valueOf(child.getFileName()).toLowerCase(Locale.ROOT)));
  }

  private static List<Path> folders(Path folder) throws IOException {
    return children(folder).stream().filter(c -> Files.isDirectory(c) && !isHidden(c)).toList();
  }

  /** The folder that the folders of the splits lie in. */
  private static Path base(Path folder) throws IOException {
    List<Path> folders = folders(folder);
    if (folders.stream().anyMatch(child -> split(child).isPresent())) {
      return folder;
    }
    for (Path child : folders) {
      boolean only = folders.size() == 1 && children(folder).stream().noneMatch(c -> isImage(c));
      boolean images = IMAGES.equalsIgnoreCase(String.valueOf(child.getFileName()));
      List<Path> below = images || only ? folders(child) : List.of();
      long splits = below.stream().filter(c -> split(c).isPresent()).count();
      boolean nothingElse =
          splits == below.size() && children(child).stream().noneMatch(c -> isImage(c));
      if (splits > 0 && (images || nothingElse)) {
        return child;
      }
    }
    return folder;
  }

  private static Map<Split, List<Found>> splits(Path base) throws IOException {
    Map<Split, List<Found>> splits = new EnumMap<>(Split.class);
    for (Path child : folders(base)) {
      Optional<Split> split = split(child);
      if (split.isPresent()) {
        List<Found> files = images(child);
        if (!files.isEmpty() && splits.put(split.get(), files) != null) {
          throw new ZooException(
              "%s has two folders of the %s split; merge them".formatted(base, split.get().id()));
        }
      }
    }
    return splits;
  }

  /** What lies beside the folders of the splits. */
  private static Optional<String> beside(Path folder, Path base, Map<Split, List<Found>> splits)
      throws IOException {
    Set<Path> read =
        splits.values().stream().flatMap(List::stream).map(Found::path).collect(Collectors.toSet());
    Map<String, Integer> places = new TreeMap<>();
    int count = 0;
    for (Found found : images(folder)) {
      if (!read.contains(found.path())) {
        Path below = base.relativize(found.path());
        Path place = below.startsWith("..") ? folder.relativize(found.path()) : below;
        places.merge(place.getName(0) + (place.getNameCount() > 1 ? "/" : ""), 1, Integer::sum);
        count++;
      }
    }
    return count == 0
        ? Optional.empty()
        : Optional.of(
            "%,d image%s beside the folders of the splits %s not read: %s"
                .formatted(count, count == 1 ? "" : "s", count == 1 ? "is" : "are", some(places)));
  }

  private static String some(Map<String, Integer> counts) {
    return counts.entrySet().stream()
            .limit(NAMED)
            .map(e -> e.getValue() == 1 ? e.getKey() : e.getKey() + " (" + e.getValue() + ")")
            .collect(Collectors.joining(", "))
        + (counts.size() > NAMED ? ", ..." : "");
  }

  /** Images of formats that are not read. */
  private static Optional<String> others(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      Map<String, Integer> endings = new TreeMap<>();
      files
          .filter(file -> !isHidden(file) && OTHER_ENDINGS.contains(ending(file)))
          .filter(Files::isRegularFile)
          .forEach(file -> endings.merge("." + ending(file), 1, Integer::sum));
      return endings.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "%,d files of other formats are not read: %s; convert them to PNG"
                  .formatted(
                      endings.values().stream().mapToInt(Integer::intValue).sum(), some(endings)));
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    }
  }

  /** Every image of a folder and the folders in it, ordered by path. */
  static List<Found> images(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(FolderScan::isImage)
          .filter(Files::isRegularFile)
          .map(file -> new Found(file, key(folder, file)))
          .filter(found -> !found.key().startsWith(".") && !found.key().contains("/."))
          .sorted(Comparator.comparing(Found::key))
          .toList();
    }
  }

  /** The path of a file below a folder, with {@code /}. */
  static String key(Path folder, Path file) {
    Path relative = folder.relativize(file);
    return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
  }

  private static ZooException empty(Path folder) throws IOException {
    boolean idx =
        children(folder).stream().anyMatch(child -> child.toString().contains("-idx3-ubyte"));
    return new ZooException(
        "no images in %s: %s%s%s"
            .formatted(
                folder,
                EXPECTED,
                idx ? "; its IDX files are opened one by one, or by the data set's name" : "",
                others(folder).map(note -> "; " + note).orElse("")));
  }
}
