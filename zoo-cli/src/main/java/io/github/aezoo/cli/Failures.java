package io.github.aezoo.cli;

import io.github.aezoo.cli.option.GlobalOptions;
import io.github.aezoo.device.OutOfMemory;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.Nearest;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.zoo.TrainingRun;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * How a command fails: one line on standard error, or with {@code --json} one document on standard
 * output; the exit code is the same.
 */
final class Failures {
  private static final String JSON = "--json";

  private Failures() {}

  static int wrongUsage(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    StringBuilder message = new StringBuilder();
    if (e instanceof UnmatchedArgumentException u && !u.getUnmatched().isEmpty()) {
      message.append(unmatched(line, u));
    } else {
      message.append(oneLine(e.getMessage()));
    }
    boolean question = message.charAt(message.length() - 1) == '?';
    message
        .append(question ? " See '" : "; see '")
        .append(line.getCommandSpec().qualifiedName())
        .append(" --help'");
    // What was parsed before the mistake need not hold the option, which may come after it.
    tell(line, message.toString(), Arrays.asList(args).contains(JSON));
    return CommandLine.ExitCode.USAGE;
  }

  private static String unmatched(CommandLine line, UnmatchedArgumentException e) {
    String word = e.getUnmatched().get(0);
    if (!line.getSubcommands().isEmpty() && !word.startsWith("-")) {
      return "unknown command '%s'%s"
          .formatted(
              word,
              Nearest.to(word, line.getSubcommands().keySet())
                  .map(near -> "; did you mean '" + near + "'?")
                  .orElse(""));
    }
    return oneLine(e.getMessage())
        + e.getSuggestions().stream()
            .findFirst()
            .map(near -> "; did you mean '" + near + "'?")
            .orElse("");
  }

  static int failed(Exception e, CommandLine line, ParseResult parsed) {
    GlobalOptions options = ((ZooCommand) parsed.commandSpec().userObject()).options();
    Optional<ZooException> memory = OutOfMemory.in(e);
    String message =
        e instanceof ZooException || memory.isPresent()
            ? memory.map(Throwable::getMessage).orElseGet(() -> option(e, line) + e.getMessage())
            : "internal error, please report it with the output of --verbose: " + e;
    tell(line, oneLine(message), options.json());
    if (options.verbose()) {
      e.printStackTrace(line.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  /**
   * The option that a library's setting was given by: that of the field that has the setting's
   * name; empty when no setting is the reason.
   */
  private static String option(Exception e, CommandLine line) {
    if (!(e instanceof SettingException s)) {
      return "";
    }
    if (s.setting().equals(TrainingRun.START)) {
      return "--resume or --overwrite: ";
    }
    return Stream.iterate(line, Objects::nonNull, CommandLine::getParent)
        .flatMap(l -> l.getCommandSpec().options().stream())
        .filter(o -> o.userObject() instanceof Field f && f.getName().equals(s.setting()))
        .findFirst()
        .map(o -> o.longestName() + ": ")
        .orElse("");
  }

  private static void tell(CommandLine line, String message, boolean json) {
    if (json) {
      line.getOut().print(Json.text(Map.of("error", message)));
      line.getOut().flush();
    } else {
      line.getErr().println("zoo: " + message);
    }
  }

  private static String oneLine(String message) {
    return message == null ? "" : message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
