package io.github.aezoo.data;

import io.github.aezoo.io.Nearest;
import io.github.aezoo.io.ZooException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Resolves the DATA word of the command line: a known data set, a folder of images or an IDX file.
 */
public final class Datasets {
  private Datasets() {}

  /**
   * The kinds of data, the first that claims a word opens it: the one place to register another.
   */
  private static List<Source> sources() {
    return List.of(
        new Known(KnownDatasets.shipped()),
        new Synthetic(),
        new Table(),
        new Folder(),
        new IdxImages());
  }

  /** The names that a DATA word may be besides paths. */
  public static List<String> names() {
    return sources().stream().flatMap(source -> source.names().stream()).toList();
  }

  /**
   * Opens data.
   *
   * @param data a known name, or the path of a folder of images or of an IDX file
   * @param wanted the shape that images of a folder are brought to; empty for that of its first
   *     image. Other data keeps its own shape
   * @param roots where known data sets are looked for, in this order
   * @throws ZooException when there is no such data, naming the nearest known name
   */
  public static ImageDataset open(String data, Optional<ImageShape> wanted, List<Path> roots) {
    ImageFolderDataset.Options options = ImageFolderDataset.Options.standard();
    return open(data, wanted.map(options::withShape).orElse(options), roots);
  }

  /** Opens data; see {@link #open(String, Optional, List)}. */
  public static ImageDataset open(
      String data, ImageFolderDataset.Options folders, List<Path> roots) {
    List<Source> sources = sources();
    return sources.stream()
        .filter(source -> source.claims(data))
        .findFirst()
        .orElseThrow(() -> unknown(data))
        .open(data, folders, roots);
  }

  private static ZooException unknown(String data) {
    boolean path = data.contains("/") || data.contains("\\") || data.startsWith(".");
    if (path) {
      return new ZooException(
          "no such file or folder: %s; expected a folder of images, an IDX file or one of %s"
              .formatted(data, String.join(", ", names())));
    }
    return new ZooException(
        "unknown data set %s, and no file or folder is called so; known are %s%s"
            .formatted(data, String.join(", ", names()), Nearest.hint(data, names())));
  }

  private static boolean exists(String data, boolean folder) {
    try {
      Path path = Path.of(data);
      return !data.isEmpty() && (folder ? Files.isDirectory(path) : Files.exists(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private record Known(KnownDatasets known) implements Source {
    @Override
    public List<String> names() {
      return known.names();
    }

    @Override
    public boolean claims(String data) {
      return names().contains(data);
    }

    @Override
    public ImageDataset open(String data, ImageFolderDataset.Options folders, List<Path> roots) {
      return known.open(data, roots);
    }
  }

  private record Synthetic() implements Source {
    @Override
    public List<String> names() {
      return List.of(SyntheticDigits.NAME);
    }

    @Override
    public boolean claims(String data) {
      return data.equals(SyntheticDigits.NAME);
    }

    @Override
    public ImageDataset open(String data, ImageFolderDataset.Options folders, List<Path> roots) {
      return new SyntheticDigits();
    }
  }

  private record Table() implements Source {
    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public boolean claims(String data) {
      String name = data.toLowerCase(Locale.ROOT);
      return name.endsWith(".csv") || name.endsWith(".csv.gz");
    }

    @Override
    public ImageDataset open(String data, ImageFolderDataset.Options folders, List<Path> roots) {
      throw new ZooException(
          "%s is a table, but images are expected here; name a data set, a folder of images or an IDX file"
              .formatted(data));
    }
  }

  private record Folder() implements Source {
    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public boolean claims(String data) {
      return exists(data, true);
    }

    @Override
    public ImageDataset open(String data, ImageFolderDataset.Options folders, List<Path> roots) {
      return ImageFolderDataset.open(Path.of(data), folders);
    }
  }

  private record IdxImages() implements Source {
    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public boolean claims(String data) {
      return exists(data, false);
    }

    @Override
    public ImageDataset open(String data, ImageFolderDataset.Options folders, List<Path> roots) {
      Path file = Path.of(data);
      if (FolderScan.isImage(file)) {
        throw new ZooException(
            "%s is one image, but a folder of images is expected; name the folder it is in"
                .formatted(data));
      }
      return IdxDataset.ofFile(file);
    }
  }
}
