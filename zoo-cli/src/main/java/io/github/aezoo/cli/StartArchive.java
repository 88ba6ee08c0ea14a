package io.github.aezoo.cli;

import io.github.aezoo.device.Build;
import io.github.aezoo.io.SafeFiles;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The file of loaded classes from which commands start faster (class data sharing). The launcher
 * names it for each Java and each distribution. The first command makes it in the background; then
 * Java takes from it what fits, and ignores it silently when a jar or Java itself has changed.
 */
final class StartArchive {
  /** The launcher's name for the archive; absent in other programs and in tests. */
  static final String PROPERTY = "zoo.archive";

  private static final int MINUTES = 5;
  private static final long RETRY_MILLIS = TimeUnit.HOURS.toMillis(1);
  private static final int KEPT = 3;
  private static final String SUFFIX = ".jsa";

  private StartArchive() {}

  /** Starts to make the archive when there is none or an old one; never fails, never waits. */
  static void ensure() {
    String name = System.getProperty(PROPERTY, "");
    if (name.isEmpty()) {
      return;
    }
    File archive = new File(name);
    try {
      if (isCurrent(archive) || !reserved(archive)) {
        return;
      }
      List<String> words = java();
      words.add(StartArchive.class.getName());
      words.add(name);
      start(words);
    } catch (IOException | RuntimeException e) {
      // A folder that cannot be written, no memory for a process: commands start as before.
      return;
    }
  }

  private static boolean isCurrent(File archive) throws IOException {
    File note = note(archive);
    return archive.isFile()
        && note.isFile()
        && Files.readString(note.toPath()).equals(origin(archive));
  }

  /**
   * The size of an archive, which the launcher compares, and what it was made of, which Java
   * compares: a change of either means another archive.
   */
  private static String origin(File archive) {
    StringBuilder origin = new StringBuilder();
    origin.append(archive.length()).append('\n').append(System.getProperty("java.vm.version"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      File jar = new File(entry);
      origin.append('\n').append(entry).append(' ').append(jar.length());
      origin.append(' ').append(jar.lastModified());
    }
    return origin.toString();
  }

  /** One process makes it; where that failed, another tries an hour later. */
  private static boolean reserved(File archive) throws IOException {
    File lock = lock(archive);
    Files.createDirectories(archive.getAbsoluteFile().toPath().getParent());
    long age = System.currentTimeMillis() - lock.lastModified();
    if (lock.exists() && age > RETRY_MILLIS) {
      Files.deleteIfExists(lock.toPath());
    }
    return lock.createNewFile();
  }

  /** Java with the options of this process, except for those that only one process can have. */
  private static List<String> java() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(o -> !o.matches("-(D" + PROPERTY + "|XX:Shared|XX:Archive|Xlog|agent|javaagent).*"))
        .forEach(words::add);
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return words;
  }

  private static Process start(List<String> words) throws IOException {
    return new ProcessBuilder(words)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** In a process of its own: makes the archive; with {@code --run}: loads what it shall hold. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 2) {
      run(Path.of(args[1]));
      System.exit(0);
    }
    make(new File(args[0]));
  }

  private static void make(File archive) throws IOException, InterruptedException {
    Path folder = archive.getAbsoluteFile().toPath().getParent();
    Path work = Files.createTempDirectory(folder, "making");
    try {
      Path whole = work.resolve(archive.getName());
      List<String> words = java();
      words.add(1, "-XX:ArchiveClassesAtExit=" + whole);
      words.addAll(List.of(StartArchive.class.getName(), "--run", work.toString()));
      Process child = start(words);
      if (!child.waitFor(MINUTES, TimeUnit.MINUTES)) {
        child.destroyForcibly().waitFor();
      }
      if (child.exitValue() == 0 && Files.isRegularFile(whole)) {
        Path note = work.resolve("note");
        SafeFiles.writeString(note, origin(whole.toFile()));
        // While there is no note, launchers do without the archive.
        Files.deleteIfExists(note(archive).toPath());
        Files.move(whole, archive.toPath(), StandardCopyOption.ATOMIC_MOVE);
        Files.move(note, note(archive).toPath(), StandardCopyOption.ATOMIC_MOVE);
        forgetOld(folder);
        Files.delete(lock(archive).toPath());
      }
    } finally {
      deleteAll(work);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> found = Files.walk(folder)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }

  /** Other versions of Java and of the zoo leave archives behind. */
  private static void forgetOld(Path folder) throws IOException {
    List<File> archives;
    try (Stream<Path> files = Files.list(folder)) {
      archives =
          files
              .map(Path::toFile)
              .filter(f -> f.getName().endsWith(SUFFIX))
              .sorted(Comparator.comparingLong(File::lastModified).reversed())
              .toList();
    }
    for (File old : archives.subList(Math.min(KEPT, archives.size()), archives.size())) {
      Files.deleteIfExists(note(old).toPath());
      Files.deleteIfExists(old.toPath());
    }
  }

  /** Common commands on small data; a build for a GPU computes nothing, the card may be in use. */
  private static void run(Path work) {
    zoo("list");
    zoo("show", "undercomplete-deep.mnist");
    zoo("recipes");
    if (Build.here().cuda().isPresent()) {
      return;
    }
    String grid = work.resolve("grid.png").toString();
    String model = work.resolve("model").toString();
    String digits = "synthetic-digits";
    zoo("reconstruct", "undercomplete-deep.mnist", "--data", digits, "--out", grid);
    zoo("train", "undercomplete-tiny." + digits, "--out", model, "--epochs", "1");
  }

  private static void zoo(String... words) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    ZooCommand.commandLine(nowhere, nowhere, words).execute(words);
  }

  private static File note(File archive) {
    return new File(archive.getPath() + ".txt");
  }

  private static File lock(File archive) {
    return new File(archive.getPath() + ".lock");
  }
}
