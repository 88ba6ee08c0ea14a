package io.github.aezoo.cli;

import io.github.aezoo.data.ImageDataset;
import io.github.aezoo.train.EpochLog;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.TrainingListener;
import io.github.aezoo.zoo.Assessment;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ModelCard;
import io.github.aezoo.zoo.TrainingRun;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a recipe into a folder; Ctrl-C saves and stops. */
@CommandLine.Command(
    name = "train",
    description = "Trains a recipe; Ctrl-C saves, --resume goes on exactly there.")
final class TrainCommand extends Command {
  private static final long SAVE_SECONDS = 120;
  private static final int INTERRUPTED = 130;

  @Parameters(
      paramLabel = "RECIPE",
      description = "A shipped recipe (undercomplete-deep.mnist) or a JSON file.")
  private String name;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "The checkpoint.")
  private Path out;

  @Option(names = "--data", paramLabel = "DATA", description = "Other data than the recipe's.")
  private String data;

  @Option(names = "--epochs", paramLabel = "N", description = "Other than the recipe's.")
  private Integer epochs;

  @Option(
      names = "--validation",
      paramLabel = "N",
      description = "Training images held out to choose the epoch, other than the recipe's.")
  private Integer validation;

  @Option(names = "--resume", description = "Goes on with the run in the folder.")
  private boolean resume;

  @Option(names = "--overwrite", description = "Replaces the run in the folder.")
  private boolean overwrite;

  @Override
  public Integer call() {
    if (resume && overwrite) {
      throw wrongUsage("--resume and --overwrite exclude each other");
    }
    requireRange("--epochs", epochs, 1, Recipe.MAX_EPOCHS);
    requireRange("--validation", validation, 1, Integer.MAX_VALUE);
    Recipe recipe = recipe();
    ImageDataset images = options().data(recipe.data(), null);
    TrainingRun.Start start =
        resume
            ? TrainingRun.Start.RESUME
            : overwrite ? TrainingRun.Start.OVERWRITE : TrainingRun.Start.NEW;
    TrainingRun run = new TrainingRun(recipe, images, out, options().threads(), start);
    TrainingRun.Outcome outcome = interruptible(run, recipe);
    if (outcome.checkpoint().isEmpty()) {
      return INTERRUPTED;
    }
    Checkpoint checkpoint = outcome.checkpoint().get();
    print(json(checkpoint.card()), () -> people(checkpoint.card()));
    return 0;
  }

  private Recipe recipe() {
    Recipe recipe = Recipe.open(name);
    recipe = data == null ? recipe : recipe.withData(data);
    recipe = epochs == null ? recipe : recipe.withEpochs(epochs);
    recipe = validation == null ? recipe : recipe.withValidation(validation);
    return options().seed().isPresent() ? recipe.withSeed(options().seed().get()) : recipe;
  }

  /** A signal asks the run to stop; the process waits until it has saved, then ends by itself. */
  private TrainingRun.Outcome interruptible(TrainingRun run, Recipe recipe) {
    CountDownLatch saved = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              run.requestStop();
              try {
                if (!saved.await(SAVE_SECONDS, TimeUnit.SECONDS)) {
                  err().println("zoo: could not save in time; the last epoch's state is kept");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "zoo-save-on-signal");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      TrainingRun.Outcome outcome;
      try (Progress progress = progress(recipe.name(), run.totalSteps(), "steps")) {
        outcome =
            run.run(listener(progress), new Assessment(options().cache(), (done, total) -> {}));
      }
      if (outcome.checkpoint().isEmpty()) {
        // Said after the bar, which would draw over it, and before the hook is let go: after that
        // the process may be gone at any moment.
        err().println("zoo: interrupted and saved; go on with --resume");
        err().flush();
      }
      return outcome;
    } finally {
      saved.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is ending by a signal already: the hook has done its work.
        err().flush();
      }
    }
  }

  private static TrainingListener listener(Progress progress) {
    return new TrainingListener() {
      @Override
      public void onStep(long step, long total) {
        progress.at(step);
      }

      @Override
      public void onEpoch(EpochLog e) {
        progress.note(
            String.format(
                Locale.ROOT,
                "epoch %d: validation loss %.5f a pixel%s",
                e.epoch(),
                e.validation(),
                e.best() ? " (best)" : ""));
      }
    };
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
    return json;
  }

  private void people(ModelCard card) {
    ModelCard.Training t = card.training();
    out()
        .printf(
            "%s: %d epoch%s in %.1f minutes (%,.0f images/s), epoch %d kept%n",
            out,
            t.epochs(),
            t.epochs() == 1 ? "" : "s",
            t.minutes(),
            t.samplesPerSecond(),
            t.bestEpoch());
    card.results().forEach(result -> Results.print(result, out()));
  }
}
