package io.github.aezoo.cli;

import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.zoo.Environment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine;

/** What this machine and this build have. */
@CommandLine.Command(
    name = "doctor",
    description = "Java, backend, BLAS, threads, memory, GPUs and whether this build can use them.")
final class DoctorCommand extends Command {
  private static final long SMI_SECONDS = 10;

  /**
   * A GPU that the driver knows.
   *
   * @param name as the driver calls it
   * @param computeCapability for example 8.6
   * @param supported whether this build can run on it
   * @param why in a sentence
   */
  private record Gpu(String name, String computeCapability, boolean supported, String why) {}

  @Override
  public Integer call() {
    Environment here = Environment.here();
    // A first operation: libraries that load but cannot compute are found here.
    double two = Nd4j.ones(2).sumNumber().doubleValue();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("zoo", here.zoo());
    json.put("java", here.java());
    json.put("system", here.system());
    json.put("backend", here.backend());
    json.put("dl4j", here.dl4j());
    json.put("blas", Nd4j.factory().blas().getBlasVendor().toString());
    json.put("threads", options().threads());
    json.put("ompNumThreads", System.getenv("OMP_NUM_THREADS"));
    json.put("heapMaxBytes", Runtime.getRuntime().maxMemory());
    json.put("offHeapMaxBytes", Pointer.maxBytes());
    json.put("computes", two == 2);
    json.put("store", options().store().toString());
    json.put("dataRoots", options().dataRoots().stream().map(Object::toString).toList());
    json.put("gpus", gpus());
    print(json, () -> json.forEach((k, v) -> out().printf("%-16s%s%n", k, shown(k, v))));
    return two == 2 ? 0 : 1;
  }

  private static Object shown(String key, Object value) {
    if (key.endsWith("Bytes")) {
      return Numbers.megabytes((Long) value);
    }
    return value instanceof List<?> list && list.isEmpty() ? "none" : value;
  }

  /** What {@code nvidia-smi} lists; nothing when there is no driver. */
  private List<Gpu> gpus() {
    List<Gpu> gpus = new ArrayList<>();
    try {
      Process smi =
          new ProcessBuilder("nvidia-smi", "--query-gpu=name,compute_cap", "--format=csv,noheader")
              .redirectErrorStream(true)
              .start();
      String text = new String(smi.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!smi.waitFor(SMI_SECONDS, TimeUnit.SECONDS) || smi.exitValue() != 0) {
        return gpus;
      }
      for (String line : text.lines().toList()) {
        String[] fields = line.split(",", 2);
        if (fields.length == 2) {
          gpus.add(
              new Gpu(
                  fields[0].strip(),
                  fields[1].strip(),
                  false,
                  "this distribution holds the CPU backend alone"));
        }
      }
    } catch (IOException e) {
      if (options().verbose()) {
        err().println("zoo: no nvidia-smi: " + SafeFiles.reason(e));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return gpus;
  }
}
