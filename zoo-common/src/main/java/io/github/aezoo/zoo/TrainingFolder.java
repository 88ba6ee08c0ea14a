package io.github.aezoo.zoo;

import io.github.aezoo.io.Json;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.train.EpochLog;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.Snapshot;
import io.github.aezoo.train.Trainer;
import io.github.aezoo.train.TrainingListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The {@code training/} folder of a run: the recipe, two generations of snapshots, the best weights
 * and the log. A crash at any moment leaves a snapshot to go on from.
 */
final class TrainingFolder implements TrainingListener {
  private static final String UPDATER = "updater.state";
  private static final String LAST = "last.safetensors";
  private static final String PREVIOUS = "previous.safetensors";
  private static final String BEST = "best.safetensors";

  private final Path folder;
  private final Recipe recipe;
  private final int threads;
  private final TrainingListener next;

  /**
   * How a run began; a resumed run must match it.
   *
   * @param recipe of the run
   * @param threads of the run; another number may go on with it
   */
  private record Beginning(Recipe recipe, int threads) {}

  TrainingFolder(Path out, Recipe recipe, int threads, TrainingListener next) {
    this.folder = out.resolve("training");
    this.recipe = recipe.withoutExpected();
    this.threads = threads;
    this.next = next;
  }

  /** Whether a run began in a folder, so that it can go on there. */
  static boolean begun(Path out) {
    return Files.exists(out.resolve("training").resolve("recipe.json"));
  }

  /** Writes down how the run begins, and removes what another run left: it must not go on here. */
  void begin() {
    SafeFiles.sweep(folder);
    // The card first: a folder with a card is whole.
    for (String old : List.of(Checkpoint.CARD, Checkpoint.WEIGHTS, Checkpoint.REFERENCE)) {
      SafeFiles.delete(folder.resolveSibling(old));
    }
    for (String old : List.of(LAST, PREVIOUS, BEST, "log.csv", "log.jsonl")) {
      SafeFiles.delete(folder.resolve(old));
    }
    SafeFiles.writeString(folder.resolve("recipe.json"), Json.text(new Beginning(recipe, threads)));
  }

  /**
   * Makes a trainer go on where the folder's run stopped; a run without a snapshot starts anew.
   *
   * @throws ZooException when the folder holds no run, or the run of another recipe
   */
  void resume(Trainer trainer) {
    Path file = folder.resolve("recipe.json");
    if (!Files.exists(file)) {
      throw new ZooException(
          "%s holds no run to resume: %s expected".formatted(folder.getParent(), file));
    }
    Beginning beginning = Json.read(file, Beginning.class);
    // Compared as text: the records hold JSON nodes, whose number types depend on where they came
    // from.
    if (!Json.line(beginning.recipe()).equals(Json.line(recipe))) {
      throw new SettingException(
          TrainingRun.START,
          "a run can be resumed only with the same recipe; it differs from %s".formatted(file));
    }
    Path last = folder.resolve(LAST);
    Path previous = folder.resolve(PREVIOUS);
    if (!Files.exists(last) && !Files.exists(previous)) {
      return;
    }
    Snapshot snapshot;
    try {
      snapshot = read(last);
    } catch (ZooException e) {
      if (!Files.exists(previous)) {
        throw e;
      }
      snapshot = read(previous);
    }
    trainer.resume(
        snapshot,
        snapshot.bestEpoch() == 0 ? null : Safetensors.read(folder.resolve(BEST)).tensors());
  }

  private static Snapshot read(Path file) {
    Safetensors content = Safetensors.read(file);
    try {
      return snapshot(content);
    } catch (NumberFormatException e) {
      throw new ZooException(
          "%s is not a snapshot of a run: counters in its metadata and %s expected; got %s and %s"
              .formatted(file, UPDATER, content.metadata().keySet(), content.tensors().keySet()),
          e);
    }
  }

  @Override
  public void onStep(long step, long total) {
    next.onStep(step, total);
  }

  @Override
  public void onEpoch(EpochLog epoch) {
    next.onEpoch(epoch);
  }

  @Override
  public void onBest(EpochLog epoch, Map<String, Tensor> weights) {
    new Safetensors(Map.of("epoch", String.valueOf(epoch.epoch())), weights)
        .write(folder.resolve(BEST));
    next.onBest(epoch, weights);
  }

  @Override
  public void onSnapshot(Snapshot s) {
    Path last = folder.resolve(LAST);
    if (Files.exists(last)) {
      SafeFiles.rename(last, folder.resolve(PREVIOUS));
    }
    safetensors(s).write(last);
    writeLog(s.log());
    next.onSnapshot(s);
  }

  private void writeLog(List<EpochLog> log) {
    StringBuilder csv = new StringBuilder();
    StringBuilder lines = new StringBuilder();
    csv.append("epoch,iteration,learningRate,trainLoss,validation,best,seconds\n");
    for (EpochLog e : log) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%d,%s,%s,%s,%s,%.3f\n",
              e.epoch(),
              e.iteration(),
              e.learningRate(),
              e.trainLoss(),
              e.validation(),
              e.best(),
              e.seconds()));
      lines.append(Json.line(e)).append('\n');
    }
    SafeFiles.writeString(folder.resolve("log.csv"), csv.toString());
    SafeFiles.writeString(folder.resolve("log.jsonl"), lines.toString());
  }

  private static Safetensors safetensors(Snapshot s) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("epoch", String.valueOf(s.epoch()));
    metadata.put("step", String.valueOf(s.step()));
    metadata.put("firstLoss", String.valueOf(s.firstLoss()));
    metadata.put("lossSum", String.valueOf(s.lossSum()));
    metadata.put("lossCount", String.valueOf(s.lossCount()));
    metadata.put("bestEpoch", String.valueOf(s.bestEpoch()));
    metadata.put("bestValidation", String.valueOf(s.bestValidation()));
    metadata.put("log", Json.line(s.log()));
    Map<String, Tensor> tensors = new LinkedHashMap<>(s.weights());
    tensors.put(UPDATER, s.updater());
    return new Safetensors(metadata, tensors);
  }

  private static Snapshot snapshot(Safetensors file) {
    Map<String, String> m = file.metadata();
    Map<String, Tensor> weights = new LinkedHashMap<>(file.tensors());
    Tensor updater = weights.remove(UPDATER);
    if (updater == null) {
      throw new NumberFormatException("no tensor " + UPDATER);
    }
    return new Snapshot(
        Integer.parseInt(m.getOrDefault("epoch", "")),
        Integer.parseInt(m.getOrDefault("step", "")),
        Double.parseDouble(m.getOrDefault("firstLoss", "NaN")),
        Double.parseDouble(m.getOrDefault("lossSum", "")),
        Integer.parseInt(m.getOrDefault("lossCount", "")),
        weights,
        updater,
        Integer.parseInt(m.getOrDefault("bestEpoch", "")),
        Double.parseDouble(m.getOrDefault("bestValidation", "")),
        List.of(Json.read(m.getOrDefault("log", "[]"), EpochLog[].class, "the snapshot's log")));
  }
}
