package io.github.aezoo.cli.run;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.option.GlobalOptions;
import io.github.aezoo.cli.print.Results;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Wording;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.RecipeData;
import io.github.aezoo.train.Transfer;
import io.github.aezoo.zoo.ModelCard;
import io.github.aezoo.zoo.TrainingRun;
import io.github.aezoo.zoo.Zoo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Runs a recipe into a folder: says how the data was read, shows progress, saves on Ctrl-C, prints
 * the metrics at the end.
 *
 * @param notes what was assumed besides, a line each
 */
public record RunToFolder(
    Command command,
    Recipe recipe,
    Dataset images,
    Path out,
    TrainingRun.Start start,
    List<String> notes)
    implements Callable<Integer> {
  /** Nothing was assumed. */
  public RunToFolder(
      Command command, Recipe recipe, Dataset images, Path out, TrainingRun.Start start) {
    this(command, recipe, images, out, start, List.of());
  }

  /** Lines that are said of the data before a training. */
  private static final int SUMMARY = 8;

  /** Runs it; the result is the command's exit code. */
  @Override
  public Integer call() {
    GlobalOptions options = command.options();
    RecipeData.note(recipe, images).ifPresent(note -> command.err().println("zoo: " + note));
    TrainingRun run = Zoo.training(recipe, images, out, start, options.zoo());
    // After the run was prepared: what cannot be trained says only why.
    if (!options.json() && start != TrainingRun.Start.RESUME) {
      notes.forEach(line -> command.err().println("zoo: " + line));
      if (!options.quiet()) {
        summary().forEach(line -> command.err().println("zoo: " + line));
      }
    }
    TrainingRun.Outcome outcome =
        new SavedRun(command, recipe.name(), "continue with --resume").of(run);
    if (outcome.checkpoint().isEmpty()) {
      return SavedRun.INTERRUPTED;
    }
    ModelCard card = outcome.checkpoint().get().card();
    command.print(json(card), () -> people(card));
    return 0;
  }

  /** The first lines of a description say how the whole was read. */
  private List<String> summary() {
    List<String> lines =
        images.description().stream().takeWhile(line -> !line.startsWith("column ")).toList();
    if (lines.size() <= SUMMARY) {
      return lines;
    }
    List<String> shorter = new ArrayList<>(lines.subList(0, SUMMARY - 1));
    shorter.add(
        "%d more lines; zoo data describe prints them".formatted(lines.size() - SUMMARY + 1));
    return shorter;
  }

  private Map<String, Object> json(ModelCard card) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("out", out.toString());
    json.put("epochs", card.training().epochs());
    json.put("seconds", card.training().minutes() * 60);
    json.put("samplesPerSecond", card.training().samplesPerSecond());
    json.put("bestEpoch", card.training().bestEpoch());
    json.put("split", card.results().get(0).evaluation().split());
    json.put("metrics", card.results().get(0).evaluation().metrics());
    if (card.detection() != null) {
      json.put("detection", card.detection());
    }
    if (card.transfer() != null) {
      json.put("transfer", card.transfer());
      json.put("results", card.results());
    }
    return json;
  }

  private void people(ModelCard card) {
    ModelCard.Training t = card.training();
    command
        .out()
        .printf(
            "%s: %d epoch%s in %.1f minutes (%,.0f %s/s), epoch %d kept%n",
            out,
            t.epochs(),
            t.epochs() == 1 ? "" : "s",
            t.minutes(),
            t.samplesPerSecond(),
            Wording.of(card.input().imageShape()).many(),
            t.bestEpoch());
    if (card.transfer() != null) {
      Transfer transfer = card.transfer();
      command
          .out()
          .printf(
              "%d tensors copied from %s%s%n",
              transfer.kept().size(),
              recipe.startFrom().model(),
              transfer.fresh().isEmpty()
                  ? ""
                  : "; initialised anew, because their shapes differ: "
                      + String.join(", ", transfer.fresh()));
    }
    card.results().forEach(result -> Results.print(card, result, command.out()));
    if (card.detection() != null) {
      command.out().println(Results.describe(card.detection()));
    }
  }
}
