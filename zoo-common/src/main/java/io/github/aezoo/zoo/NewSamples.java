package io.github.aezoo.zoo;

import io.github.aezoo.data.Cells;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.TableColumn;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.eval.codes.Latents;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Samples that a variational model generated.
 *
 * @param samples {@code [N, C, H, W]}
 * @param shape of one
 * @param table how values become the cells of a row; empty for images
 */
public record NewSamples(INDArray samples, Shape shape, Optional<TablePreparation> table) {
  /** Codes drawn from N(0, I) and decoded. */
  static NewSamples drawn(Checkpoint checkpoint, int count, long seed) {
    if (count < 1) {
      throw new SettingException("count", "1 or more samples expected; got " + count);
    }
    Architecture architecture = checkpoint.card().rebuild();
    requireGenerates(checkpoint);
    return decoded(checkpoint, Latents.prior(count, architecture.latentSize(), seed));
  }

  /** Codes on a grid of {@code side * side} cells, each as likely as any other under N(0, I). */
  static NewSamples plane(Checkpoint checkpoint, int side) {
    if (side < 1) {
      throw new SettingException("count", "a grid of side 1 or more expected; got " + side);
    }
    requireGenerates(checkpoint);
    int codes = checkpoint.card().latentSize();
    if (codes != 2) {
      throw new SettingException(
          "manifold",
          "the plane of codes takes a model with 2 codes; %s has %d"
              .formatted(checkpoint.card().id(), codes));
    }
    return decoded(checkpoint, Latents.grid(side));
  }

  private static NewSamples decoded(Checkpoint checkpoint, INDArray codes) {
    ModelCard.Input input = checkpoint.card().input();
    try (Autoencoder model = checkpoint.load()) {
      return new NewSamples(
          model.decode(codes), input.imageShape(), Optional.ofNullable(input.table()));
    }
  }

  /** Codes of other models follow no known distribution, so a draw would decode to anything. */
  static void requireGenerates(Checkpoint checkpoint) {
    if (!checkpoint.card().rebuild().generates()) {
      throw new ZooException(
          "%s cannot generate: its codes follow no known distribution; choose a variational model"
              .formatted(checkpoint.card().id()));
    }
  }

  /**
   * Writes images as one picture of a square, or rows as a CSV file in their own units.
   *
   * @throws ZooException when the file cannot be written
   */
  public void write(Path file) {
    if (table.isPresent()) {
      SafeFiles.write(file, stream -> rows(stream, table.get()));
    } else {
      int side = (int) Math.ceil(Math.sqrt((double) samples.size(0)));
      PictureGrid.save(file, PictureGrid.rows(samples, side), shape);
    }
  }

  private void rows(OutputStream stream, TablePreparation preparation) throws IOException {
    stream.write(Cells.line(preparation.columns().stream().map(TableColumn::name).toList()));
    float[] values = samples.dup('c').data().asFloat();
    int width = preparation.width();
    for (int from = 0; from < values.length; from += width) {
      float[] row = Arrays.copyOfRange(values, from, from + width);
      stream.write(Cells.line(preparation.cells(row, TableColumn.DIGITS)));
    }
  }
}
