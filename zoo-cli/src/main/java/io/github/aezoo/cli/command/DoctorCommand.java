package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.device.Diagnosis;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.zoo.Zoo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Shows what this machine and this build can use. */
@CommandLine.Command(
    name = "doctor",
    description =
        "Shows Java, backend, BLAS, threads, memory, and whether this build can use the GPUs.",
    footerHeading = Command.EXAMPLES,
    footer = {"  zoo doctor", "  zoo doctor --trial --device gpu"})
public final class DoctorCommand extends Command {
  @Option(
      names = "--trial",
      description =
          "Also compute one kernel, one matrix product and random numbers, and check the results.")
  private boolean trial;

  @Override
  public Integer call() {
    Diagnosis found = Zoo.doctor(trial);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("zoo", found.environment().zoo());
    json.put("java", found.environment().java());
    json.put("system", found.environment().system());
    json.put("build", found.build());
    json.put("device", options().choice().gpu().isPresent() ? "gpu" : "cpu");
    json.put("deviceWhy", options().choice().why());
    json.put("backend", found.environment().backend());
    json.put("dl4j", found.environment().dl4j());
    json.put("blas", found.blas());
    json.put("threads", options().threads());
    json.put("ompNumThreads", System.getenv("OMP_NUM_THREADS"));
    json.put("heapMaxBytes", found.heapMaxBytes());
    json.put("offHeapMaxBytes", found.offHeapMaxBytes());
    json.put("processMaxBytes", found.processMaxBytes());
    found
        .memory()
        .ifPresent(
            memory -> {
              json.put("deviceTotalBytes", memory.totalBytes());
              json.put("deviceFreeBytes", memory.freeBytes());
              json.put("deviceMaxBytes", memory.maxBytes());
            });
    json.put("computes", found.computes());
    if (trial) {
      json.put("trial", found.trials());
    }
    json.put("store", options().store().toString());
    json.put("dataRoots", options().dataRoots().stream().map(Object::toString).toList());
    json.put("driver", found.driver());
    found.driverTrouble().ifPresent(why -> json.put("driverWhy", why));
    json.put("gpus", found.gpus());
    print(json, () -> people(json));
    return found.computes() ? 0 : 1;
  }

  private void people(Map<String, Object> json) {
    json.forEach(
        (key, value) -> {
          if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Record) {
            list.forEach(
                row ->
                    out()
                        .printf(
                            "%-15s %s%n", row instanceof Diagnosis.Gpu ? "gpu" : key, shown(row)));
          } else {
            out().printf("%-15s %s%n", key, shown(key, value));
          }
        });
  }

  private static String shown(Object row) {
    return row instanceof Diagnosis.Gpu gpu
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
