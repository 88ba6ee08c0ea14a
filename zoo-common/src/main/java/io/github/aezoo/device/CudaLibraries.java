package io.github.aezoo.device;

import java.util.List;
import java.util.Optional;

/** Whether NVIDIA's libraries that the CUDA backend calls can be loaded. */
public interface CudaLibraries {
  /** What is wrong, in one line with what to do; empty when all is there. */
  Optional<String> trouble(Build build);

  /** The compute capability of the only visible card, as CUDA tells it; empty when it cannot. */
  Optional<ComputeCapability> capability();

  /** Those of this machine. */
  static CudaLibraries installed() {
    return new InstalledCuda();
  }

  /** The message for libraries that did not load. */
  static String missing(Build build, Throwable reason) {
    Throwable cause = reason;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message =
        String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given");
    if (message.contains("libcuda.so") || message.contains("nvcuda.dll")) {
      return "the driver's own library expected; %s: reinstall NVIDIA's driver".formatted(message);
    }
    List<String> found = InstalledCuda.found();
    return "the libraries of CUDA 11 (libcublas, libcusolver, libcusparse) expected; %s (%s): install CUDA %s, or build with %s -Dzoo.redist=true, which brings them (1.8 GB)"
        .formatted(
            found.isEmpty() ? "none was found" : "found " + String.join(", ", found),
            message,
            build.cuda().orElse("11"),
            build.command());
  }
}
