package io.github.aezoo.cli;

import io.github.aezoo.io.Json;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What every subcommand has: the global options and the streams. */
abstract class Command implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** The options of the root command. */
  GlobalOptions options() {
    return ((ZooCommand) spec.root().userObject()).options();
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Prints the JSON document when it was asked for, otherwise runs the printer for people. */
  void print(Object json, Runnable people) {
    if (options().json()) {
      out().print(Json.text(json));
      out().flush();
    } else {
      people.run();
    }
  }

  Progress progress(String task, long total, String unit) {
    return Progress.start(options().quiet(), err(), task, total, unit);
  }
}
