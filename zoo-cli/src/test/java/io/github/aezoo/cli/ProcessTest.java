package io.github.aezoo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.io.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a process of its own shows: signals, standard streams, classes that are loaded. */
@Execution(ExecutionMode.SAME_THREAD)
final class ProcessTest {
  private static final int SECONDS = 60;

  /** Long enough that a signal comes in the middle, short enough to be run to its end. */
  private static final int EPOCHS = 50;

  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({"INT,130", "TERM,143"})
  void aSignalSavesAndResumeGivesTheSameWeights(String signal, int code) throws Exception {
    assumeTrue(isUnix(), "signals are sent by kill, which this system does not have");
    Path recipe = Files.writeString(temp.resolve("r.json"), TinyZoo.recipe(EPOCHS));
    Path whole = temp.resolve("whole");
    Path parts = temp.resolve("parts");
    Process child = startProcess(withSignals(java(train(recipe, parts))), "first");
    Path last = parts.resolve("training/last.safetensors");
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!Files.exists(last) && System.nanoTime() < until && child.isAlive()) {
      Thread.sleep(5);
    }
    new ProcessBuilder("kill", "-" + signal, String.valueOf(child.pid())).start().waitFor();
    Ran stopped = finish(child, "first");
    assertThat(stopped.code()).as(stopped.err()).isEqualTo(code);
    assertThat(stopped.err().lines())
        .allMatch(line -> line.startsWith("zoo: "))
        .endsWith("zoo: interrupted and saved; continue with --resume");
    assertThat(stopped.out()).isEmpty();
    assertThat(last).exists();
    assertThat(parts.resolve("card.json")).doesNotExist();

