package io.github.aezoo.cli;

import io.github.aezoo.data.Cells;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.TableColumn;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.report.ShownSamples;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the reconstructed rows of a table with the same columns: scaling undone, categories as
 * text, the label unchanged. Columns that the model ignores are left out.
 */
record ReconstructedRows(Dataset data, Split split, String corruption, long seed) {
  private static final int BATCH = 512;

  /** Writes some rows, a batch at a time. */
  void write(Path file, Autoencoder model, int[] indices, Progress progress) {
    SafeFiles.write(file, stream -> write(stream, model, indices, progress));
  }

  private void write(OutputStream stream, Autoencoder model, int[] indices, Progress progress)
      throws IOException {
    TablePreparation table = data.preparation().orElseThrow();
    boolean labelled = !data.classes().isEmpty() && table.label() != null;
    List<String> head = new ArrayList<>(head(table));
    if (labelled) {
      head.add(table.label());
    }
    stream.write(line(head));
    for (int from = 0; from < indices.length; from += BATCH) {
      int to = Math.min(from + BATCH, indices.length);
      int[] some = Arrays.copyOfRange(indices, from, to);
      ShownSamples samples = ShownSamples.of(model, data, split, some, corruption, seed);
      for (int i = 0; i < some.length; i++) {
        List<String> cells =
            new ArrayList<>(table.cells(samples.reconstructed().get(i), TableColumn.DIGITS));
        if (labelled) {
          cells.add(data.className(split, some[i]).orElse(""));
        }
        stream.write(line(cells));
      }
      progress.at(to);
    }
  }

  /** The names of a table's columns, without its label. */
  static List<String> head(TablePreparation table) {
    return table.columns().stream().map(TableColumn::name).toList();
  }

  /** Cells as a line of a file. */
  static byte[] line(List<String> cells) {
    return (cells.stream().map(Cells::quoted).collect(Collectors.joining(",")) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
