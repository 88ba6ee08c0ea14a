package io.github.aezoo.cli;

import static io.github.aezoo.cli.Ran.zoo;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages that users read say what the command does. */
final class ReadmeCommandsTest {
  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

  /** The lines of README's blocks that call zoo, without comments and the variables before them. */
  static Stream<String> commands() throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve("README.md"));
    return lines.stream()
        .filter(line -> line.matches("(\\w+=\\w* )?\\./zoo .*"))
        .map(line -> line.replaceFirst(".*?\\./zoo ", "").replaceFirst(" +# .*", ""));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandParsesAndWritesIntoTheFolderThatGitIgnores(String command) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    ZooCommand.commandLine(nowhere, nowhere).parseArgs(command.split(" +", -1));
    if (command.contains(" --out ")) {
      assertThat(command).contains(" --out runs/");
    }
  }

  @Test
  void thereAreCommandsAndGitIgnoresWhereTheyWrite() throws IOException {
    assertThat(commands()).hasSizeGreaterThan(25);
    assertThat(Files.readAllLines(ROOT.resolve(".gitignore"))).contains("/runs/");
    assertThat(zoo("help", "demo").ok().out()).contains("runs/demo");
  }

  @Test
  void thePageOfModelsIsWhatTheCommandPrints() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/models.md")).replace("\r", ""))
        .as("the cards changed; ./zoo list --markdown > docs/models.md")
        .isEqualTo(zoo("list", "--markdown").ok().out());
  }

  @Test
  void thePageOfSomeModelsHasThoseAlone() {
    String page = zoo("list", "sparse-l1.*", "--markdown").ok().out();
    assertThat(page)
        .contains("| `sparse-l1.mnist.v1` | mnist | 32 | 50,992 | 0.1 MB | mse 0.01003 |")
        .contains("| its twin | 0.009566 |", "### sparse")
        .doesNotContain("undercomplete", "Damaged images");
    String tiny = Ran.tiny("list", "--markdown").ok().out();
    assertThat(tiny).contains(TinyZoo.MODEL).doesNotContain("What families measure", "null");
    zoo("list", "--markdown", "--json").failsAsJson(2, "--markdown", "--json");
  }
}
