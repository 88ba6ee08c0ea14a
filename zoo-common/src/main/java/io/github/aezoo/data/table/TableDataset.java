package io.github.aezoo.data.table;

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
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The rows of a table as images {@code [1, 1, values]}, prepared by what the training rows taught;
 * their classes are the texts of the label column. Held in memory.
 *
 * <p>A split's SHA-256 is that of its prepared values and classes.
 */
public final class TableDataset implements Dataset {
  private final String name;
  private final String placeName;
  private final TablePreparation preparation;
  private final List<String> classes;
  private final List<String> notes;
  private final List<String> description;
  private final Map<Split, float[][]> values = new EnumMap<>(Split.class);
  private final Map<Split, int[]> labels = new EnumMap<>(Split.class);
  private final Map<Split, int[]> lines = new EnumMap<>(Split.class);

  private TableDataset(
      String name,
      CsvTable table,
      Map<Split, List<CsvTable.Row>> rows,
      LabelColumn label,
      DataSpec options,
      Optional<TablePreparation> stored,
      boolean whole) {
    this.name = name;
    this.placeName = table.inMemory() ? "index" : "line";
    List<String> told = new ArrayList<>(table.notes());
    told.addAll(label.notes());
    if (stored.isPresent()) {
      this.preparation = stored.get();
    } else {
      PreparedRows.Learned learned =
          PreparedRows.fit(table, rows.get(Split.TRAIN), label.name(), options);
      this.preparation = learned.preparation();
      told.addAll(learned.notes());
    }
    Optional<Integer> labelAt = label.name().flatMap(table::find);
    this.classes = labelAt.map(at -> LabelColumn.classes(table, at)).orElse(List.of());
    int[] places = PreparedRows.places(preparation, table, label.name());
    int[] unknown = new int[places.length];
    List<String> unreadable = new ArrayList<>();
    // Rows to be scored are all there; of those to be learned from, some may be left out.
    rows.forEach(
        (split, own) -> fill(split, own, table, places, labelAt, whole, unknown, unreadable));
    if (!whole && unreadable.size() > ColumnFit.MOST_UNREADABLE * table.rows().size()) {
      throw new ZooException(
          "%s, %s (%,d of %,d rows cannot be read)"
              .formatted(table.file(), unreadable.get(0), unreadable.size(), table.rows().size()));
    }
    told.addAll(notes(whole, unreadable, unknown));
    unlabelled(labelAt.isPresent()).ifPresent(told::add);
    this.notes = List.copyOf(told);
    this.description =
        stored.isPresent() && whole
            ? notes
            : TableDescription.of(table, label.name(), options, preparation, notes);
  }

  private void fill(
      Split split,
      List<CsvTable.Row> own,
      CsvTable table,
      int[] places,
      Optional<Integer> labelAt,
      boolean whole,
      int[] unknown,
      List<String> unreadable) {
    Map<String, Integer> numbers = new HashMap<>();
    classes.forEach(c -> numbers.put(c, numbers.size()));
    List<float[]> prepared = new ArrayList<>(own.size());
    int[] at = new int[own.size()];
    int[] label = new int[own.size()];
    List<String> wrong = new ArrayList<>();
    for (CsvTable.Row row : own) {
      float[] row32 = PreparedRows.apply(preparation, table, row, places, unknown, wrong);
      boolean reads = wrong.isEmpty();
      if (!reads) {
        unreadable.add(wrong.get(0));
        wrong.clear();
      }
      if (reads || whole) {
        at[prepared.size()] = row.line();
        label[prepared.size()] = labelAt.map(c -> numbers.getOrDefault(row.cell(c), -1)).orElse(-1);
        prepared.add(row32);
      }
    }
    int n = prepared.size();
    values.put(split, prepared.toArray(float[][]::new));
    lines.put(split, Arrays.copyOf(at, n));
    labels.put(split, Arrays.copyOf(label, n));
  }

  /**
   * Opens a table.
   *
   * @param stored how rows are prepared, when a model was trained on such rows
   * @param whole whether all rows are the test split, unless the options say how they are split
   * @param unreadable whether rows with cells that cannot be read are kept, with NaN in their place
   * @throws ZooException when it is no table, naming file, line and column
   */
  public static TableDataset open(
      DataSpec options, Optional<TablePreparation> stored, boolean whole, boolean unreadable) {
    return of(options, CsvTable.read(options), stored, whole, unreadable);
  }

  /** A table that was read already; see {@link #open}. */
  static TableDataset of(
      DataSpec options,
      CsvTable table,
      Optional<TablePreparation> stored,
      boolean whole,
      boolean unreadable) {
    if (options.imageScaling().isPresent()) {
      throw new ZooException(
          "%s: scaling=min-max or scaling=standard expected for a table; got 'contrast'"
              .formatted(options.base()));
    }
    boolean scored = stored.isPresent() && unreadable;
    if (!scored || uneven(table)) {
      table.even();
    }
    LabelColumn label = LabelColumn.of(table, options, stored);
    Map<Split, List<CsvTable.Row>> rows =
        whole && !options.splits()
            ? Map.of(Split.TEST, table.rows())
            : RowSplits.of(table, label.name(), options);
    return new TableDataset(name(options), table, rows, label, options, stored, scored);
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
    return new TableDataset(
        name,
        table,
        sorted,
        new LabelColumn(Optional.of(label), List.of()),
        options,
        Optional.empty(),
        false);
  }

  /** Whether most rows have another number of cells: then the separator is another one. */
  private static boolean uneven(CsvTable table) {
    int width = table.columns().size();
    long even = table.rows().stream().filter(row -> row.cells().size() == width).count();
    return 2 * even < table.rows().size();
  }

  private static String name(DataSpec word) {
    return word.withBase(DataSpec.stem(Path.of(word.base()).getFileName().toString())).toString();
  }

  private List<String> notes(boolean whole, List<String> unreadable, int... unknown) {
    List<String> told = new ArrayList<>();
    if (!unreadable.isEmpty()) {
      int shown = 3;
      int n = unreadable.size();
      told.add(
          "%,d %s cannot be read and %s: %s%s"
              .formatted(
                  n,
                  n == 1 ? "row" : "rows",
                  whole
                      ? (n == 1 ? "gets the highest score" : "get the highest score")
                      : (n == 1 ? "is left out" : "are left out"),
                  String.join("; ", unreadable.subList(0, Math.min(shown, n))),
                  n > shown ? "; ..." : ""));
    }
    for (int i = 0; i < unknown.length; i++) {
      if (unknown[i] > 0) {
        told.add(
            "column '%s': %d %s a category that no training row has; it is encoded as zeros"
                .formatted(
                    preparation.columns().get(i).name(),
                    unknown[i],
                    unknown[i] == 1 ? "cell has" : "cells have"));
      }
    }
    return told;
  }

  private Optional<String> unlabelled(boolean labelled) {
    long n =
        labels.values().stream().flatMapToInt(Arrays::stream).filter(label -> label < 0).count();
    return labelled && n > 0
        ? Optional.of(
            "%,d %s no class and %s not count in the test"
                .formatted(n, n == 1 ? "row has" : "rows have", n == 1 ? "does" : "do"))
        : Optional.empty();
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
  public List<String> description() {
    return description;
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
