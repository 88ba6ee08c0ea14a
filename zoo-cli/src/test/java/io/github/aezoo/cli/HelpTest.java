package io.github.aezoo.cli;

import static io.github.aezoo.cli.Ran.zoo;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Help that helps: every command has examples, and they are no dead letters. */
final class HelpTest {
  /** Words of a shell: quoted, or without spaces. */
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  /** Every command below zoo as the words that call it. */
  static Stream<String> commands() {
    List<String> all = new ArrayList<>();
    collect(commandLine(), all);
    return all.stream();
  }

  private static void collect(CommandLine line, List<String> all) {
    for (CommandLine sub : line.getSubcommands().values()) {
      all.add(sub.getCommandSpec().qualifiedName());
      collect(sub, all);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasExamplesThatParse(String command) {
    List<String> examples = examples(command);
    assertThat(examples)
        .as("a footer with two or more examples of '%s'", command)
        .hasSizeGreaterThanOrEqualTo(2);
    for (String example : examples) {
      String[] words = words(example);
      assertThat(words[0]).isEqualTo("zoo");
      CommandLine line = commandLine();
      List<CommandLine> parsed =
          line.parseArgs(Stream.of(words).skip(1).toArray(String[]::new)).asCommandLineList();
      assertThat(parsed.get(parsed.size() - 1).getCommandSpec().qualifiedName())
          .as(example)
          .startsWith(command);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpCommandPrintsWhatTheOptionPrints(String command) {
    Object[] path = command.split(" ");
    path[0] = "help";
    List<Object> option = new ArrayList<>(List.of(command.split(" ")).subList(1, path.length));
    option.add("--help");
    String help = zoo(path).ok().out();
    assertThat(help).startsWith("Usage: " + command).contains("Examples:");
    assertThat(zoo(option.toArray()).ok().out()).isEqualTo(help);
  }

  @Test
  void helpAloneIsTheHelpOfAll() {
    assertThat(zoo("help").ok().out()).startsWith("Usage: zoo ").isEqualTo(zoo("--help").out());
  }

  @Test
  void helpSaysWhatModelAndDataAre() {
    assertThat(zoo("help", "encode").ok().out()).contains("MODEL is a model id", "DATA is mnist");
    assertThat(zoo("help", "doctor").ok().out()).doesNotContain("MODEL is a model id");
  }

  @ParameterizedTest
  @CsvSource({"recnstruct --help", "--help recnstruct", "help recnstruct", "recnstruct"})
  void anUnknownCommandIsWrongUsageEvenBesideHelp(String line) {
    zoo((Object[]) line.split(" "))
        .fails(2, "unknown command 'recnstruct'", "did you mean 'reconstruct'", "zoo --help");
  }

  @Test
  void anUnknownCommandOfACommand() {
    zoo("data", "fetchh", "--help").fails(2, "'fetchh'", "did you mean 'fetch'", "zoo data --help");
    zoo("help", "data", "fetchh").fails(2, "'fetchh'", "did you mean 'fetch'");
  }

  @Test
  void completionKnowsEveryCommand() {
    String script = zoo("completion").ok().out();
    assertThat(script).startsWith("#!/usr/bin/env bash").contains("complete -F", " zoo ");
    commands().forEach(name -> assertThat(script).contains(name.substring(4).replace(' ', '_')));
  }

  /** Examples are the lines that begin with the command; a backslash goes on with the next line. */
  private static List<String> examples(String command) {
    CommandLine line = commandLine();
    for (String word : List.of(command.substring(4).split(" ", -1))) {
      line = line.getSubcommands().get(word);
    }
    String footer = String.join("\n", line.getCommandSpec().usageMessage().footer());
    assertThat(footer.lines().filter(l -> l.startsWith("  "))).allMatch(l -> l.length() <= 80);
    return footer
        .replaceAll("\\\\\n *", "")
        .lines()
        .map(String::strip)
        .filter(l -> l.startsWith("zoo "))
        .toList();
  }

  private static String[] words(String example) {
    return WORD.matcher(example.replaceFirst(" > .*", ""))
        .results()
        .map((MatchResult m) -> m.group(1) == null ? m.group(2) : m.group(1))
        .toArray(String[]::new);
  }

  private static CommandLine commandLine() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return ZooCommand.commandLine(nowhere, nowhere);
  }
}
