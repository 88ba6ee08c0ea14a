package io.github.aezoo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A user of the library has no options: the command adds their names to its messages. */
final class LibraryMessagesTest {
  private static final Pattern OPTION = Pattern.compile("\"[^\"]*(?<![a-z-])--[a-z][^\"]*\"");

  /** Options of other programs. */
  private static final Pattern OF_NVIDIA =
      Pattern.compile("\"--(query-gpu=|compress=false\"|compress-all\"|create=|image3=)");

  @Test
  void noMessageOfTheLibrarySpeaksOfAnOption() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      List<String> speaking =
          files
              .filter(
                  file -> file.toString().replace('\\', '/').matches(".*/src/main/java/.*\\.java"))
              .filter(file -> !file.startsWith(Path.of("../zoo-cli")))
              .flatMap(LibraryMessagesTest::options)
              .toList();
      assertThat(speaking).isEmpty();
    }
  }

  @Test
  void anOptionInAMessageIsFound() {
    assertThat("throw x(\"choose by --device cpu\")").containsPattern(OPTION);
    assertThat("a--; b(\"well-known\")").doesNotContainPattern(OPTION);
  }

  private static Stream<String> options(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> OPTION.matcher(line).find() && !OF_NVIDIA.matcher(line).find())
          .map(line -> file.getFileName() + ": " + line.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
