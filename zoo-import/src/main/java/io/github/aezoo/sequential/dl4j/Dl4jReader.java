package io.github.aezoo.sequential.dl4j;

import io.github.aezoo.io.Json;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.zoo.imports.ImportedModel;
import io.github.aezoo.zoo.imports.ModelReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.nd4j.common.config.ND4JEnvironmentVars;

/**
 * Reads Deeplearning4j's zips in a child process with limits of memory and time. None of DL4J's
 * readers runs in it, either; the limits are for mistakes of ours and of the engine that tries the
 * network.
 */
public final class Dl4jReader implements ModelReader {
  private static final Duration TIME = Duration.ofMinutes(5);

  /** Address space in KiB, where the system can limit it. */
  private static final long SPACE_KIB = 12L << 20;

  private static final List<String> LIMITS =
      List.of(
          "-Xmx2g",
          "-Xss2m",
          "-XX:+UseSerialGC",
          "-XX:ReservedCodeCacheSize=128m",
          "-XX:CompressedClassSpaceSize=128m",
          "-Dorg.bytedeco.javacpp.maxbytes=2g",
          "-Dorg.bytedeco.javacpp.maxphysicalbytes=5g");

  private final Duration time;
  private final long spaceKib;

  /** A reader with the usual limits. */
  public Dl4jReader() {
    this(TIME, SPACE_KIB);
  }

  Dl4jReader(Duration time, long spaceKib) {
    this.time = time;
    this.spaceKib = spaceKib;
  }

  @Override
  public String format() {
    return "Deeplearning4j zip";
  }

  @Override
  public boolean reads(Path file, byte[] head) {
    return head.length > 4
        && head[0] == 'P'
        && head[1] == 'K'
        && !file.toString().toLowerCase(Locale.ROOT).endsWith(".keras");
  }

  @Override
  public ImportedModel read(Path file, Wishes wishes) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("zoo-import");
      return read(file, wishes, folder);
    } catch (IOException e) {
      throw new ZooException("cannot read " + file + ": " + SafeFiles.reason(e), e);
    } finally {
      discard(folder);
    }
  }

  private ImportedModel read(Path file, Wishes wishes, Path folder) throws IOException {
    Dl4jChild.Task task =
        new Dl4jChild.Task(
            file.toAbsolutePath().toString(),
            wishes.input().orElse(null),
            wishes.code().orElse(null));
    String ended = run(Json.line(task), folder);
    Path refused = folder.resolve(Dl4jChild.REFUSED);
    if (Files.exists(refused)) {
      throw new ZooException(Json.read(refused, Dl4jChild.Refusal.class).message());
    }
    if (!Files.exists(folder.resolve(Dl4jChild.MODEL))) {
      throw new ZooException(
          "%s was not read within %d s and the allowed memory: the reader %s"
              .formatted(file, time.toSeconds(), ended));
    }
    Dl4jChild.Found found = Json.read(folder.resolve(Dl4jChild.MODEL), Dl4jChild.Found.class);
    return new ImportedModel(
        found.architecture(),
        Safetensors.read(folder.resolve(Dl4jChild.WEIGHTS)).tensors(),
        found.loss(),
        found.layers(),
        found.code(),
        false,
        notAsked());
  }

  /** Why the original cannot be compared with. */
  static ImportedModel.Original notAsked() {
    return ImportedModel.Original.absent(
        "Deeplearning4j's own reader is not used, because it runs code that the file names; give"
            + " inputs and outputs of the original as arrays");
  }

  /** Runs the child and says how it ended. */
  private String run(String task, Path folder) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(task, folder));
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    // A network is tried on the CPU, whatever this process computes on.
    builder.environment().put(ND4JEnvironmentVars.BACKEND_PRIORITY_CPU, "1000");
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process child = builder.start();
    try {
      child.getOutputStream().close();
      if (!child.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
        return "was stopped";
      }
      return "ended with code " + child.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "was interrupted";
    } finally {
      child.destroyForcibly();
    }
  }

  private List<String> command(String task, Path folder) {
    List<String> command = new ArrayList<>();
    if (new File("/bin/sh").canExecute() && System.getProperty("os.name").startsWith("Linux")) {
      command.addAll(
          List.of("/bin/sh", "-c", "ulimit -v " + spaceKib + " && exec \"$@\"", "zoo-import"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(LIMITS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Dl4jChild.class.getName());
    command.add(task);
    command.add(folder.toString());
    return command;
  }

  private static void discard(Path folder) {
    if (folder == null) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      // It is in the system's folder for temporary files.
      return;
    }
  }
}
