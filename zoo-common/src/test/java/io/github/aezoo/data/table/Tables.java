package io.github.aezoo.data.table;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.data.image.ImageFolderDataset;
import io.github.aezoo.data.source.Datasets;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small files of tables, written by a test. */
final class Tables {
  private final Path folder;

  Tables(Path folder) {
    this.folder = folder;
  }

  Path write(String name, String text) throws IOException {
    return write(name, text, StandardCharsets.UTF_8);
  }

  Path write(String name, String text, Charset encoding) throws IOException {
    return Files.write(folder.resolve(name), text.getBytes(encoding));
  }

  /** A header, and a line for each of some numbers. */
  Path rows(String header, int count, IntFunction<String> row) throws IOException {
    String body = IntStream.range(0, count).mapToObj(row).collect(Collectors.joining("\n"));
    return write("rows.csv", (header.isEmpty() ? "" : header + "\n") + body + "\n");
  }

  /** All rows as training rows. */
  static Dataset open(Path file, String... settings) {
    String more = settings.length == 0 ? "" : "," + String.join(",", settings);
    return Datasets.open(file + ":validation=0" + more, Optional.empty(), List.of());
  }

  /** Rows to be scored, prepared as others were. */
  static Dataset scored(Path file, TablePreparation preparation) {
    return Datasets.open(
        DataSpec.of(file.toString()),
        new Datasets.Opening(
            ImageFolderDataset.Options.standard(),
            Optional.of(preparation),
            true,
            true,
            List.of()));
  }

  static List<List<String>> cells(Dataset data) {
    TablePreparation preparation = data.preparation().orElseThrow();
    return IntStream.range(0, data.size(Split.TRAIN))
        .mapToObj(i -> preparation.cells(data.image(Split.TRAIN, i), 6))
        .toList();
  }
}
