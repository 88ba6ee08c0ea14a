package io.github.aezoo.cli;

import io.github.aezoo.data.ImageDataset;
import io.github.aezoo.data.Wording;
import io.github.aezoo.train.EpochLog;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.TrainingListener;
import io.github.aezoo.train.Transfer;
import io.github.aezoo.zoo.Assessment;
import io.github.aezoo.zoo.ModelCard;
import io.github.aezoo.zoo.TrainingRun;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A recipe run into a folder by a command: a progress bar, Ctrl-C that saves, and the numbers at
 * the end.
 */
record RunToFolder(
    Command command, Recipe recipe, ImageDataset images, Path out, TrainingRun.Start start)
    implements Callable<Integer> {
  private static final long SAVE_SECONDS = 120;
  private static final int INTERRUPTED = 130;

  /** Runs it; the result is the command's exit code. */
  @Override
  public Integer call() {
    GlobalOptions options = command.options();
    TrainingRun run =
        new TrainingRun(recipe, images, out, options.threads(), start, options.origin(recipe));
    TrainingRun.Outcome outcome = interruptible(run);
    if (outcome.checkpoint().isEmpty()) {
      return INTERRUPTED;
    }
    ModelCard card = outcome.checkpoint().get().card();
    command.print(json(card), () -> people(card));
    return 0;
  }

  /** A signal asks the run to stop; the process waits until it has saved, then ends by itself. */
  private TrainingRun.Outcome interruptible(TrainingRun run) {
    CountDownLatch saved = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              run.requestStop();
              try {
                if (!saved.await(SAVE_SECONDS, TimeUnit.SECONDS)) {
                  command
                      .err()
                      .println("zoo: could not save in time; the last epoch's state is kept");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "zoo-save-on-signal");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      TrainingRun.Outcome outcome;
      try (Progress progress = command.progress(recipe.name(), run.totalSteps(), "steps")) {
        outcome =
            run.run(
                listener(progress), new Assessment(command.options().cache(), (done, total) -> {}));
      }
      if (outcome.checkpoint().isEmpty()) {
        // Said after the bar, which would draw over it, and before the hook is let go: after that
        // the process may be gone at any moment.
        command.err().println("zoo: interrupted and saved; go on with --resume");
        command.err().flush();
      }
      return outcome;
    } finally {
      saved.countDown();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is ending by a signal already: the hook has done its work.
        command.err().flush();
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
                "epoch %d: validation loss %.5f a value%s",
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
              "%d tensors taken over from %s%s%n",
              transfer.kept().size(),
              recipe.startFrom().model(),
              transfer.fresh().isEmpty()
                  ? ""
                  : "; begun anew, because their shapes differ: "
                      + String.join(", ", transfer.fresh()));
    }
    card.results().forEach(result -> Results.print(card, result, command.out()));
    if (card.detection() != null) {
      command.out().println(Results.describe(card.detection()));
    }
  }
}
