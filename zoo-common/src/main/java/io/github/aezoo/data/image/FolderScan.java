package io.github.aezoo.data.image;

import io.github.aezoo.data.Split;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the image files of a folder, their splits and their class folders. */
public final class FolderScan {
  private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "bmp", "gif");
  private static final Map<String, Split> SPLIT_FOLDERS =
      Map.of(
          "train", Split.TRAIN,
          "validation", Split.VALIDATION,
          "valid", Split.VALIDATION,
          "val", Split.VALIDATION,
          "test", Split.TEST);

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

  private FolderScan() {}

  /** Whether the name ends like that of an image. */
  public static boolean isImage(Path file) {
    String name = String.valueOf(file.getFileName());
    return !name.startsWith(".")
        && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  /**
   * The files of each split, ordered by their paths.
   *
   * @throws ZooException for a folder that is missing, unreadable or without images
   */
  static Map<Split, List<Found>> scan(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ZooException(
          Files.exists(folder)
              ? folder + " is a file, but a folder of images is expected"
              : "no such folder: " + folder + "; expected a folder of images");
    }
    Map<Split, List<Found>> splits = new EnumMap<>(Split.class);
    try {
      for (Path child : children(folder)) {
        Split split =
            SPLIT_FOLDERS.get(String.valueOf(child.getFileName()).toLowerCase(Locale.ROOT));
        if (split != null && Files.isDirectory(child)) {
          List<Found> files = images(child);
          if (!files.isEmpty() && splits.put(split, files) != null) {
            throw new ZooException(
                "%s has two folders of the %s split; merge them".formatted(folder, split.id()));
          }
        }
      }
      if (splits.isEmpty()) {
        List<Found> files = images(folder);
        if (files.isEmpty()) {
          throw empty(folder);
        }
        splits.put(Split.TRAIN, files);
        splits.put(Split.TEST, files);
      }
    } catch (IOException | UncheckedIOException e) {
      IOException cause = e instanceof UncheckedIOException u ? u.getCause() : (IOException) e;
      throw new ZooException(
          "cannot read the folder " + folder + ": " + SafeFiles.reason(cause), cause);
    }
    return splits;
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
          .map(file -> new Found(file, key(folder.relativize(file))))
          .filter(found -> !found.key().startsWith(".") && !found.key().contains("/."))
          .sorted(Comparator.comparing(Found::key))
          .toList();
    }
  }

  private static String key(Path relative) {
    return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
  }

  private static ZooException empty(Path folder) throws IOException {
    boolean idx =
        children(folder).stream().anyMatch(child -> child.toString().contains("-idx3-ubyte"));
    return new ZooException(
        "no images in %s: expected .png, .jpg, .bmp or .gif files%s"
            .formatted(
                folder,
                idx ? "; its IDX files are opened one by one, or by the data set's name" : ""));
  }
}
