package io.github.aezoo.zoo;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.eval.Examples;
import io.github.aezoo.eval.codes.Latents;
import io.github.aezoo.eval.codes.Walk;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Decoded walks from one code to another.
 *
 * @param walks one array a walk: {@code [steps, C, H, W]}
 * @param shape of one sample
 */
public record Walks(List<INDArray> walks, Shape shape) {
  /** Keeps a copy of the list. */
  public Walks {
    walks = List.copyOf(walks);
  }

  /** Between the codes of samples of different classes, as many pairs as there are samples for. */
  static Walks between(
      Checkpoint checkpoint, Dataset data, int walks, int steps, Walk path, ZooOptions options) {
    require(walks, steps);
    Split split = options.splitOf(data);
    int[] indices = Examples.spread(data, split, 2 * walks);
    if (indices.length < 2) {
      throw new ZooException(
          "an interpolation needs 2 samples; the %s split of %s has %d: use other data"
              .formatted(split.id(), data.name(), indices.length));
    }
    try (Autoencoder model = checkpoint.load()) {
      INDArray ends = model.encode(Batches.gather(data, split, indices, 0, indices.length / 2 * 2));
      return of(model, ends, steps, path);
    }
  }

  /** Between draws from N(0, I). */
  static Walks between(Checkpoint checkpoint, int walks, int steps, Walk path, ZooOptions options) {
    require(walks, steps);
    NewSamples.requireGenerates(checkpoint);
    try (Autoencoder model = checkpoint.load()) {
      int codes = model.architecture().latentSize();
      return of(model, Latents.prior(2 * walks, codes, options.seedOf(checkpoint)), steps, path);
    }
  }

  private static void require(int walks, int steps) {
    if (walks < 1) {
      throw new SettingException("walks", "1 or more walks expected; got " + walks);
    }
    if (steps < 2) {
      throw new SettingException(
          "steps", "2 or more samples of a walk, with both ends, expected; got " + steps);
    }
  }

  private static Walks of(Autoencoder model, INDArray ends, int steps, Walk path) {
    return new Walks(path.decoded(model, ends, steps), model.architecture().input());
  }

  /**
   * Writes one picture: each row is a walk.
   *
   * @param file ends in .png
   * @throws ZooException for rows of a table, or when the file cannot be written
   */
  public void write(Path file) {
    if (shape.isRow()) {
      throw new ZooException("a picture needs images; these are rows: read walks() instead");
    }
    PictureGrid.save(
        file,
        walks.stream()
            .flatMap(walk -> PictureGrid.rows(walk, (int) walk.size(0)).stream())
            .toList(),
        shape);
  }
}
