package io.github.aezoo.device;

import io.github.aezoo.io.SafeFiles;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * Loads CUDA's libraries as ND4J is about to do, which would print a stack trace and go on without.
 * Runs nothing on a card.
 *
 * <p>By name, as this library is compiled without CUDA.
 */
final class InstalledCuda implements CudaLibraries {
  private static final String PACKAGE = "org.bytedeco.cuda.global.";
  private static final String RUNTIME = "cudart";

  // cudaDevAttrComputeCapabilityMajor and -Minor.
  private static final int MAJOR = 75;
  private static final int MINOR = 76;

  @Override
  public Optional<String> trouble(Build build) {
    try {
      for (String part : List.of(RUNTIME, "cublas", "cusolver")) {
        Loader.load(Class.forName(PACKAGE + part));
      }
      int[] count = new int[1];
      Object code = runtime().getMethod("cudaGetDeviceCount", int[].class).invoke(null, count);
      return code.equals(0) && count[0] > 0
          ? Optional.empty()
          : Optional.of(
              "a card that CUDA can use expected; it sees none (error %s), though the driver lists one: is it hidden from this container?"
                  .formatted(code));
    } catch (ReflectiveOperationException | LinkageError e) {
      return Optional.of(CudaLibraries.missing(build, e));
    }
  }

  @Override
  public Optional<ComputeCapability> capability() {
    try {
      return Optional.of(new ComputeCapability(attribute(MAJOR), attribute(MINOR)))
          .filter(capability -> capability.major() > 0);
    } catch (ReflectiveOperationException | LinkageError e) {
      return Optional.empty();
    }
  }

  private static Class<?> runtime() throws ClassNotFoundException {
    return Class.forName(PACKAGE + RUNTIME);
  }

  private static int attribute(int attribute) throws ReflectiveOperationException {
    int[] value = new int[1];
    Object code =
        runtime()
            .getMethod("cudaDeviceGetAttribute", int[].class, int.class, int.class)
            .invoke(null, value, attribute, 0);
    return code.equals(0) ? value[0] : 0;
  }

  /** What there is instead, for the message. */
  static List<String> found() {
    return folders().stream()
        .flatMap(
            folder -> {
              String[] names = folder.toFile().list((f, name) -> isCublas(name));
              return names == null ? Stream.empty() : Arrays.stream(names);
            })
        .distinct()
        .sorted()
        .toList();
  }

  private static boolean isCublas(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.matches("libcublas\\.so\\.\\d+|cublas64_\\d+\\.dll");
  }

  private static List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    for (String variable : List.of("LD_LIBRARY_PATH", "PATH")) {
      String value = System.getenv(variable);
      if (value != null) {
        for (String folder : value.split(File.pathSeparator, -1)) {
          SafeFiles.path(folder).ifPresent(folders::add);
        }
      }
    }
    folders.add(Path.of("/usr/local/cuda/lib64"));
    folders.add(Path.of("/usr/lib/x86_64-linux-gnu"));
    return folders.stream().filter(Files::isDirectory).toList();
  }
}
