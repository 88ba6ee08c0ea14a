package io.github.aezoo.device.fatbin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.io.SettingException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ToolkitTest {
  @TempDir private Path temp;

  private Path toolkit(String name) throws IOException {
    Path bin = Files.createDirectories(temp.resolve(name).resolve("bin"));
    for (String program : new String[] {"ptxas", "fatbinary"}) {
      assertThat(Files.createFile(bin.resolve(program)).toFile().setExecutable(true)).isTrue();
    }
    return bin;
  }

  private Path found(Map<String, String> environment) {
    return Toolkit.find(environment, temp).folder();
  }

  @Test
  void thePathGoesBeforeVariablesAndThoseBeforeTheSystem() throws IOException {
    Path system = toolkit("cuda-11.8");
    toolkit("cuda-11.2");
    Path home = toolkit("home");
    Path path = toolkit("path");
    Path half = toolkit("half");
    Files.delete(half.resolve("fatbinary"));
    assertThat(found(Map.of())).isEqualTo(system);
    assertThat(found(Map.of("CUDA_PATH", temp.resolve("home").toString()))).isEqualTo(home);
    assertThat(
            found(
                Map.of(
                    "CUDA_HOME",
                    temp.resolve("home").toString(),
                    "PATH",
                    half + File.pathSeparator + path)))
        .isEqualTo(path);
  }

  @Test
  void aFolderIsTheToolkitOrItsPrograms() throws IOException {
    Path bin = toolkit("mine");
    assertThat(Toolkit.of(temp.resolve("mine")).folder()).isEqualTo(bin);
    assertThat(Toolkit.of(bin).folder()).isEqualTo(bin);
    assertThatThrownBy(() -> Toolkit.of(temp))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("a CUDA toolkit with bin/ptxas and bin/fatbinary expected; " + temp);
  }

  @Test
  void withoutOneTheMessageSaysWhereItWasLookedFor() {
    assertThatThrownBy(() -> found(Map.of("PATH", temp.toString(), "CUDA_HOME", " ")))
        .isInstanceOfSatisfying(
            SettingException.class, e -> assertThat(e.setting()).isEqualTo("cuda"))
        .hasMessageContaining("expected on the PATH, in CUDA_HOME or in " + temp);
  }
}
