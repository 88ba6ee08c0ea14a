package io.github.aezoo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with an archive of loaded classes, in a distribution made of this class path. */
final class StartArchiveTest {
  private static final int SECONDS = 240;

  @TempDir private Path temp;

  @Test
  void theFirstCommandMakesAnArchiveThatTheNextOnesUseAndADamagedOneBreaksNothing()
      throws Exception {
    assumeTrue(File.separatorChar == '/', "the launcher for this system is a batch file");
    distribution();
    Path home = Files.createDirectory(temp.resolve("a home"));
    Ran first = zoo(home, "");
    assertThat(first.ok().out()).contains("undercomplete-deep.mnist");
    assertThat(first.err()).isEmpty();
    Path archive = archive(home);

    Ran second = zoo(home, "-Xlog:class+load:file=" + temp.resolve("classes"));
    assertThat(second).isEqualTo(first);
    assertThat(Files.readAllLines(temp.resolve("classes")))
        .anyMatch(l -> l.contains("aezoo.cli.ZooCommand ") && l.contains("shared objects file"))
        .noneMatch(l -> l.contains("org.nd4j.linalg.factory.Nd4j "));
    assertThat(Files.getLastModifiedTime(archive))
        .isEqualTo(Files.getLastModifiedTime(archive(home)));

    byte[] whole = Files.readAllBytes(archive);
    // A lock keeps this command from making another one meanwhile.
    Files.createFile(Path.of(archive + ".lock"));
    byte[] half = Arrays.copyOf(whole, whole.length / 2);
    for (byte[] damaged : List.of(half, new byte[whole.length])) {
      Files.delete(archive);
      Files.write(archive, damaged);
      assertThat(zoo(home, "")).isEqualTo(first);
    }
  }

  @Test
  void aHomeThatCannotBeWrittenIsNoFailure() throws Exception {
    assumeTrue(File.separatorChar == '/', "the launcher for this system is a batch file");
    distribution();
    Path home = Files.writeString(temp.resolve("file"), "no folder");
    Ran ran = zoo(home, "");
    assertThat(ran.ok().out()).contains("undercomplete-deep.mnist");
    assertThat(ran.err()).isEmpty();
  }

  /** JUnit warns of every link that leads out of the folder that it deletes. */
  @AfterEach
  void deleteLinks() throws IOException {
    try (Stream<Path> jars = Files.list(temp.resolve("zoo/lib"))) {
      for (Path link : jars.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  /** As the assembly lays it out: Java shares classes of jars only, not of folders. */
  private void distribution() throws Exception {
    Path bin = Files.createDirectories(temp.resolve("zoo/bin"));
    Path lib = Files.createDirectories(temp.resolve("zoo/lib"));
    Files.copy(Path.of(System.getProperty("basedir", ""), "src/main/bin/zoo"), bin.resolve("zoo"));
    int number = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      if (Files.isDirectory(from)) {
        jar(from, lib.resolve("classes" + number++ + ".jar"));
      } else if (entry.endsWith(".jar")) {
        Files.createSymbolicLink(lib.resolve(from.getFileName()), from);
      }
    }
  }

  private static void jar(Path folder, Path jar) throws IOException {
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
              String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
              out.putNextEntry(new ZipEntry(name));
              Files.copy(file, out);
              return FileVisitResult.CONTINUE;
            }
          });
    }
  }

  private Ran zoo(Path home, String options) throws Exception {
    List<String> words = new ArrayList<>(List.of("sh", temp.resolve("zoo/bin/zoo").toString()));
    words.add("list");
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(key -> key.contains("JAVA_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("ZOO_HOME", home.toString());
    builder.environment().put("ZOO_OPTS", options);
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    Process child = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(child.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Ran(child.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Waits for the process in the background, which deletes the lock at its end. */
  private static Path archive(Path home) throws Exception {
    Path folder = home.resolve("start");
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < until) {
      try (Stream<Path> files = Files.list(folder)) {
        List<Path> all = files.sorted().toList();
        // The archive and its note: no lock, no folder of work.
        if (all.size() == 2 && all.get(0).toString().endsWith(".jsa")) {
          return all.get(0);
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no archive in " + folder);
  }
}
