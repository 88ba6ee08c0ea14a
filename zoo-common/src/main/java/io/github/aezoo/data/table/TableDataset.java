package io.github.aezoo.data.table;

import io.github.aezoo.data.Cells;
import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.io.Sha256;
import io.github.aezoo.io.ZooException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rows of a table as images {@code [1, 1, values]}, prepared by what the training rows taught;
 * their classes are the texts of the label column. Held in memory.
 *
 * <p>A split's SHA-256 is that of its prepared values and classes.
 */
public final class TableDataset implements Dataset {
  /** The column that holds classes when nothing else is said. */
  private static final String LABEL = "label";

  private final String name;
  private final String placeName;
  private final TablePreparation preparation;
  private final List<String> classes;
  private final List<String> notes;
  private final Map<Split, float[][]> values = new EnumMap<>(Split.class);
  private final Map<Split, int[]> labels = new EnumMap<>(Split.class);
  private final Map<Split, int[]> lines = new EnumMap<>(Split.class);

  private TableDataset(
      String name,
      CsvTable table,
      Map<Split, List<CsvTable.Row>> rows,
      Optional<String> label,
      DataSpec options,
      Optional<TablePreparation> stored) {
    this.name = name;
    this.placeName = table.inMemory() ? "index" : "line";
    this.preparation =
        stored.orElseGet(() -> PreparedRows.fit(table, rows.get(Split.TRAIN), label, options));
    Optional<Integer> labelAt = label.flatMap(table::find);
    this.classes = labelAt.map(at -> classes(table, at)).orElse(List.of());
    int[] places = PreparedRows.places(preparation, table);
    int[] unknown = new int[places.length];
    rows.forEach(
        (split, own) -> {
          values.put(
              split,
              own.stream()
                  .map(row -> PreparedRows.apply(preparation, table, row, places, unknown))
                  .toArray(float[][]::new));
          lines.put(split, own.stream().mapToInt(CsvTable.Row::line).toArray());
          labels.put(
              split,
              own.stream()
                  .mapToInt(
                      row -> labelAt.map(at -> classes.indexOf(row.cells().get(at))).orElse(-1))
                  .toArray());
        });
    this.notes = notes(unknown);
  }

  /**
   * Opens a table.
   *
   * @param stored how rows are prepared, when a model was trained on such rows
   * @param whole whether all rows are the test split, unless the options say how they are split
   * @throws ZooException when it is no table, naming file, line and column
   */
  public static TableDataset open(
      DataSpec options, Optional<TablePreparation> stored, boolean whole) {
    CsvTable table = CsvTable.read(Path.of(options.base()), options.header());
    return of(options, table, stored, whole);
  }

  /** A table that was read already; see {@link #open}. */
  static TableDataset of(
      DataSpec options, CsvTable table, Optional<TablePreparation> stored, boolean whole) {
    if (options.imageScaling().isPresent()) {
      throw new ZooException(
          "%s: scaling=min-max or scaling=standard expected for a table; got 'contrast'"
              .formatted(options.base()));
    }
    Optional<String> label = label(table, options, stored);
    Map<Split, List<CsvTable.Row>> rows =
        whole && !options.splits()
            ? Map.of(Split.TEST, table.rows())
            : RowSplits.of(table, label, options);
    return new TableDataset(name(options), table, rows, label, options, stored);
  }

  /**
   * Rows that were split elsewhere, as a protocol says.
   *
   * @param rows by split; training rows teach the preparation
   * @param label the column of classes
   */
  public static TableDataset of(
      String name, CsvTable table, Map<Split, List<CsvTable.Row>> rows, String label) {
    DataSpec options = DataSpec.of(name);
    Map<Split, List<CsvTable.Row>> sorted = new EnumMap<>(rows);
    return new TableDataset(name, table, sorted, Optional.of(label), options, Optional.empty());
  }

  private static String name(DataSpec word) {
    String stem =
        Path.of(word.base()).getFileName().toString().replaceFirst("(?i)\\.csv(\\.gz)?$", "");
    return word.withBase(stem).toString();
  }

