package io.github.aezoo.pretrained;

import io.github.aezoo.io.Json;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What the last run that recomputed every card found true: {@code
 * src/test/resources/verified.json}, written by {@code mvn -Peval -Dzoo.record=true verify}.
 *
 * @param code digests of the code that it ran with ({@link CodeDigest})
 * @param models id to what was recomputed
 */
record VerifiedRecord(Map<String, String> code, Map<String, Model> models) {
  /** A record of nothing. */
  static final VerifiedRecord NONE = new VerifiedRecord(Map.of(), Map.of());

  /**
   * A model whose card was true.
   *
   * @param files a digest of all files in its folder
   * @param seconds how long recomputing took
   */
  record Model(String files, double seconds) {}

  /** Sorts, so that the file is the same however it came about. */
  VerifiedRecord {
    code = new TreeMap<>(code);
    models = new TreeMap<>(models);
  }

  static VerifiedRecord read(Path file) {
    return Files.exists(file) ? Json.read(file, VerifiedRecord.class) : NONE;
  }

  void write(Path file) {
    SafeFiles.writeString(file, Json.text(this) + "\n");
  }

  /** A digest of the files in a model's folder, its twin's too, with their names. */
  static String ofFolder(Path folder) throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        files.add(name + " " + Sha256.of(Files.readAllBytes(file)));
      }
    }
    String text = String.join("\n", files.stream().sorted().toList());
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The models whose cards have to be recomputed: those whose files are not the recorded ones, and
   * of each family the one that took the least time. That one runs whatever changed, and is all
   * that runs where code changed, so that a change of zoo-common does not recompute every card.
   *
   * @param now id to the digest of its folder
   * @param families id to its family
   * @param bytes how large the weights are, the measure where no times are recorded
   */
  NavigableSet<String> due(
      Map<String, String> now, Map<String, String> families, ToLongFunction<String> bytes) {
    NavigableSet<String> due = new TreeSet<>();
    Comparator<String> least =
        Comparator.comparingDouble(
                (String id) -> models.containsKey(id) ? models.get(id).seconds() : Double.MAX_VALUE)
            .thenComparingLong(bytes)
            .thenComparing(Comparator.naturalOrder());
    for (String family : new TreeSet<>(families.values())) {
      now.keySet().stream()
          .filter(id -> families.get(id).equals(family))
          .min(least)
          .ifPresent(due::add);
    }
    due.addAll(changed(now));
    return due;
  }

  /** Models whose files are not the recorded ones; none where nothing was ever recorded. */
  NavigableSet<String> changed(Map<String, String> now) {
    NavigableSet<String> changed = new TreeSet<>();
    if (!models.isEmpty()) {
      now.forEach(
          (id, files) -> {
            if (!models.containsKey(id) || !models.get(id).files().equals(files)) {
              changed.add(id);
            }
          });
    }
    return changed;
  }

  /** Parts of the code that are not the recorded ones: numbers of cards may have changed. */
  NavigableSet<String> changedCode(Map<String, String> now) {
    NavigableSet<String> parts = new TreeSet<>(code.keySet());
    parts.addAll(now.keySet());
    parts.removeIf(part -> Objects.equals(code.get(part), now.get(part)));
    return parts;
  }
}
