package io.github.aezoo.cli;

import io.github.aezoo.data.ImageShape;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.eval.Images;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Option;

/** The options of commands that draw one picture. */
final class PictureOutput {
  private static final int TARGET_SIDE = 84;

  @Option(names = "--out", required = true, paramLabel = "FILE.png", description = "The picture.")
  private Path out;

  @Option(names = "--overwrite", description = "Replaces a file that is there.")
  private boolean overwrite;

  /** Refuses other endings and files that are there, before anything is computed. */
  void requireFree(Command command) {
    requireFree(command, "--out", out, overwrite);
  }

  /** The same for a picture that an option of another name may ask for. */
  static void requireFree(Command command, String option, Path file, boolean overwrite) {
    if (!isPicture(file.toString())) {
      throw command.wrongUsage(option + ": a name ending in .png expected; came " + file);
    }
    Outputs.requireFree(file, overwrite);
  }

  /** Refuses rows of a table, which no picture shows. */
  static void requireImages(Command command, String option, Optional<TablePreparation> table) {
    if (table.isPresent()) {
      throw command.wrongUsage(
          option
              + ": a picture shows images, but this model is of rows of a table; 'zoo report' has tables of them, 'zoo reconstruct' and 'zoo generate' write them as .csv");
    }
  }

  Path path() {
    return out;
  }

  /** Saves rows of images; small ones are enlarged by a whole factor. */
  void save(List<Images.Row> rows, ImageShape shape) {
    save(out, rows, shape);
  }

  /** Whether a name is one that a picture may have. */
  static boolean isPicture(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".png");
  }

  /** Saves rows of images into a file; small ones are enlarged by a whole factor. */
  static void save(Path file, List<Images.Row> rows, ImageShape shape) {
    Images.save(file, Images.grid(rows, shape, Math.max(1, TARGET_SIDE / shape.height())));
  }

  /** Images {@code [N, C, H, W]} as rows of at most so many. */
  static List<Images.Row> rows(INDArray images, int columns) {
    int n = (int) images.size(0);
    float[] pixels = images.dup('c').data().asFloat();
    int size = pixels.length / n;
    List<Images.Row> rows = new ArrayList<>();
    for (int from = 0; from < n; from += columns) {
      List<float[]> row = new ArrayList<>();
      for (int i = from; i < Math.min(n, from + columns); i++) {
        row.add(Arrays.copyOfRange(pixels, i * size, (i + 1) * size));
      }
      rows.add(new Images.Row("", row));
    }
    return rows;
  }
}
