package io.github.aezoo.data.source;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.EqualContrast;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.data.image.FolderScan;
import io.github.aezoo.data.image.IdxDataset;
import io.github.aezoo.data.image.ImageFolderDataset;
import io.github.aezoo.data.table.TableDataset;
import io.github.aezoo.data.table.TableOptions;
import io.github.aezoo.io.Nearest;
import io.github.aezoo.io.ZooException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Resolves the DATA word of the command line: a known data set, a folder of images, an IDX file or
 * a table; {@code :only=} and {@code :without=} after it choose classes of training images, {@code
 * :scaling=contrast} brings images to the same contrast ({@link EqualContrast}), and a table has
 * further settings ({@link TableOptions}).
 */
public final class Datasets {
  private static final String CONTRAST = "contrast";

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
  public static Dataset open(String data, Optional<Shape> wanted, List<Path> roots) {
    ImageFolderDataset.Options options = ImageFolderDataset.Options.standard();
    return open(data, wanted.map(options::withShape).orElse(options), roots);
  }

  /** Opens data; see {@link #open(String, Optional, List)}. */
  public static Dataset open(String data, ImageFolderDataset.Options folders, List<Path> roots) {
    return open(data, new Opening(folders, Optional.empty(), false, roots));
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
  public static Dataset open(String data, Opening how) {
    DataSpec word = word(data);
    Source source =
        sources().stream()
            .filter(s -> s.claims(word.base()))
            .findFirst()
            .orElseThrow(() -> unknown(word.base()));
    return source.open(word, how);
  }

  /** The known name or the path that a word with settings begins with. */
  public static String base(String data) {
    return word(data).base();
  }

  /** Whether a word stands for a table. */
  public static boolean isTable(String data) {
    return new Table().claims(word(data).base());
  }

  /** The values of a setting of a word; none when it is left out. */
  public static List<String> settings(String data, String key) {
    return word(data).values(key);
  }

  /** Whether a word chooses classes of training images. */
  public static boolean choosesClasses(String data) {
    return word(data).choosesClasses();
  }

  /** A word with another setting beside its own; a null value takes a key away. */
  public static String with(String data, String key, String value) {
    return word(data).with(key, value).toString();
  }

  /**
   * A word that says how its images are scaled if another word does, and it does not itself: images
   * for a model are scaled as those that it learned from. How rows of a table are prepared stands
   * on a model's card, so words of tables stay as they are.
   */
  public static String scaledAs(String other, String data) {
    return isTable(data) || isTable(other) || word(data).value(DataSpec.SCALING).isPresent()
        ? data
        : settings(other, DataSpec.SCALING).stream()
            .findFirst()
            .map(scaling -> with(data, DataSpec.SCALING, scaling))
            .orElse(data);
  }

  /** How the pixels of a word's images are scaled, in words; empty when they are as they are. */
  public static Optional<String> scaling(String data) {
    return isTable(data) || settings(data, DataSpec.SCALING).isEmpty()
        ? Optional.empty()
        : Optional.of(EqualContrast.MEANING);
  }

  /** A file may be called as a word with settings looks. */
  private static DataSpec word(String data) {
    return exists(data, false) ? new DataSpec(data, Map.of()) : DataSpec.parse(data);
  }

  /** Images, with the scaling and the classes that a word says. */
  private static Dataset images(DataSpec word, Opening how, Dataset all) {
    if (how.table().isPresent()) {
      throw new ZooException(
          "%s is images %s, but the model was trained on a table; name a .csv file with its columns"
              .formatted(word.base(), all.shape()));
    }
    word.requireKeys(Set.of(DataSpec.ONLY, DataSpec.WITHOUT, DataSpec.SCALING));
    Dataset scaled = scaled(word, all);
    List<String> only = word.values(DataSpec.ONLY);
    List<String> without = word.values(DataSpec.WITHOUT);
    for (List<String> names : List.of(only, without)) {
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

  private static Dataset scaled(DataSpec word, Dataset all) {
    Optional<String> scaling = word.value(DataSpec.SCALING);
    if (scaling.isEmpty()) {
      return all;
    }
    if (!scaling.get().equals(CONTRAST)) {
      throw new ZooException(
          "%s: %s=%s expected of images; came '%s'"
              .formatted(word.base(), DataSpec.SCALING, CONTRAST, scaling.get()));
    }
    return new EqualContrast(
        all, new DataSpec(all.name(), Map.of(DataSpec.SCALING, CONTRAST)).toString());
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
      String name = data.toLowerCase(Locale.ROOT);
      return name.endsWith(".csv") || name.endsWith(".csv.gz");
    }

    @Override
    public Dataset open(DataSpec word, Opening how) {
      if (!exists(word.base(), false)) {
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
