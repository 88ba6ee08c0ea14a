package io.github.aezoo.cli;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.option.GlobalOptions;
import io.github.aezoo.device.Environment;
import io.github.aezoo.io.ZooException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The root command: parses, runs one subcommand, turns failures into one line and an exit code. */
@CommandLine.Command(
    name = "zoo",
    description = "Pretrained autoencoders: use, train, evaluate and verify them.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = ZooCommand.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "MODEL is a model id (see 'zoo list') or a checkpoint folder.",
      "DATA is mnist, fashion-mnist, binarized-mnist, synthetic-digits, a folder of images, an IDX"
          + " file, or a table (.csv, .csv.gz). Settings follow a colon: mnist:without=3 leaves a class"
          + " out of training, mnist:scaling=contrast brings images to the same contrast,"
          + " rows.csv:label=class,ignore=id,test=0.3 describes the columns and the test split of a"
          + " table.",
      "Exit codes: 0 success, 1 failure, 2 wrong usage, 130 interrupted."
    })
public final class ZooCommand implements Runnable, GlobalOptions.Owner {
  @Spec private CommandSpec spec;

  @Mixin private GlobalOptions options;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Override
  public GlobalOptions options() {
    return options;
  }

  /** Runs the command line; the process ends with its exit code. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = commandLine(out, err, args).execute(args);
    out.flush();
    err.flush();
    if (code == CommandLine.ExitCode.OK) {
      StartArchive.ensure();
    }
    System.exit(code);
  }

  /**
   * The command line with its streams, ready to execute these words, or any when there are none.
   */
  static CommandLine commandLine(PrintWriter out, PrintWriter err, String... words) {
    CommandLine line = new CommandLine(new ZooCommand());
    Commands.neededBy(words).forEach(name -> line.addSubcommand(name, Commands.type(name)));
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(Failures::wrongUsage);
    line.setExecutionExceptionHandler(Failures::failed);
    line.setExecutionStrategy(ZooCommand::run);
    line.getSubcommands().values().forEach(sub -> explain(sub, line));
    return line;
  }

  /** Says below the examples of a command what MODEL and DATA are, where it takes them. */
  private static void explain(CommandLine line, CommandLine root) {
    CommandSpec spec = line.getCommandSpec();
    if (spec.args().stream().anyMatch(arg -> arg.paramLabel().matches(".*(MODEL|DATA).*"))) {
      String[] examples = spec.usageMessage().footer();
      String[] words = root.getCommandSpec().usageMessage().footer();
      spec.usageMessage()
          .footer(Stream.of(examples, words).flatMap(Stream::of).toArray(String[]::new));
    }
    line.getSubcommands().values().forEach(sub -> explain(sub, root));
  }

  /** Chooses what computes, then runs the command. */
  private static int run(CommandLine.ParseResult parsed) {
    List<CommandLine> lines = parsed.asCommandLineList();
    for (CommandLine line : lines) {
      // With --help picocli forgives what it does not know; a command that is none is no help.
      List<String> unknown = line.getParseResult().unmatched();
      if (!line.getSubcommands().isEmpty() && !unknown.isEmpty()) {
        throw new UnmatchedArgumentException(line, unknown);
      }
    }
    CommandLine last = lines.get(lines.size() - 1);
    if (last.getCommand() instanceof Command command
        && command.computes()
        && !last.isUsageHelpRequested()
        && !last.isVersionHelpRequested()) {
      try {
        DeviceStart.before(command);
      } catch (ZooException e) {
        throw new CommandLine.ExecutionException(last, e.getMessage(), e);
      }
    }
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (Error e) {
      // Memory that ran out, a library that does not load: picocli passes on exceptions alone.
      throw new CommandLine.ExecutionException(last, String.valueOf(e), e);
    }
  }

  /** Prints the versions of the zoo and of its engine. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "zoo " + Environment.version("zoo"),
        "Deeplearning4j "
            + Environment.version("dl4j")
            + ", Java "
            + System.getProperty("java.version")
      };
    }
  }
}
