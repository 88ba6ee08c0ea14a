package io.github.aezoo.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("engine")
final class BackendLoaderTest {
  private static final String BACKENDS = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";
  private static final String OTHERS = "META-INF/services/org.example.Compressor";

  @TempDir private Path temp;

  private URL jar(String name, String backend) throws IOException {
    Path file = temp.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String entry : new String[] {BACKENDS, OTHERS, "other.properties"}) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.write(backend.getBytes(StandardCharsets.UTF_8));
      }
    }
    return file.toUri().toURL();
  }

  private static int count(ClassLoader loader, String name) throws IOException {
    return Collections.list(loader.getResources(name)).size();
  }

  @Test
  void theServicesOfOneJarAreHiddenAndNothingElse() throws Exception {
    URL cpu = jar("cpu.jar", "org.nd4j.linalg.cpu.nativecpu.CpuBackend");
    URL gpu = jar("gpu.jar", "org.nd4j.linalg.jcublas.JCublasBackend");
    try (URLClassLoader both = new URLClassLoader(new URL[] {gpu, cpu}, null)) {
      for (String hidden : new String[] {"CpuBackend", "JCublasBackend"}) {
        BackendLoader loader = new BackendLoader(both, hidden);
        assertThat(count(loader, BACKENDS)).isEqualTo(1);
        assertThat(count(loader, OTHERS)).isEqualTo(1);
        assertThat(count(loader, "other.properties")).isEqualTo(2);
        String left = Collections.list(loader.getResources(BACKENDS)).get(0).toString();
        assertThat(left).contains(hidden.equals("CpuBackend") ? "gpu.jar" : "cpu.jar");
      }
      assertThat(count(new BackendLoader(both, "NoBackend"), BACKENDS)).isEqualTo(2);
    }
  }
}
