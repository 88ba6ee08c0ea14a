package io.github.aezoo.zoo;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.image.ImageFolderDataset;
import io.github.aezoo.data.source.Datasets;
import io.github.aezoo.data.source.KnownDatasets;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Opens data in the form that a model expects: image shape, scaling and preparation of rows are
 * those of its training.
 */
public final class ModelData {
  private final List<Path> roots;
  private final boolean strict;

  /**
   * With folders of known data sets.
   *
   * @param roots where known data sets are looked for, in this order
   */
  public ModelData(List<Path> roots) {
    this(roots, false);
  }

  /**
   * With folders of known data sets.
   *
   * @param strict whether the first image file that cannot be read is an error; otherwise it is
   *     left out
   */
  public ModelData(List<Path> roots, boolean strict) {
    this.roots = List.copyOf(roots);
    this.strict = strict;
  }

  /**
   * Data by its name in the recipe of a model, as that was trained on it; empty when it is not on
   * this machine, an error when damaged.
   */
  public Optional<Dataset> found(DataSpec data, ModelCard.Input input) {
    KnownDatasets known = KnownDatasets.shipped();
    String name = data.base();
    boolean there =
        known.names().contains(name)
            ? known.find(name, roots).isPresent()
            : Datasets.names().contains(name)
                || SafeFiles.path(name).filter(Files::exists).isPresent()
                || SafeFiles.path(data.toString()).filter(Files::exists).isPresent();
    return there ? Optional.of(Datasets.open(data, opening(input, false))) : Optional.empty();
  }

  private Datasets.Opening opening(ModelCard.Input input, boolean whole) {
    return opening(input, whole, false);
  }

  private Datasets.Opening opening(ModelCard.Input input, boolean whole, boolean unreadable) {
    return new Datasets.Opening(
        ImageFolderDataset.Options.standard().withShape(input.imageShape()).withStrict(strict),
        Optional.ofNullable(input.table()),
        whole,
        unreadable,
        roots);
  }

  /** A word with the scaling of the images that a model learned from, unless it says its own. */
  public static DataSpec scaledFor(Checkpoint model, DataSpec word) {
    return word.scaledAs(model.card().recipe().data());
  }

  /**
   * Data that a model goes on to learn: rows with the columns of its own are prepared as those
   * were.
   */
  public Dataset toLearn(Checkpoint model, DataSpec word) {
    ModelCard.Input input = model.card().input();
    if (!word.isTable()) {
      return Datasets.open(
          word,
          new Datasets.Opening(opening(input, false).folders(), Optional.empty(), false, roots));
    }
    Dataset fresh = Datasets.open(word, Datasets.Opening.toLearn(roots, strict));
    boolean same =
        input.table() != null
            && fresh.preparation().filter(p -> p.sameColumns(input.table())).isPresent();
    return same ? Datasets.open(word, opening(input, false)) : fresh;
  }

  /**
   * Data for several models, which must all take it in the same way.
   *
   * @throws ZooException as {@link #open(Checkpoint, DataSpec)}, and when models prepare rows of a
   *     table or scale images in different ways: one's numbers would not be the other's
   */
  public Dataset open(List<Checkpoint> models, DataSpec word) {
    Dataset data = open(models.get(0), word);
    for (Checkpoint model : models.subList(1, models.size())) {
      // Images are read once: how they are prepared is their shape and their scaling.
      Dataset same =
          word.isTable() || !shapeOf(model).equals(data.shape()) ? open(model, word) : data;
      if (!same.preparation().equals(data.preparation())
          || !same.shape().equals(data.shape())
          || !scaledFor(model, word).equals(scaledFor(models.get(0), word))) {
        throw new ZooException(
            "%s prepares its inputs differently from %s: use them one at a time"
                .formatted(model.card().id(), models.get(0).card().id()));
      }
    }
    return data;
  }

  private static Shape shapeOf(Checkpoint model) {
    return model.card().input().imageShape();
  }

  /**
   * Data for a model; other data than folders, images to be scaled and tables must have its shape.
   *
   * @throws ZooException that names both shapes when they differ
   */
  public Dataset open(Checkpoint model, DataSpec word) {
    return open(model, word, false);
  }

  /**
   * Data to be scored: rows of a table with cells that cannot be read are kept, with NaN in their
   * place, and get the highest score.
   *
   * @throws ZooException as {@link #open(Checkpoint, DataSpec)}
   */
  public Dataset toScore(Checkpoint model, DataSpec word) {
    return open(model, word, true);
  }

  private Dataset open(Checkpoint model, DataSpec word, boolean unreadable) {
    ModelCard.Input input = model.card().input();
    Shape shape = input.imageShape();
    if (input.table() == null && word.isTable()) {
      throw new ZooException(
          "%s is a table, but %s was trained on images %s; name a data set, a folder of images or an IDX file"
              .formatted(word.base(), model.card().id(), shape));
    }
    Dataset data = Datasets.open(scaledFor(model, word), opening(input, true, unreadable));
    if (!data.shape().equals(shape)) {
      throw new ZooException(
          "%s takes %s; %s is %s: choose a model of that shape, or train one on it"
              .formatted(model.card().id(), shape, word, data.shape()));
    }
    return data;
  }
}
