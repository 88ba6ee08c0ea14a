package io.github.aezoo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The two launchers, which must not part: only one of them runs in these tests. */
final class LaunchersTest {
  private static final Path BIN = Path.of(System.getProperty("basedir", ""), "src/main/bin");
  private static final Pattern FLAG = Pattern.compile("--?[XDe][A-Za-z-]*[:=.+][^\\s'\"$%]*");
  private static final Pattern VARIABLE =
      Pattern.compile("(OMP|CUDA|NVIDIA)_[A-Z0-9_]+=[^%\\n]*?([A-Z_0-9]+)[}\"]");

  @Test
  void bothHaveTheSameFlags() throws IOException {
    Set<String> unix = found(FLAG, "zoo");
    assertThat(unix).contains("-XX:+UseSerialGC", "-Xshare:auto", "-Dzoo.terminal=false");
    unix.removeIf(
        flag -> flag.startsWith("-Dzoo.terminal=true") || flag.startsWith("-Dzoo.columns"));
    assertThat(found(FLAG, "zoo.cmd")).containsExactlyElementsOf(unix);
  }

  @Test
  void bothSetTheSameVariables() throws IOException {
    Set<String> unix = new TreeSet<>();
    Matcher m = VARIABLE.matcher(text("zoo"));
    while (m.find()) {
      unix.add(m.group().substring(0, m.group().indexOf('=')) + "=" + m.group(2));
    }
    assertThat(unix).hasSize(5);
    Set<String> windows = new TreeSet<>();
    m = VARIABLE.matcher(text("zoo.cmd"));
    while (m.find()) {
      windows.add(m.group().substring(0, m.group().indexOf('=')) + "=" + m.group(2));
    }
    assertThat(windows).isEqualTo(unix);
  }

  @Test
  void everyJumpOfTheWindowsLauncherHasItsLabel() throws IOException {
    String text = text("zoo.cmd");
    Matcher m = Pattern.compile("goto (\\w+)").matcher(text);
    int jumps = 0;
    while (m.find()) {
      jumps++;
      assertThat(text).contains("\n:" + m.group(1) + "\n");
    }
    assertThat(jumps).isEqualTo(6);
  }

  private static Set<String> found(Pattern pattern, String launcher) throws IOException {
    Set<String> found = new TreeSet<>();
    Matcher m = pattern.matcher(text(launcher));
    while (m.find()) {
      found.add(m.group());
    }
    return found;
  }

  private static String text(String launcher) throws IOException {
    return Files.readString(BIN.resolve(launcher)).replace("\r", "");
  }
}
