package io.github.aezoo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.zoo.Zoo;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the command does, a Java program can do in one call, and README shows both. */
final class VerbsTest {
  private static final Path README =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("README.md");

  private static final Pattern SECTION = Pattern.compile("(?ms)^## \\d.*?(?=^## |\\z)");
  private static final Pattern COMMANDS = Pattern.compile("(?s)```sh\n(.*?)```");
  private static final Pattern JAVA = Pattern.compile("(?s)<!-- java: \\w+ -->\n```java\n(.*?)```");

  /** What only a shell needs. */
  private static final Set<String> SHELL = Set.of("help", "completion");

  /** Commands whose verbs have other names: reserved words, camel case, several modes. */
  private static final Map<String, List<String>> OTHER_NAMES =
      Map.of(
          "show", List.of("card"),
          "data", List.of("describe"),
          "anomalies", List.of("fitDetector", "detector"),
          "finetune", List.of("fineTune"),
          "import", List.of("importModel"));

  /** What verbs are given, and the long forms of verbs. */
  private static final Set<String> NOUNS =
      Set.of("load", "checkpoint", "training", "generatePlane");

  static Stream<String> commands() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return ZooCommand.commandLine(nowhere, nowhere).getSubcommands().keySet().stream()
        .filter(name -> !SHELL.contains(name));
  }

  private static List<String> verbs(String command) {
    return OTHER_NAMES.getOrDefault(command, List.of(command));
  }

  private static Set<String> ofTheLibrary() {
    return Arrays.stream(Zoo.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandIsAVerbOfTheLibrary(String command) {
    assertThat(ofTheLibrary()).containsAll(verbs(command));
  }

  @Test
  void everyVerbOfTheLibraryIsACommand() {
    Set<String> known =
        commands().flatMap(name -> verbs(name).stream()).collect(Collectors.toSet());
    assertThat(known).hasSizeGreaterThan(20);
    known.addAll(NOUNS);
    assertThat(known).containsAll(ofTheLibrary());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void readmeShowsEveryVerbBesideItsCommand(String command) throws IOException {
    List<String> sections =
        SECTION.matcher(Files.readString(README)).results().map(MatchResult::group).toList();
    assertThat(sections).hasSize(10);
    Pattern call = Pattern.compile("(?m)^(\\w+=\\w+ )?\\./zoo " + command + "\\b");
    for (String verb : verbs(command)) {
      assertThat(sections)
          .as("a section with ./zoo %s and Zoo.%s", command, verb)
          .anyMatch(
              section ->
                  call.matcher(blocks(COMMANDS, section)).find()
                      && blocks(JAVA, section).contains("Zoo." + verb + "("));
    }
  }

  private static String blocks(Pattern kind, String section) {
    return kind.matcher(section).results().map(m -> m.group(1)).collect(Collectors.joining("\n"));
  }
}
