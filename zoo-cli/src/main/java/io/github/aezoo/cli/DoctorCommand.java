package io.github.aezoo.cli;

import io.github.aezoo.device.Build;
import io.github.aezoo.device.ComputeCapability;
import io.github.aezoo.device.DeviceMemory;
import io.github.aezoo.device.Devices;
import io.github.aezoo.device.Verdict;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.zoo.Environment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What this machine and this build have. */
@CommandLine.Command(
    name = "doctor",
    description = "Java, backend, BLAS, threads, memory, GPUs and whether this build can use them.",
    footerHeading = Command.EXAMPLES,
    footer = {"  zoo doctor", "  zoo doctor --trial --device gpu"})
final class DoctorCommand extends Command {
  @Option(
      names = "--trial",
      description = "Also computes one kernel, one matrix product and random numbers, and checks.")
  private boolean trial;

  /**
   * A GPU that the driver knows.
   *
   * @param name as the driver calls it
   * @param computeCapability for example 8.6; unknown when the driver does not tell
   * @param memoryBytes of the card
   * @param visible whether CUDA_VISIBLE_DEVICES shows it
   * @param supported whether this build runs on it
   * @param verdict supported, experimental, or why not in a word
   * @param why in a sentence
   */
  private record GpuRow(
      String name,
      String computeCapability,
      long memoryBytes,
      boolean visible,
      boolean supported,
      String verdict,
      String why) {
    static GpuRow of(Devices.Card card) {
      return new GpuRow(
          card.gpu().name(),
          card.gpu().capability().map(ComputeCapability::toString).orElse("unknown"),
          card.gpu().memoryBytes(),
          card.visible(),
          card.verdict().kind() == Verdict.Kind.SUPPORTED,
          word(card.verdict().kind()),
          card.verdict().why());
    }

    private static String word(Enum<?> kind) {
      return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  @Override
  public Integer call() {
    Environment here = Environment.here();
    // A first operation: libraries that load but cannot compute are found here.
    double two = Nd4j.ones(2).sumNumber().doubleValue();
    List<DoctorTrial> trials = trial ? DoctorTrial.all() : List.of();
    boolean computes = two == 2 && trials.stream().allMatch(DoctorTrial::ok);
    Build build = Build.here();
    Devices.Survey survey = Devices.here().survey();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("zoo", here.zoo());
    json.put("java", here.java());
    json.put("system", here.system());
    json.put("build", build.name() + ": " + build.holds());
    json.put("device", options().choice().gpu().isPresent() ? "gpu" : "cpu");
    json.put("deviceWhy", options().choice().why());
    json.put("backend", here.backend());
    json.put("dl4j", here.dl4j());
    json.put("blas", Nd4j.factory().blas().getBlasVendor().toString());
    json.put("threads", options().threads());
    json.put("ompNumThreads", System.getenv("OMP_NUM_THREADS"));
    json.put("heapMaxBytes", Runtime.getRuntime().maxMemory());
    json.put("offHeapMaxBytes", Pointer.maxBytes());
    json.put("processMaxBytes", Pointer.maxPhysicalBytes());
    if (Devices.onGpu()) {
      DeviceMemory memory = DeviceMemory.here();
      json.put("deviceTotalBytes", memory.totalBytes());
      json.put("deviceFreeBytes", memory.freeBytes());
      json.put("deviceMaxBytes", memory.maxBytes());
    }
    json.put("computes", computes);
    if (trial) {
      json.put("trial", trials);
    }
    json.put("store", options().store().toString());
    json.put("dataRoots", options().dataRoots().stream().map(Object::toString).toList());
    json.put("driver", survey.driver().version().orElse("none"));
    survey.driver().trouble().ifPresent(why -> json.put("driverWhy", why));
    json.put("gpus", survey.cards().stream().map(GpuRow::of).toList());
    print(json, () -> people(json));
    return computes ? 0 : 1;
  }

  private void people(Map<String, Object> json) {
    json.forEach(
        (key, value) -> {
          if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Record) {
            list.forEach(
                row -> out().printf("%-15s %s%n", row instanceof GpuRow ? "gpu" : key, shown(row)));
          } else {
            out().printf("%-15s %s%n", key, shown(key, value));
          }
        });
  }

  private static String shown(Object row) {
    return row instanceof GpuRow gpu
        ? "%s%s: %s".formatted(gpu.verdict(), gpu.visible() ? "" : ", hidden", gpu.why())
        : row.toString();
  }

  private static Object shown(String key, Object value) {
    if (key.endsWith("Bytes")) {
      return Numbers.megabytes((Long) value);
    }
    return value instanceof List<?> list && list.isEmpty() ? "none" : value;
  }
}
