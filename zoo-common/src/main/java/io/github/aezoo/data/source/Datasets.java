package io.github.aezoo.data.source;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.MemoryDataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.data.image.ImageFolderDataset;
import io.github.aezoo.data.table.CsvTable;
import io.github.aezoo.data.table.TableSource;
import io.github.aezoo.io.ZooException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.datavec.api.records.reader.RecordReader;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Opens data: a known data set, a folder of images, an IDX file or a table; see {@link DataSpec}.
 */
public final class Datasets {
  private Datasets() {}

  /** The names that a DATA word may be besides paths. */
  public static List<String> names() {
    return Sources.all().stream().flatMap(source -> source.names().stream()).toList();
  }

  /**
   * Opens data.
   *
   * @param data a known name, or the path of a folder of images, an IDX file or a table
   * @param wanted the shape that images of a folder are brought to; empty for one that fits them,
   *     see {@link ImageFolderDataset.Options}. Other data keeps its own shape
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

  /**
   * Opens a known data set.
   *
   * @param name one of {@link KnownDatasets#names}
   * @param roots folders, {@code <root>/<name>} of which has its files; looked in in this order
   * @throws ZooException naming the nearest known name, or the files that no folder has
   */
  public static Dataset known(String name, Path... roots) {
    return KnownDatasets.shipped().open(name, List.of(roots));
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
   * @param unreadable whether rows of a table with cells that cannot be read are kept, with NaN in
   *     their place, to be scored; otherwise they are left out
   * @param roots where known data sets are looked for, in this order
   */
  public record Opening(
      ImageFolderDataset.Options folders,
      Optional<TablePreparation> table,
      boolean whole,
      boolean unreadable,
      List<Path> roots) {
    /** Without rows that cannot be read. */
    public Opening(
        ImageFolderDataset.Options folders,
        Optional<TablePreparation> table,
        boolean whole,
        List<Path> roots) {
      this(folders, table, whole, false, roots);
    }

    /**
     * Data to learn from, in a shape that fits it.
     *
     * @param strict whether the first image file that cannot be read is an error
     */
    public static Opening toLearn(List<Path> roots, boolean strict) {
      return new Opening(
          ImageFolderDataset.Options.standard().withStrict(strict), Optional.empty(), false, roots);
    }

    /** The same with a shape that images of a folder are brought to. */
    public Opening withShape(Shape wanted) {
      return new Opening(folders.withShape(wanted), table, whole, unreadable, roots);
    }
  }

  /**
   * Opens data.
   *
   * @throws ZooException when there is no such data, naming the nearest known name; or when a model
   *     that was trained on a table is given images
   */
  public static Dataset open(DataSpec data, Opening how) {
    // What was stored as one word may be the name of a file, and the other way round.
    DataSpec word =
        data.order().isEmpty() || Sources.exists(data.toString(), false)
            ? spec(data.toString())
            : data;
    Source source =
        Sources.all().stream()
            .filter(s -> s.claims(word.base()))
            .findFirst()
            .orElseThrow(
                () -> word.isPlaceholder() ? new DataNotNamed(word) : Sources.unknown(word.base()));
    return source.open(word, how);
  }

  /**
   * A folder of images, all brought to one shape; see {@link ImageFolderDataset.Options}.
   *
   * @throws ZooException when it is no folder of images; see {@link ImageFolderDataset#open}
   */
  public static Dataset images(Path folder) {
    return images(folder, ImageFolderDataset.Options.standard());
  }

  /** A folder of images, brought to a shape; see {@link #images(Path)}. */
  public static Dataset images(Path folder, Shape shape) {
    return images(folder, ImageFolderDataset.Options.standard().withShape(shape));
  }

  /** A folder of images; see {@link #images(Path)}. */
  public static Dataset images(Path folder, ImageFolderDataset.Options options) {
    return ImageFolderDataset.open(folder, options);
  }

  /** The rows of a CSV file, to be opened as the methods of the source say. */
  public static TableSource table(Path file) {
    return TableSource.of(file);
  }

  /**
   * Rows in memory, {@code [N, columns]}: one in ten is a validation row, the others are training
   * rows, which teach how rows are scaled. NaN is a missing value.
   *
   * @throws ZooException when there is no row, or one has another number of values, naming it
   */
  public static Dataset of(float[][] rows) {
    return rows("rows", List.of(), rows).open();
  }

  /**
   * Rows in memory, to be opened as the methods of the source say.
   *
   * @param name what they are called
   * @param columns the columns' names; {@code c1, c2, ...} when empty
   * @throws ZooException as {@link #of(float[][])}
   */
  public static TableSource rows(String name, List<String> columns, float[][] rows) {
    return TableSource.of(CsvTable.of(name, columns, rows));
  }

  /**
   * All records that a reader of DataVec still has, as rows, to be opened as the methods of the
   * source say: a value a column, of numbers or of texts.
   *
   * @param columns the columns' names; {@code c1, c2, ...} when empty
   * @throws ZooException when there is no record, or one has another number of values, naming it
   */
  public static TableSource rows(String name, List<String> columns, RecordReader reader) {
    return TableSource.of(ForeignData.rows(name, columns, reader));
  }

  /**
   * All records that a reader still has, as rows; see {@link #rows(String, List, RecordReader)}.
   */
  public static Dataset of(String name, RecordReader reader) {
    return rows(name, List.of(), reader).open();
  }

  /**
   * All records that a reader still has, as training images {@code [C, H, W]} with pixels in [0,
   * 1].
   *
   * @param classes the class names by label; empty when there are no labels
   * @param labelColumn the record's label, a number from 0; negative when there is none
   * @throws ZooException naming the record that is no such image
   */
  public static Dataset of(
      String name, RecordReader reader, Shape shape, List<String> classes, int labelColumn) {
    return new MemoryDataset.Builder(name, shape, classes)
        .records(Split.TRAIN, reader, labelColumn)
        .build();
  }

  /**
   * All batches that an iterator of DL4J still has, for training: features {@code [N, C, H, W]} are
   * images with pixels in [0, 1], and features {@code [N, columns]} are rows, as {@link
   * #of(float[][])} has them.
   *
   * @param classes the class names of one-hot labels {@code [N, classes]}; empty when labels are
   *     left out
   * @throws ZooException when there is no batch, or one has another shape or other values
   */
  public static Dataset of(String name, DataSetIterator iterator, List<String> classes) {
    return ForeignData.of(name, iterator, classes);
  }

  /**
   * Training images in memory, {@code [N, C * H * W]}, with pixels in [0, 1].
   *
   * @throws ZooException naming the image that has another size or other values
   */
  public static Dataset of(String name, float[][] images, Shape shape) {
    return new MemoryDataset.Builder(name, shape, List.of()).images(Split.TRAIN, images).build();
  }

  /**
   * Which data a word names.
   *
   * @throws ZooException when the word has settings that are not known, or values that are not
   *     allowed
   */
  public static DataSpec spec(String word) {
    // A file may be called as a word with settings looks.
    return Sources.exists(word, false) ? DataSpec.of(word) : DataSpec.parse(word);
  }
}
