package io.github.aezoo.pretrained;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

// Sixty models take half a minute: too long for every build.
@Tag("eval")
@EnabledOnOs(OS.LINUX)
class ManyModelsTest {
  @TempDir private Path folder;

  @Test
  void memoryStaysFlat() throws Exception {
    Path log = folder.resolve("output.txt");
    // The whole Java heap is there from the beginning: what grows is native.
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms512m",
                "-Xmx512m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-Dorg.nd4j.log.initialization=false",
                "-cp",
                System.getProperty("java.class.path"),
                ManyModels.class.getName(),
                "500",
                "50")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("OMP_NUM_THREADS", "1");
    // Each thread of a training has memory of the C library's own, which keeps what was freed.
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    int code = builder.start().waitFor();
    List<String> lines = Files.readAllLines(log);
    assertThat(code).describedAs("%s", lines).isZero();
    Map<Integer, Long> sizes = new TreeMap<>();
    for (String line : lines) {
      if (line.matches("\\d+ \\d+")) {
        List<String> words = List.of(line.split(" ", -1));
        sizes.put(Integer.valueOf(words.get(0)), Long.valueOf(words.get(1)));
      }
    }
    long first = sizes.get(50);
    assertThat(sizes).hasSize(10);
    assertThat(sizes.values()).allSatisfy(size -> assertThat(size).isLessThan(first * 21 / 20));
  }
}
