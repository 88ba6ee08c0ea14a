package io.github.aezoo.study;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.zoo.TrainingRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The finished runs of a comparison, in a JSON file that is written after each of them: what is
 * there when the same comparison is started again is not run again.
 *
 * @param <R> a record: what a run gave
 */
final class RunsFile<R> {
  private static final String SETTINGS = "settings";
  private static final String RUNS = "runs";

  private final Path file;
  private final JsonNode settings;
  private final List<R> runs = new ArrayList<>();
  private boolean begun;

  /**
   * Opens a folder's file, or begins one.
   *
   * @param settings what all runs have in common
   * @param overwrite whether other runs than these are forgotten
   * @throws SettingException when the folder holds something else, or runs with other settings
   */
  RunsFile(Path folder, String name, Object settings, Class<R> run, boolean overwrite) {
    this.file = folder.resolve(name);
    this.settings = Json.tree(settings);
    if (overwrite) {
      return;
    }
    if (!Files.exists(file)) {
      if (TrainingRun.taken(folder)) {
        throw new SettingException(
            "overwrite", folder + " holds something else: choose another folder, or overwrite it");
      }
      return;
    }
    JsonNode there = Json.read(file, JsonNode.class);
    // Compared as text: number types depend on where a node came from.
    if (!Json.line(this.settings).equals(Json.line(there.path(SETTINGS)))) {
      throw new SettingException(
          "overwrite",
          "%s has runs with other settings: choose another folder, or overwrite them"
              .formatted(file));
    }
    begun = true;
    there.path(RUNS).forEach(node -> runs.add(Json.convert(node, run, file.toString())));
  }

  /** What is finished, in the order in which it was. */
  List<R> runs() {
    return List.copyOf(runs);
  }

  /** Writes the file before the first run, so that one that is stopped is known to go on. */
  void begin() {
    if (!begun) {
      write(Map.of());
    }
  }

  /**
   * Adds a run and writes the file.
   *
   * @param summary keys beside the runs
   */
  void add(R run, Map<String, Object> summary) {
    runs.add(run);
    write(summary);
  }

  /** Writes the file: settings, summary, runs. */
  void write(Map<String, Object> summary) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(SETTINGS, settings);
    all.putAll(summary);
    all.put(RUNS, runs);
    SafeFiles.writeString(file, Json.text(all));
    begun = true;
  }
}