  private static Optional<String> label(
      CsvTable table, DataSpec options, Optional<TablePreparation> stored) {
    Optional<String> asked = options.label();
    if (asked.isPresent()) {
      if (asked.get().isEmpty()) {
        return Optional.empty();
      }
      if (table.find(asked.get()).isEmpty()) {
        throw PreparedRows.missing(table, "label=" + asked.get(), asked.get());
      }
      return asked;
    }
    return stored
        .map(p -> Optional.ofNullable(p.label()))
        .orElse(Optional.of(LABEL))
        .filter(name -> table.find(name).isPresent());
  }

  /** The texts of the label column, numbers by their size. */
  static List<String> classes(CsvTable table, int at) {
    Set<String> names = new TreeSet<>();
    for (CsvTable.Row row : table.rows()) {
      String name = row.cells().get(at);
      if (Cells.isMissing(name)) {
        throw table.at(row, table.columns().get(at), "a class expected; the cell is empty");
      }
      names.add(name);
      if (names.size() > PreparedRows.MAX_CATEGORIES) {
        throw table.at(
            row,
            table.columns().get(at),
            "at most %d classes expected; is this the label?"
                .formatted(PreparedRows.MAX_CATEGORIES));
      }
    }
    List<String> sorted = new ArrayList<>(names);
    if (sorted.stream().allMatch(Cells::isNumber)) {
      sorted.sort(Comparator.comparingDouble(Double::parseDouble));
    }
    return Collections.unmodifiableList(sorted);
  }

  private List<String> notes(int... unknown) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (int i = 0; i < unknown.length; i++) {
      if (unknown[i] > 0) {
        counts.put(preparation.columns().get(i).name(), unknown[i]);
      }
    }
    return counts.entrySet().stream()
        .map(
            e ->
                "column '%s': %d %s a category that no training row has; it is encoded as zeros"
                    .formatted(
                        e.getKey(), e.getValue(), e.getValue() == 1 ? "cell has" : "cells have"))
        .toList();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Shape shape() {
    return Shape.row(preparation.width());
  }

  @Override
  public Set<Split> splits() {
    return EnumSet.copyOf(values.keySet());
  }

  @Override
  public int size(Split split) {
    float[][] rows = values.get(split);
    return rows == null ? 0 : rows.length;
  }

  @Override
  public void copy(Split split, int index, float[] into, int offset) {
    float[] row = row(split)[index];
    System.arraycopy(row, 0, into, offset, row.length);
  }

  private float[][] row(Split split) {
    float[][] rows = values.get(split);
    if (rows == null) {
      throw new IndexOutOfBoundsException(name + " has no " + split.id() + " split");
    }
    return rows;
  }

  @Override
  public OptionalInt label(Split split, int index) {
    int label = row(split).length == 0 ? -1 : labels.get(split)[index];
    return label < 0 ? OptionalInt.empty() : OptionalInt.of(label);
  }

  @Override
  public String placeName() {
    return placeName;
  }

  /** The line of the file that a row begins at; of rows in memory the index. */
  @Override
  public int place(Split split, int index) {
    row(split);
    return lines.get(split)[index];
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public Optional<TablePreparation> preparation() {
    return Optional.of(preparation);
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public Optional<String> sha256(Split split) {
    MessageDigest digest = Sha256.digest();
    float[][] rows = row(split);
    for (int i = 0; i < rows.length; i++) {
      ByteBuffer bytes = ByteBuffer.allocate(4 * rows[i].length);
      bytes.asFloatBuffer().put(rows[i]);
      digest.update(bytes.array());
      int label = labels.get(split)[i];
      digest.update((label < 0 ? "" : classes.get(label)).getBytes(StandardCharsets.UTF_8));
    }
    return Optional.of(Sha256.hex(digest.digest()));
  }

  @Override
  public String toString() {
    return name + " " + Arrays.toString(shape().toArray());
  }
}
