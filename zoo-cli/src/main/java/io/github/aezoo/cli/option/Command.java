package io.github.aezoo.cli.option;

import io.github.aezoo.cli.print.Progress;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.ZooException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What every subcommand has: the global options and the streams. */
public abstract class Command implements Callable<Integer> {
  /** Stands above the examples that end every command's help. */
  public static final String EXAMPLES = "%nExamples:%n";

  @Spec private CommandSpec spec;

  /** The options of the root command. */
  public GlobalOptions options() {
    return ((GlobalOptions.Owner) spec.root().userObject()).options();
  }

  /** Whether the command computes anything: what computes is chosen before it runs. */
  public boolean computes() {
    return true;
  }

  /** The command line that this is a part of. */
  protected CommandSpec spec() {
    return spec;
  }

  /** Standard output. */
  public PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Standard error. */
  public PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** A value that no machine and no data could make right: exit code 2. */
  public CommandLine.ParameterException wrongUsage(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }

  /** An option's number, or the usage error that names the option and its range. */
  protected void requireRange(String option, Integer value, int low, int high) {
    if (value != null && (value < low || value > high)) {
      throw wrongUsage("%s: %d to %d expected; got %d".formatted(option, low, high, value));
    }
  }

  /** Reads a corruption as early as possible: nothing has been loaded yet. */
  protected void requireCorruption(String corruption) {
    try {
      Corruptions.parse(corruption);
    } catch (ZooException e) {
      throw wrongUsage("--corrupt: " + e.getMessage());
    }
  }

  /** Prints the JSON document when it was asked for, otherwise runs the printer for people. */
  public void print(Object json, Runnable people) {
    if (options().json()) {
      out().print(Json.text(json));
      out().flush();
    } else {
      people.run();
    }
  }

  /** Begins to show how far a task is, unless the user wants none of it. */
  public Progress progress(String task, long total, String unit) {
    return Progress.start(options().quiet(), err(), task, total, unit);
  }

  /** The same with a plain line every few seconds where there is no terminal. */
  protected Progress progress(String task, long total, String unit, int seconds) {
    return Progress.start(options().quiet(), err(), task, total, unit, seconds);
  }
}
