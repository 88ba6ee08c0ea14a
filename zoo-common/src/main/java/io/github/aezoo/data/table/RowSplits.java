package io.github.aezoo.data.table;

import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.SeedUse;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.ZooException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which rows of a table train, which choose the epoch, and which test. */
final class RowSplits {
  private static final double VALIDATION_SHARE = 0.1;

  private RowSplits() {}

  /**
   * The rows of each split that has some.
   *
   * @param label the column of classes
   * @throws ZooException when no training row is left, or classes are chosen and there are none
   */
  static Map<Split, List<CsvTable.Row>> of(
      CsvTable table, Optional<String> label, DataSpec options) {
    boolean chooses = options.choosesClasses();
    long seed = options.seed().orElse(1);
    if (chooses && label.isEmpty()) {
      throw new ZooException(
          "%s: only= and without= choose rows by their class; name the column of classes with label="
              .formatted(table.file()));
    }
    Optional<Integer> at = label.flatMap(table::find);
    List<List<CsvTable.Row>> apart =
        part(table.rows(), at, options.test().orElse(0), seed, SeedUse.TABLE_TEST);
    List<CsvTable.Row> trained =
        apart.get(0).stream()
            .filter(row -> !chooses || trains(row.cell(at.orElseThrow()), options))
            .toList();
    if (chooses && trained.isEmpty()) {
      throw new ZooException(
          "%s: no training row is left; the classes in column '%s' are %s"
              .formatted(
                  table.file(),
                  label.orElseThrow(),
                  String.join(", ", LabelColumn.classes(table, at.orElseThrow()))));
    }
    List<List<CsvTable.Row>> held =
        part(
            trained,
            Optional.empty(),
            options.validation().orElse(VALIDATION_SHARE),
            seed,
            SeedUse.TABLE_VALIDATION);
    Map<Split, List<CsvTable.Row>> splits = new EnumMap<>(Split.class);
    splits.put(Split.TRAIN, held.get(0));
    splits.put(Split.VALIDATION, held.get(1));
    splits.put(Split.TEST, apart.get(1));
    splits.values().removeIf(List::isEmpty);
    if (!splits.containsKey(Split.TRAIN)) {
      throw new ZooException(
          "%s: rows for training expected; of %d rows, %d are for validation and %d for test: hold out fewer"
              .formatted(
                  table.file(), table.rows().size(), held.get(1).size(), apart.get(1).size()));
    }
    return splits;
  }

  /** Whether rows of a class are trained on; of those without one nobody knows. */
  private static boolean trains(String name, DataSpec options) {
    return !LabelColumn.isUnknown(name) && options.trained().test(name);
  }

  /**
   * Rows in two parts, the rest and those that a seed takes, both in the order of the file; of each
   * class as many as it has of the whole.
   */
  private static List<List<CsvTable.Row>> part(
      List<CsvTable.Row> rows, Optional<Integer> label, double share, long seed, SeedUse which) {
    if (share == 0) {
      return List.of(rows, List.of());
    }
    int wanted = Math.min(rows.size(), count(share, rows.size()));
    Map<String, List<Integer>> byClass = new TreeMap<>();
    for (int i = 0; i < rows.size(); i++) {
      String name = label.isPresent() ? rows.get(i).cell(label.get()) : "";
      byClass.computeIfAbsent(name, key -> new ArrayList<>()).add(i);
    }
    boolean[] taken = new boolean[rows.size()];
    int[] counts = counts(byClass.values().stream().mapToInt(List::size).toArray(), wanted);
    int number = 0;
    for (List<Integer> own : byClass.values()) {
      int count = counts[number];
      int[] order = Seeds.permutation(own.size(), Seeds.derive(seed, which, number++));
      for (int i = 0; i < count; i++) {
        taken[own.get(order[i])] = true;
      }
    }
    Map<Boolean, List<Integer>> parts =
        IntStream.range(0, taken.length).boxed().collect(Collectors.partitioningBy(i -> taken[i]));
    return List.of(
        parts.get(false).stream().map(rows::get).toList(),
        parts.get(true).stream().map(rows::get).toList());
  }

  /**
   * How many of each class make up a part: rounded, and by the largest remainders where rounding
   * does not give as many as are wanted.
   */
  private static int[] counts(int[] sizes, int wanted) {
    long rows = IntStream.of(sizes).sum();
    int[] rounded =
        IntStream.of(sizes).map(n -> (int) Math.round((double) wanted * n / rows)).toArray();
    if (IntStream.of(rounded).sum() == wanted) {
      return rounded;
    }
    int[] counts = IntStream.of(sizes).map(n -> (int) ((long) wanted * n / rows)).toArray();
    int missing = wanted - IntStream.of(counts).sum();
    IntStream.range(0, sizes.length)
        .boxed()
        .sorted(Comparator.comparingLong(i -> -((long) wanted * sizes[i] % rows)))
        .limit(missing)
        .forEach(i -> counts[i]++);
    return counts;
  }

  /** How many of some rows a part is: a count, or a share, of which one is taken and one left. */
  private static int count(double part, int rows) {
    return part >= 1
        ? (int) part
        : Math.max(0, Math.min(rows - 1, Math.max(1, (int) Math.round(part * rows))));
  }
}
