package io.github.aezoo.data.table;

import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Tables in NumPy's files: a matrix in an {@code .npy}, with its classes in {@code y.npy} beside
 * it, or a matrix and a vector of classes in an {@code .npz}.
 */
final class NumpyTable {
  private static final long MAX_BYTES = 1L << 30;
  private static final List<String> MATRICES = List.of("x", "data", "features", "arr_0");
  private static final List<String> LABELS =
      List.of("y", "label", "labels", "target", "targets", "arr_1");
  private static final String LABEL = "label";

  private NumpyTable() {}

  /**
   * Reads a file.
   *
   * @throws ZooException when it has no matrix of numbers
   */
  static CsvTable read(Path file) {
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new ZooException(
            "%s: at most %,d bytes expected; got %,d".formatted(file, MAX_BYTES, size));
      }
      byte[] bytes = Files.readAllBytes(file);
      if (file.toString().toLowerCase(Locale.ROOT).endsWith(".npz")) {
        return archive(file, bytes);
      }
      NumpyArray matrix = NumpyArray.read(bytes, file.toString());
      Path labels = file.resolveSibling("y.npy");
      if (!Files.exists(labels) || Files.isSameFile(file, labels)) {
        return table(file, matrix, Optional.empty(), "");
      }
      NumpyArray y = NumpyArray.read(Files.readAllBytes(labels), labels.toString());
      return table(file, matrix, Optional.of(y), "y.npy beside it");
    } catch (IOException e) {
      throw new ZooException("cannot read %s: %s".formatted(file, SafeFiles.reason(e)), e);
    }
  }

  private static CsvTable archive(Path file, byte[] bytes) throws IOException {
    Map<String, NumpyArray> arrays = new LinkedHashMap<>();
    long read = 0;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName().replaceFirst("\\.npy$", "");
        byte[] array = some(zip, MAX_BYTES - read, file);
        read += array.length;
        arrays.put(name.toLowerCase(Locale.ROOT), NumpyArray.read(array, file + ", array " + name));
      }
    }
    String matrix =
        named(arrays, MATRICES, 2)
            .or(() -> only(arrays, 2))
            .orElseThrow(
                () ->
                    new ZooException(
                        "%s: one array [rows, columns] expected, called X; it has %s"
                            .formatted(file, arrays.keySet())));
    Optional<String> label = named(arrays, LABELS, 0).filter(name -> !name.equals(matrix));
    return table(
        file,
        arrays.get(matrix),
        label.map(arrays::get),
        label.map(name -> "array " + name).orElse(""));
  }

  private static byte[] some(InputStream in, long limit, Path file) throws IOException {
    byte[] bytes = in.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 8));
    if (bytes.length > limit) {
      throw new ZooException(
          "%s: at most %,d bytes of arrays expected; got more".formatted(file, MAX_BYTES));
    }
    return bytes;
  }

  private static Optional<String> named(
      Map<String, NumpyArray> arrays, List<String> names, int rank) {
    return names.stream()
        .filter(arrays::containsKey)
        .filter(name -> rank == 0 || arrays.get(name).shape().length == rank)
        .findFirst();
  }

  private static Optional<String> only(Map<String, NumpyArray> arrays, int rank) {
    List<String> fit =
        arrays.keySet().stream().filter(n -> arrays.get(n).shape().length == rank).toList();
    return fit.size() == 1 ? Optional.of(fit.get(0)) : Optional.empty();
  }

  private static CsvTable table(
      Path file, NumpyArray matrix, Optional<NumpyArray> labels, String from) {
    if (matrix.shape().length != 2) {
      throw new ZooException(
          "%s: a table [rows, columns] expected; got the shape %s"
              .formatted(file, Arrays.toString(matrix.shape())));
    }
    int rows = matrix.shape()[0];
    int columns = matrix.shape()[1];
    if (labels.isPresent() && labels.get().size() != rows) {
      throw new ZooException(
          "%s: %d classes expected in %s, one a row; got %d"
              .formatted(file, rows, from, labels.get().size()));
    }
    List<String> names = new ArrayList<>(CsvTable.numbered(columns));
    labels.ifPresent(y -> names.add(LABEL));
    List<List<String>> cells = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      List<String> row = new ArrayList<>();
      for (int c = 0; c < columns; c++) {
        row.add(matrix.cell(i, c));
      }
      int at = i;
      labels.ifPresent(y -> row.add(y.cell(at)));
      cells.add(PackedCells.of(row));
    }
    CsvTable table =
        CsvTable.ofCells(file.toString(), labels.isPresent() ? names : List.of(), cells);
    return labels.isEmpty()
        ? table
        : table.withNotes(List.of("column 'label' is %s".formatted(from)));
  }
}
