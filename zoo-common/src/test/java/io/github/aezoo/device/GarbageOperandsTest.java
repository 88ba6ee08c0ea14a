package io.github.aezoo.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

final class GarbageOperandsTest {
  @TempDir private Path folder;

  /** A small heap, a smaller young generation, and code that is compiled at once. */
  private static final List<String> OPTIONS =
      List.of(
          "-Xmx128m",
          "-Xmn4m",
          "-XX:+UseSerialGC",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:Tier3InvocationThreshold=20",
          "-XX:Tier3MinInvocationThreshold=10",
          "-XX:Tier3CompileThreshold=20",
          "-XX:Tier4InvocationThreshold=50",
          "-XX:Tier4MinInvocationThreshold=40",
          "-XX:Tier4CompileThreshold=60",
          "-Dorg.nd4j.log.initialization=false");

  private record Run(int code, String output) {}

  private Run run(int seconds, String... options) throws IOException, InterruptedException {
    Path log = folder.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.add("-XX:ErrorFile=" + folder.resolve("crash.txt"));
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            GarbageOperands.class.getName(),
            String.valueOf(seconds)));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("OMP_NUM_THREADS", "1");
    int code = builder.start().waitFor();
    return new Run(code, Files.readString(log));
  }

  @Test
  void theExecutionerIsOurs() {
    assertThat(Nd4j.getExecutioner()).isInstanceOf(KeepingExecutioner.class);
    assertThat(Nd4j.getBlasWrapper()).isInstanceOf(KeepingBlas.class);
    assertThat(Nd4j.getMemoryManager()).isInstanceOf(KeepingMemory.class);
  }

  @Test
  void operandsLiveUntilACallEnds() throws Exception {
    assertKept(10);
  }

  @Test
  @Tag("eval")
  void operandsLiveUntilACallEndsForTwentyMinutes() throws Exception {
    assertKept(1200);
  }

  private void assertKept(int seconds) throws IOException, InterruptedException {
    Run run = run(seconds);
    assertThat(run.output()).contains("KeepingExecutioner: ").contains(" 0 wrong");
    assertThat(run.code()).isZero();
  }

  /** What shows that the program above finds what it looks for. */
  @Test
  @Tag("eval")
  void withoutFencesTheProcessDies() throws Exception {
    for (Class<?> executioner : List.of(NativeOpExecutioner.class, Unfenced.class)) {
      Run run = run(120, "-Dopexec=" + executioner.getName());
      assertThat(run.output()).contains("SIGSEGV").doesNotContain("rounds");
      assertThat(run.code()).isNotZero();
    }
  }

  /** Ours without the fence. */
  public static final class Unfenced extends NativeOpExecutioner {
    @Override
    public org.nd4j.linalg.api.ndarray.INDArray exec(org.nd4j.linalg.api.ops.BroadcastOp op) {
      return super.exec(op);
    }
  }
}
