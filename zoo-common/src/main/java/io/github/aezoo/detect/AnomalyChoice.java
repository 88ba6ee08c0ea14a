package io.github.aezoo.detect;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.io.SettingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The classes of a table that are anomalies.
 *
 * @param classes as the data has them
 * @param notes what was assumed, with the rows of each class
 */
record AnomalyChoice(List<String> classes, List<String> notes) {
  private static final int SHOWN = 12;

  AnomalyChoice {
    classes = List.copyOf(classes);
    notes = List.copyOf(notes);
  }

  /**
   * Classes that were named, with what that means.
   *
   * @param data all rows
   */
  static AnomalyChoice named(Dataset data, List<String> anomalies) {
    return new AnomalyChoice(anomalies, List.of(told(counts(data), anomalies)));
  }

  /**
   * Finds the classes by their names.
   *
   * @param data all rows
   * @throws SettingException when the names do not tell, or no row or most rows would be anomalies
   */
  static AnomalyChoice found(Dataset data) {
    Map<String, Long> counts = counts(data);
    Optional<String> label = data.preparation().map(TablePreparation::label);
    Optional<List<String>> found = AnomalyClasses.of(data.classes(), label);
    String column = label.map("column '%s'"::formatted).orElse("the label");
    if (found.isEmpty()) {
      throw new SettingException(
          "anomalies",
          "%s: %s has the classes %s: name those that are anomalies, or the only normal ones"
              .formatted(data.name(), column, list(counts, data.classes())));
    }
    long anomalies = found.get().stream().mapToLong(c -> counts.getOrDefault(c, 0L)).sum();
    long all = counts.values().stream().mapToLong(n -> n).sum();
    if (anomalies == 0) {
      throw new SettingException(
          "normal",
          "%s: no row is an anomaly: %s has %s; if all rows are normal, name the normal class, or leave the label out"
              .formatted(data.name(), column, list(counts, data.classes())));
    }
    if (2 * anomalies > all) {
      throw new SettingException(
          "anomalies",
          "%s: %,d of %,d rows would be anomalies, at most half expected: %s has %s; name the classes that are anomalies, or the only normal ones"
              .formatted(data.name(), anomalies, all, column, list(counts, data.classes())));
    }
    return named(data, found.get());
  }

  private static String told(Map<String, Long> counts, List<String> anomalies) {
    List<String> normal = counts.keySet().stream().filter(c -> !anomalies.contains(c)).toList();
    return "anomalies: %s; normal: %s"
        .formatted(list(counts, anomalies), normal.isEmpty() ? "none" : list(counts, normal));
  }

  private static String list(Map<String, Long> counts, List<String> classes) {
    List<String> told =
        classes.stream()
            .limit(SHOWN)
            .map(c -> "%s (%,d rows)".formatted(c, counts.getOrDefault(c, 0L)))
            .collect(Collectors.toCollection(ArrayList::new));
    if (classes.size() > SHOWN) {
      told.add("%,d more".formatted(classes.size() - SHOWN));
    }
    return told.isEmpty() ? "none" : String.join(", ", told);
  }

  private static Map<String, Long> counts(Dataset data) {
    Map<String, Long> counts = new LinkedHashMap<>();
    data.classes().forEach(c -> counts.put(c, 0L));
    for (Split split : data.splits()) {
      for (int i = 0; i < data.size(split); i++) {
        data.className(split, i).ifPresent(c -> counts.merge(c, 1L, Long::sum));
      }
    }
    return counts;
  }
}
