package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Prints what a shell needs to complete commands and options. */
@CommandLine.Command(
    name = "completion",
    description = {
      "A script with which bash and zsh complete commands and options.",
      "bash: source <(zoo completion); zsh: the same, after 'autoload -U compinit; compinit'."
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
