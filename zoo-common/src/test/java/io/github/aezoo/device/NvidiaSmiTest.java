package io.github.aezoo.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program in place of {@code nvidia-smi} that answers as drivers do. */
final class NvidiaSmiTest {
  private static final int SECONDS = 20;

  @TempDir private Path temp;

  @BeforeEach
  void scriptsRunHere() {
    assumeFalse(
        System.getProperty("os.name").startsWith("Windows"), "the stand-in is a shell script");
  }

  private Driver.Answer answer(String script, int seconds) throws Exception {
    Path file = Files.writeString(temp.resolve("smi"), "#!/bin/sh\n" + script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return new NvidiaSmi(file.toString(), seconds).ask();
  }

  private Driver.Answer says(String text, int code) throws Exception {
    return answer("cat <<'END'\n%s\nEND\nexit %d\n".formatted(text, code), SECONDS);
  }

  @Test
  void cardsAreRead() throws Exception {
    Driver.Answer answer =
        says(
            "0, GPU-aa, NVIDIA RTX A4000, 535.104.05, 16376, 8.6\n"
                + "1, GPU-bb, NVIDIA H100 80GB HBM3, 535.104.05, [N/A], 9.0",
            0);
    assertThat(answer.version()).contains("535.104.05");
    assertThat(answer.trouble()).isEmpty();
    assertThat(answer.gpus())
        .containsExactly(
            new Gpu(
                0,
                "GPU-aa",
                "NVIDIA RTX A4000",
                Optional.of(new ComputeCapability(8, 6)),
                16_376L << 20),
            new Gpu(
                1, "GPU-bb", "NVIDIA H100 80GB HBM3", Optional.of(new ComputeCapability(9, 0)), 0));
    assertThat(answer.gpus().get(0)).hasToString("NVIDIA RTX A4000 (compute capability 8.6)");
  }

  @Test
  void anOldDriverIsAskedForLess() throws Exception {
    Driver.Answer answer =
        answer(
            """
            case "$1" in
              *compute_cap*) echo 'Field "compute_cap" is not a valid field to query.'; exit 2 ;;
            esac
            echo '0, GPU-aa, Tesla K80, 470.223.02, 11441'
            """,
            SECONDS);
    assertThat(answer.version()).contains("470.223.02");
    assertThat(answer.gpus()).hasSize(1);
    assertThat(answer.gpus().get(0).capability()).isEmpty();
  }

  @Test
  void whatGoesWrongIsTold() throws Exception {
    assertThat(new NvidiaSmi(temp.resolve("none").toString(), SECONDS).ask().trouble())
        .contains(temp.resolve("none") + " was not found");
    assertThat(says("No devices were found", 0).trouble()).contains("the driver lists no card");
    assertThat(says("", 0).trouble()).contains("the driver lists no card");
    assertThat(
            says("NVIDIA-SMI has failed because it couldn't communicate with the driver.", 9)
                .trouble()
                .orElseThrow())
        .contains("says: NVIDIA-SMI has failed");
    assertThat(says("<html>, what, is, this, at all?", 0).trouble().orElseThrow())
        .contains("says: <html>");
    assertThat(answer("exec sleep 60\n", 1).trouble().orElseThrow())
        .contains("did not answer within 1 s");
  }
}
