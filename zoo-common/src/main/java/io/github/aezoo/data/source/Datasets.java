package io.github.aezoo.data.source;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.data.image.FolderScan;
import io.github.aezoo.data.image.IdxDataset;
import io.github.aezoo.data.image.ImageFolderDataset;
import io.github.aezoo.data.table.TableDataset;
import io.github.aezoo.io.Nearest;
import io.github.aezoo.io.ZooException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Opens data: a known data set, a folder of images, an IDX file or a table; see {@link DataSpec}.
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
   * @param data a known name, or the path of a folder of images, an IDX file or a table
   * @param wanted the shape that images of a folder are brought to; empty for that of its first
   *     image. Other data keeps its own shape
   * @param roots where known data sets are looked for, in this order
   * @throws ZooException when there is no such data, naming the nearest known name
   */
  public static Dataset open(DataSpec data, Optional<Shape> wanted, List<Path> roots) {
    ImageFolderDataset.Options options = ImageFolderDataset.Options.standard();
    return open(
        data,
        new Opening(
            wanted.map(options::withShape).orElse(options), Optional.empty(), false, roots));
  }

  /** Opens data that a word names; see {@link #open(DataSpec, Optional, List)}. */
  public static Dataset open(String word, Optional<Shape> wanted, List<Path> roots) {
    return open(spec(word), wanted, roots);
  }

  /**
   * How data is opened.
   *
   * @param folders how images of a folder are read
   * @param table how a model's rows are prepared; empty when a table is opened to be learned from
   * @param whole whether all rows of a table are its test split, unless the word says otherwise
   * @param roots where known data sets are looked for, in this order
   */
  public record Opening(
      ImageFolderDataset.Options folders,
      Optional<TablePreparation> table,
      boolean whole,
      List<Path> roots) {}

  /**
   * Opens data.
   *
   * @throws ZooException when there is no such data, naming the nearest known name; or when a model
   *     that was trained on a table is given images
   */
  public static Dataset open(DataSpec data, Opening how) {
    // What was stored as one word may be the name of a file, and the other way round.
    DataSpec word =
        data.order().isEmpty() || exists(data.toString(), false) ? spec(data.toString()) : data;
    Source source =
        sources().stream()
            .filter(s -> s.claims(word.base()))
            .findFirst()
            .orElseThrow(
                () -> word.isPlaceholder() ? new DataNotNamed(word) : unknown(word.base()));
    return source.open(word, how);
  }

  /**
   * Which data a word names.
   *
   * @throws ZooException when the word has settings that are not known, or values that are not
   *     allowed
   */
  public static DataSpec spec(String word) {
    // A file may be called as a word with settings looks.
    return exists(word, false) ? DataSpec.of(word) : DataSpec.parse(word);
  }

  /** Images, with the scaling and the classes that a word says. */
  private static Dataset images(DataSpec word, Opening how, Dataset all) {
    if (how.table().isPresent()) {
      throw new ZooException(
          "%s is images %s, but the model was trained on a table; name a .csv file with its columns"
              .formatted(word.base(), all.shape()));
    }
    word.requireOfImages();
    Dataset scaled = word.scaling().isEmpty() ? all : all.withEqualContrast();
    for (List<String> names : List.of(word.only(), word.without())) {
      for (String name : names) {
        if (!all.classes().contains(name)) {
          throw new ZooException(
              "%s: no class '%s'; %s"
                  .formatted(
                      word.base(),
                      name,
                      all.classes().isEmpty()
                          ? "its images have none"
                          : "its classes are " + String.join(", ", all.classes())));
        }
      }
    }
    return word.choosesClasses() ? scaled.withClasses(word.toString(), word.trained()) : scaled;
  }

  private static ZooException unknown(String data) {
    boolean path = data.contains("/") || data.contains("\\") || data.startsWith(".");
    if (path) {
      return new ZooException(
          "no such file or folder: %s; expected a folder of images, an IDX file, a table (.csv) or one of %s"
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
    public Dataset open(DataSpec word, Opening how) {
      return images(word, how, known.open(word.base(), how.roots()));
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
    public Dataset open(DataSpec word, Opening how) {
      return images(word, how, new SyntheticDigits());
    }
  }

  private record Table() implements Source {
    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public boolean claims(String data) {
      return DataSpec.of(data).isTable();
    }

    @Override
    public Dataset open(DataSpec word, Opening how) {
      if (!exists(word.base(), false)) {
        if (word.isPlaceholder()) {
          throw new DataNotNamed(word);
        }
        throw new ZooException("no such file: %s; expected a table".formatted(word.base()));
      }
      return TableDataset.open(word, how.table(), how.whole());
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
    public Dataset open(DataSpec word, Opening how) {
      return images(word, how, ImageFolderDataset.open(Path.of(word.base()), how.folders()));
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
    public Dataset open(DataSpec word, Opening how) {
      Path file = Path.of(word.base());
      if (FolderScan.isImage(file)) {
        throw new ZooException(
            "%s is one image, but a folder of images is expected; name the folder it is in"
                .formatted(word.base()));
      }
      return images(word, how, IdxDataset.ofFile(file));
    }
  }
}
