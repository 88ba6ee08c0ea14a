package io.github.aezoo.cli.run;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.print.Progress;
import io.github.aezoo.train.EpochLog;
import io.github.aezoo.train.TrainingListener;
import io.github.aezoo.zoo.TrainingRun;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A training run of a command, with its progress; Ctrl-C makes it save and stop.
 *
 * @param task what the progress is called
 * @param goOn how to go on after that
 */
record SavedRun(Command command, String task, String goOn) {
  /** The exit code of a command that was interrupted. */
  static final int INTERRUPTED = 130;

  private static final long SAVE_SECONDS = 120;

  /** Runs it; empty of a checkpoint when a signal came. */
  TrainingRun.Outcome of(TrainingRun run) {
    AtomicReference<TrainingRun.Outcome> whole = new AtomicReference<>();
    untilSaved(
        command,
        goOn,
        () -> {
          run.requestStop();
          return true;
        },
        () -> {
          try (Progress progress = command.progress(task, run.totalSteps(), "steps")) {
            whole.set(run.run(listener(progress), command.options().zoo().assessment()));
          }
          return whole.get().checkpoint();
        });
    return whole.get();
  }

  /**
   * A signal asks some work to stop; the process waits until it has saved, then ends by itself.
   *
   * @param goOn how to go on after that
   * @param stop asks the work to stop; whether it has something to save
   * @param work gives nothing when it was stopped
   */
  static <T> Optional<T> untilSaved(
      Command command, String goOn, BooleanSupplier stop, Supplier<Optional<T>> work) {
    CountDownLatch saved = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              try {
                if (stop.getAsBoolean() && !saved.await(SAVE_SECONDS, TimeUnit.SECONDS)) {
                  command
                      .err()
                      .println("zoo: could not save in time; the state of the last epoch is kept");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "zoo-save-on-signal");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Optional<T> result = work.get();
      if (result.isEmpty()) {
        // Said after the bar, which would draw over it, and before the hook is let go: after that
        // the process may be gone at any moment.
        command.err().println("zoo: interrupted and saved; " + goOn);
        command.err().flush();
      }
      return result;
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

  /** Shows steps and the last epoch's loss. */
  static TrainingListener listener(Progress progress) {
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
                "epoch %d: validation loss %.5f per value%s",
                e.epoch(),
                e.validation(),
                e.best() ? " (best)" : ""));
      }
    };
  }
}
