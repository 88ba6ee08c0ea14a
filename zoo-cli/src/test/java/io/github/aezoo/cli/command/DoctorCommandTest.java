package io.github.aezoo.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.cli.Ran;
import io.github.aezoo.device.Build;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("engine")
final class DoctorCommandTest {
  @BeforeEach
  void thisIsABuildForTheCpu() {
    assumeTrue(Build.here().cuda().isEmpty(), "a CUDA build may find a card");
  }

  @Test
  void theKeysThatScriptsRelyOnAreThere() {
    JsonNode json = Ran.tiny("doctor", "--trial", "--json").json();
    assertThat(Ran.keys(json))
        .contains(
            "java",
            "backend",
            "dl4j",
            "blas",
            "threads",
            "heapMaxBytes",
            "offHeapMaxBytes",
            "gpus",
            "build",
            "device",
            "deviceWhy",
            "driver",
            "processMaxBytes");
    assertThat(json.get("device").asText()).isEqualTo("cpu");
    assertThat(json.get("build").asText()).isEqualTo("cpu: only the CPU backend");
    assertThat(json.get("backend").asText()).isEqualTo("CpuBackend");
    assertThat(json.get("trial"))
        .hasSize(3)
        .allSatisfy(row -> assertThat(row.get("ok").asBoolean()).isTrue());
  }

  @Test
  void aGpuThatThisBuildCannotUseIsOneLine() {
    for (String command : new String[] {"doctor", "verify"}) {
      Ran.tiny(command, "--device", "gpu").fails(1, "--device: a GPU was requested: ");
    }
    assertThat(Ran.tiny("list", "--device", "gpu").ok().err()).isEmpty();
    Ran.tiny("verify", "--device", "tpu").fails(2, "--device", "tpu");
    assertThat(Ran.tiny("verify", "--device", "CPU").ok().err()).isEmpty();
  }

  @Test
  void aTranslationNeedsABuildWithPtx() {
    Ran.tiny("doctor", "--translate", "--arch", "sm_90")
        .fails(1, "a build with PTX expected; this one (cpu)", "mvn -Pcuda-jit");
  }

  @Test
  void optionsOfATranslationStandBesideItOnly() {
    for (String option : new String[] {"--arch=sm_90", "--jobs=2", "--cuda=cuda"}) {
      Ran.tiny("doctor", option).fails(2, "expected with --translate only");
    }
    Ran.tiny("doctor", "--translate", "--trial").fails(2, "--translate or --trial expected");
    Ran.tiny("doctor", "--translate", "--jobs=0").fails(2, "--jobs: 1 to 256 expected; got 0");
  }
}
