package io.github.aezoo.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("engine")
final class BuildTest {
  @Test
  void theResourceSaysWhatThePublishedBinariesHold() {
    assertThat(Build.all()).extracting(Build::name).containsExactly("cpu", "cuda", "cuda-jit");
    Build cuda = Build.all().get(1);
    assertThat(cuda.machineCode())
        .extracting(ComputeCapability::toString)
        .containsExactly("3.7", "5.0", "5.2", "6.0", "6.1", "7.0", "7.5", "8.0", "8.6");
    assertThat(cuda.ptx()).isEmpty();
    Build jit = Build.all().get(2);
    assertThat(jit.machineCode())
        .extracting(ComputeCapability::toString)
        .containsExactly("3.5", "5.0", "5.2", "6.0", "6.1", "7.0", "7.5", "8.0", "8.6");
    assertThat(jit.ptx()).contains(new ComputeCapability(8, 6));
    assertThat(jit.holds()).startsWith("CUDA 11.2, machine code for 3.5 ").endsWith("PTX of 8.6");
    assertThat(Build.all().get(0).holds()).isEqualTo("only the CPU backend");
  }

  @Test
  void thisBuildIsOneOfThem() {
    assertThat(Build.all()).contains(Build.here());
  }

  @Test
  void machineCodeRunsWithinAMajorVersionOnly() {
    Build cuda = Build.all().get(1);
    assertThat(cuda.runsOn(new ComputeCapability(8, 9))).isTrue();
    assertThat(cuda.runsOn(new ComputeCapability(9, 0))).isFalse();
    assertThat(cuda.runsOn(new ComputeCapability(3, 5))).isFalse();
    assertThat(Build.all().get(2).translatesFor(new ComputeCapability(9, 0))).isTrue();
    assertThat(Build.all().get(2).translatesFor(new ComputeCapability(8, 0))).isFalse();
  }
}
