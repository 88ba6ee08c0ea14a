package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints the help of a command: the same as {@code --help} after it. */
@CommandLine.Command(
    name = "help",
    description =
        "Shows the help of a command. 'zoo help train' is the same as 'zoo train --help'.",
    footerHeading = Command.EXAMPLES,
    footer = {"  zoo help train", "  zoo help data fetch"})
public final class HelpCommand extends Command {
  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Command, see 'zoo --help'.")
  private List<String> path = List.of();

  @Override
  public boolean computes() {
    return false;
  }

  @Override
  public Integer call() {
    CommandLine line = spec().root().commandLine();
    for (String word : path) {
      CommandLine next = line.getSubcommands().get(word);
      if (next == null) {
        throw new UnmatchedArgumentException(line, List.of(word));
      }
      line = next;
    }
    line.usage(out());
    return 0;
  }
}
