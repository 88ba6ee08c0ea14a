package io.github.aezoo.data.source;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.data.image.FolderScan;
import io.github.aezoo.data.image.IdxDataset;
import io.github.aezoo.data.image.ImageFolderDataset;
import io.github.aezoo.data.table.TableDataset;
import io.github.aezoo.io.Nearest;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a DATA word may stand for. */
final class Sources {
  private Sources() {}

  /**
   * The kinds of data, the first that claims a word opens it: the one place to register another.
   */
  static List<Source> all() {
    return List.of(
        new Known(KnownDatasets.shipped()),
        new Synthetic(),
        new Table(),
        new Folder(),
        new IdxImages());
  }

  /** Images, with the scaling and the classes that a word says. */
  private static Dataset images(DataSpec word, Datasets.Opening how, Dataset all) {
    if (how.table().isPresent()) {
      throw new ZooException(
          "%s holds images %s, but the model was trained on a table; name a .csv file with its columns"
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
                          ? "its images have no classes"
                          : "its classes are " + String.join(", ", all.classes())));
        }
      }
    }
    return word.choosesClasses() ? scaled.withClasses(word.toString(), word.trained()) : scaled;
  }

  static ZooException unknown(String data) {
    boolean path = data.contains("/") || data.contains("\\") || data.startsWith(".");
    if (path) {
      return new ZooException(
          "no such file or folder: %s; expected a folder of images, an IDX file, a table (.csv) or one of %s"
              .formatted(data, String.join(", ", Datasets.names())));
    }
    return new ZooException(
        "unknown data set %s, and no file or folder has this name; known data sets are %s%s"
            .formatted(
                data, String.join(", ", Datasets.names()), Nearest.hint(data, Datasets.names())));
  }

  static boolean exists(String data, boolean folder) {
    return !data.isEmpty()
        && SafeFiles.path(data)
            .filter(path -> folder ? Files.isDirectory(path) : Files.exists(path))
            .isPresent();
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
    public Dataset open(DataSpec word, Datasets.Opening how) {
      word.requireOfOneSize();
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
    public Dataset open(DataSpec word, Datasets.Opening how) {
      word.requireOfOneSize();
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
    public Dataset open(DataSpec word, Datasets.Opening how) {
      if (!exists(word.base(), false)) {
        if (word.isPlaceholder()) {
          throw new DataNotNamed(word);
        }
        throw new ZooException("no such file: %s; expected a table".formatted(word.base()));
      }
      return TableDataset.open(word, how.table(), how.whole(), how.unreadable());
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
    public Dataset open(DataSpec word, Datasets.Opening how) {
      ImageFolderDataset.Options options = how.folders();
      if (word.size().isPresent()) {
        options = options.withSize(word.size().get());
      }
      if (word.fit().isPresent()) {
        options = options.withFit(word.fit().get());
      }
      return images(word, how, ImageFolderDataset.open(Path.of(word.base()), options));
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
    public Dataset open(DataSpec word, Datasets.Opening how) {
      Path file = Path.of(word.base());
      if (FolderScan.isImage(file)) {
        throw new ZooException(
            "%s is one image, but a folder of images is expected; name the folder it is in"
                .formatted(word.base()));
      }
      word.requireOfOneSize();
      return images(word, how, IdxDataset.ofFile(file));
    }
  }
}
