package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Prints a shell completion script. */
@CommandLine.Command(
    name = "completion",
    description = {
      "Prints a script that completes commands and options in bash and zsh.",
      "In bash: source <(zoo completion). In zsh: the same, after 'autoload -U compinit; compinit'."
    },
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo completion",
      "  zoo completion > ~/.local/share/bash-completion/completions/zoo"
    })
public final class CompletionCommand extends Command {
  @Override
  public boolean computes() {
    return false;
  }

  @Override
  public Integer call() {
    CommandLine root = spec().root().commandLine();
    out().print(AutoComplete.bash(root.getCommandName(), root));
    out().flush();
    return 0;
  }
}