    Ran.tiny("train", recipe, "--out", parts, "--threads", 1, "--resume").ok();
    Ran.tiny("train", recipe, "--out", whole, "--threads", 1).ok();
    assertThat(sha256(parts)).isEqualTo(sha256(whole));
  }

  @Test
  void trainAsJsonPrintsOneDocumentAndNoNoise() throws Exception {
    Path recipe = Files.writeString(temp.resolve("r.json"), TinyZoo.recipe(1));
    List<Object> args = train(recipe, temp.resolve("run"));
    args.add("--json");
    Ran ran = finish(start(args, "json"), "json");
    assertThat(ran.json().get("epochs").asInt()).isEqualTo(1);
    assertThat(ran.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "recipes", "show", "help", "--help", "--version"})
  void aLookNeverStartsTheEngine(String command) throws Exception {
    List<Object> args =
        new ArrayList<>(List.of("-Xlog:class+load:file=" + temp.resolve("classes")));
    args.add(ZooCommand.class.getName());
    args.add(command);
    if (command.equals("show")) {
      args.add(TinyZoo.MODEL);
    }
    if (!command.startsWith("--")) {
      args.addAll(List.of("--catalogue", TinyZoo.catalogue()));
    }
    Ran ran = finish(startJava(args, "look"), "look");
    assertThat(ran.ok().out()).isNotBlank();
    assertThat(ran.err()).isEmpty();
    String classes = Files.readString(temp.resolve("classes"));
    assertThat(classes)
        .contains("io.github.aezoo.cli.ZooCommand")
        .doesNotContain("org.nd4j.linalg.factory.Nd4j ", "org.bytedeco.javacpp.Loader ");
    boolean ofAll = command.equals("help") || command.startsWith("--");
    assertThat(classes.contains("cli.command.TrainCommand ")).as("other commands").isEqualTo(ofAll);
  }

  @Test
  void anErrorAsJsonIsAllThatIsPrinted() throws Exception {
    List<Object> args =
        List.of(
            ZooCommand.class.getName(), "train", "undercomplete-dep.mnist", "--out", "x", "--json");
    finish(startJava(args, "error"), "error").failsAsJson(1, "undercomplete-deep.mnist");
  }

  @Test
  void aFullDiskLeavesNothingBehind() throws Exception {
    assumeTrue(isUnix(), "a full disk is simulated by ulimit, which this system does not have");
    Path folder = Files.createDirectory(temp.resolve("full"));
    List<String> java = java(List.of("-XX:-UsePerfData", ZooCommand.class.getName()));
    List<String> shell = new ArrayList<>(List.of("sh", "-c", "ulimit -f 8; exec \"$@\"", "sh"));
    shell.addAll(java);
    Path out = folder.resolve("codes.npy");
    // 1,000 codes of 8 floats: 32,128 bytes, and no file may have more than 8 blocks.
    Object[] args = {
      "encode",
      TinyZoo.MODEL,
      "--data",
      "synthetic-digits",
      "--out",
      out,
      "--quiet",
      "--catalogue",
      TinyZoo.catalogue(),
      "--store",
      TinyZoo.store()
    };
    shell.addAll(List.of(Ran.words(args)));
    Ran ran = finish(startProcess(shell, "full"), "full");
    ran.fails(1, "cannot write " + out, "free space");
    assertThat(Ran.isEmptyFolder(folder)).as("nothing half-written").isTrue();
  }

  private static List<Object> train(Path recipe, Path out) {
    return new ArrayList<>(
        List.of(
            ZooCommand.class.getName(),
            "train",
            recipe,
            "--out",
            out,
            "--threads",
            1,
            "--quiet",
            "--store",
            TinyZoo.store()));
  }

  private Process start(List<Object> args, String name) throws IOException {
    return startJava(args, name);
  }

  private Process startJava(List<Object> args, String name) throws IOException {
    return startProcess(java(args), name);
  }

  private static List<String> java(List<Object> args) {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx1g"));
    // As bin/zoo says it: newer Java warns of what ND4J does unless told.
    all.add("--enable-native-access=ALL-UNNAMED");
    if (Runtime.version().feature() >= 23) {
      all.add("--sun-misc-unsafe-memory-access=allow");
    }
    all.addAll(List.of("-cp", System.getProperty("java.class.path")));
    all.addAll(List.of(Ran.words(args.toArray())));
    return all;
  }

  private Process startProcess(List<String> command, String name) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(key -> key.startsWith("JAVA_") || key.equals("_JAVA_OPTIONS"));
    builder.environment().put("OMP_NUM_THREADS", "1");
    return builder.redirectOutput(file(name, "out")).redirectError(file(name, "err")).start();
  }

  private Ran finish(Process child, String name) throws Exception {
    if (!child.waitFor(SECONDS, TimeUnit.SECONDS)) {
      child.destroyForcibly().waitFor();
      throw new AssertionError(
          name + " did not end: " + Files.readString(file(name, "err").toPath()));
    }
    return new Ran(
        child.exitValue(),
        Files.readString(file(name, "out").toPath()),
        Files.readString(file(name, "err").toPath()));
  }

  private File file(String name, String stream) {
    return temp.resolve(name + "." + stream).toFile();
  }

  /**
   * A command that SIGINT reaches. A build in the background of a script ({@code nohup mvn verify
   * &}) ignores it, its children inherit that, and Java then leaves the signal alone; a shell's
   * {@code trap} cannot give back what was ignored when it began.
   */
  private static List<String> withSignals(List<String> command) throws Exception {
    for (List<String> giveBack :
        List.of(
            List.of("env", "--default-signal=INT"),
            List.of("perl", "-e", "$SIG{INT} = 'DEFAULT'; exec @ARGV"))) {
      if (succeeds(with(giveBack, List.of("true")))) {
        return with(giveBack, command);
      }
    }
    // Neither GNU's env nor Perl: right wherever the build is in the foreground.
    return command;
  }

  private static boolean succeeds(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> with(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static boolean isUnix() {
    return File.separatorChar == '/';
  }

  private static String sha256(Path folder) throws IOException {
    String card = Files.readString(folder.resolve("card.json"));
    return Json.read(card, JsonNode.class, "the card").at("/weights/sha256").asText();
  }
}
