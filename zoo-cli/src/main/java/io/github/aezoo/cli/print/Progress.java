package io.github.aezoo.cli.print;

import io.github.aezoo.zoo.ZooOptions;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far long work is: a bar with rate and time left on standard error when that is a terminal, a
 * plain line every few seconds otherwise, nothing when quiet.
 */
public abstract class Progress implements AutoCloseable, ZooOptions.Progress {
  /** Set by the launcher, which can ask: Java cannot tell whether standard error is a terminal. */
  private static final String TERMINAL = "zoo.terminal";

  /** The terminal's width, set by the launcher too. */
  private static final String COLUMNS = "zoo.columns";

  private static final int DEFAULT_COLUMNS = 79;

  private static final int LINE_EVERY_SECONDS = 15;

  /** So many of the total are done. */
  public abstract void at(long done);

  /** How much there is in all, which a command may learn late. */
  abstract void total(long all);

  @Override
  public void at(long done, long all) {
    total(all);
    at(done);
  }

  /** More to say beside the number, for example the last loss. */
  public abstract void note(String text);

  @Override
  public void close() {}

  /** Begins with nothing done; a total of 0 is not known yet. */
  public static Progress start(
      boolean quiet, PrintWriter err, String task, long total, String unit) {
    return start(quiet, err, task, total, unit, LINE_EVERY_SECONDS);
  }

  /** The same with a plain line every so many seconds. */
  public static Progress start(
      boolean quiet, PrintWriter err, String task, long total, String unit, int seconds) {
    if (quiet) {
      return new Silent();
    }
    return Boolean.getBoolean(TERMINAL)
        ? new Bar(task, total, unit)
        : new Lines(err, task, total, unit, seconds);
  }

  private static final class Silent extends Progress {
    @Override
    public void at(long done) {}

    @Override
    void total(long all) {}

    @Override
    public void note(String text) {}
  }

  private static final class Bar extends Progress {
    private final ProgressBar bar;

    Bar(String task, long total, String unit) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(total)
              .setUnit(" " + unit, 1)
              .setStyle(ProgressBarStyle.ASCII)
              .showSpeed()
              .setUpdateIntervalMillis(250)
              // Not the library's own terminal: it closes at Ctrl-C, before the run has saved.
              .setConsumer(
                  new ConsoleProgressBarConsumer(
                      System.err, Integer.getInteger(COLUMNS, DEFAULT_COLUMNS)))
              .build();
    }

    @Override
    public void at(long done) {
      bar.stepTo(done);
    }

    @Override
    void total(long all) {
      bar.maxHint(all);
    }

    @Override
    public void note(String text) {
      bar.setExtraMessage(" " + text);
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  private static final class Lines extends Progress {
    private final PrintWriter err;
    private final long everyNanos;
    private final String task;
    private long total;
    private final String unit;
    private final long began = System.nanoTime();
    private long lastLine = began;
    private long first = -1;
    private String note = "";

    Lines(PrintWriter err, String task, long total, String unit, int seconds) {
      this.err = err;
      this.everyNanos = TimeUnit.SECONDS.toNanos(seconds);
      this.task = task;
      this.total = total;
      this.unit = unit;
    }

    @Override
    public void at(long done) {
      if (first < 0) {
        first = done - 1;
      }
      long now = System.nanoTime();
      if (now - lastLine < everyNanos) {
        return;
      }
      lastLine = now;
      if (done == 0) {
        err.println(note.isEmpty() ? task : task + ": " + note);
        return;
      }
      double seconds = (now - began) / 1e9;
      double rate = (done - first) / seconds;
      err.println(
          String.format(
              Locale.ROOT,
              "%s: %,d of %,d %s, %s, %.0f s left%s",
              task,
              done,
              total,
              unit,
              speed(rate),
              (total - done) / rate,
              note.isEmpty() ? "" : ", " + note));
    }

    @Override
    void total(long all) {
      total = all;
    }

    private static String speed(double rate) {
      return rate < 1
          ? String.format(Locale.ROOT, "%.1f s each", 1 / rate)
          : String.format(Locale.ROOT, "%.1f/s", rate);
    }

    @Override
    public void note(String text) {
      note = text;
    }
  }
}
