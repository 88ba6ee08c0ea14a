package io.github.aezoo.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.io.SettingException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TranslatedLibraryTest {
  @TempDir private Path temp;

  private URL jar(byte[] library) throws Exception {
    Path jar = temp.resolve(library.length + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("lib.so"));
      zip.write(library);
    }
    return new URL("jar:" + jar.toUri() + "!/lib.so");
  }

  @Test
  void itIsThatOfTheLibraryInThisDistributionAndOfThisArchitecture() throws Exception {
    byte[] library = {1, 2, 3};
    CRC32 crc = new CRC32();
    crc.update(library);
    Path cuda = Files.createDirectories(TranslatedLibrary.folder(temp));
    Path file = Files.createFile(cuda.resolve("%08x-ab-sm_90.so".formatted(crc.getValue())));
    assertThat(TranslatedLibrary.find(temp, jar(library), "sm_90")).contains(file);
    assertThat(TranslatedLibrary.find(temp, jar(library), "sm_9")).isEmpty();
    assertThat(TranslatedLibrary.find(temp, jar(new byte[] {1, 2}), "sm_90")).isEmpty();
    assertThat(TranslatedLibrary.find(temp, file.toUri().toURL(), "sm_90")).isEmpty();
  }

  @Test
  void aBuildWithoutPtxNamesTheOneThatHasIt() {
    for (Build build : Build.all()) {
      if (build.ptx().isPresent()) {
        TranslatedLibrary.requirePtx(build);
      } else {
        assertThatThrownBy(() -> TranslatedLibrary.requirePtx(build))
            .hasMessageStartingWith(
                "a build with PTX expected; this one (%s) holds ".formatted(build.name()))
            .hasMessageEndingWith("build the profile cuda-jit: mvn -Pcuda-jit -DskipTests package");
      }
    }
  }

  private static Devices.Card card(boolean visible, Optional<ComputeCapability> capability) {
    Gpu gpu = new Gpu(0, "GPU-aa", "Card", capability, 0);
    return new Devices.Card(gpu, visible, new Verdict(Verdict.Kind.EXPERIMENTAL, "why"));
  }

  private static String architecture(Devices.Card... cards) {
    Driver.Answer answer = new Driver.Answer(Optional.of("580"), List.of(), Optional.empty());
    return TranslatedLibrary.architecture(new Devices.Survey(answer, List.of(cards)));
  }

  @Test
  void theFirstVisibleCardDecidesTheArchitecture() {
    Optional<ComputeCapability> hopper = ComputeCapability.parse("9.0");
    Optional<ComputeCapability> blackwell = ComputeCapability.parse("12.0");
    assertThat(architecture(card(true, hopper), card(true, blackwell))).isEqualTo("sm_90");
    assertThat(architecture(card(false, hopper), card(true, blackwell))).isEqualTo("sm_120");
    assertThatThrownBy(() -> architecture(card(true, Optional.empty())))
        .isInstanceOf(SettingException.class)
        .hasMessage(
            "a visible card or an architecture expected; no card of known architecture: name the architecture, for example sm_90");
    assertThatThrownBy(
            () ->
                TranslatedLibrary.architecture(
                    new Devices.Survey(Driver.Answer.none("nvidia-smi was not found"), List.of())))
        .hasMessageContaining("expected; nvidia-smi was not found: name");
  }
}
