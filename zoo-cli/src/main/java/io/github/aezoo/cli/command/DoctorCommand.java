package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.print.Progress;
import io.github.aezoo.device.Build;
import io.github.aezoo.device.Devices;
import io.github.aezoo.device.Diagnosis;
import io.github.aezoo.device.TranslatedLibrary;
import io.github.aezoo.device.fatbin.Toolkit;
import io.github.aezoo.device.fatbin.Translation;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.zoo.Zoo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Shows what this machine and this build can use. */
@CommandLine.Command(
    name = "doctor",
    description =
        "Shows Java, backend, BLAS, threads, memory, and whether this build can use the GPUs.",
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo doctor",
      "  zoo doctor --trial --device gpu",
      "  zoo doctor --translate --arch sm_90 --cuda /usr/local/cuda"
    })
public final class DoctorCommand extends Command {
  private static final int MAX_JOBS = 256;

  /** A translation takes minutes, and people wait for it. */
  private static final int EVERY_SECONDS = 4;

  @Option(
      names = "--trial",
      description =
          "Also compute one kernel, one matrix product and random numbers, and check the results.")
  private boolean trial;

  @Option(
      names = "--translate",
      description =
          "Translate the GPU code of the build cuda-jit ahead of time, with the ptxas and fatbinary"
              + " of an installed CUDA toolkit, and keep it in the store.")
  private boolean translate;

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      description = "Architecture to translate for (default: the first visible card's).")
  private String arch;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Modules to translate at once (default: number of processors).")
  private Integer jobs;

  @Option(
      names = "--cuda",
      paramLabel = "DIR",
      description =
          "Folder of the CUDA toolkit (default: from PATH, CUDA_HOME, CUDA_PATH, /usr/local/cuda*).")
  private Path cuda;

  /** The translation needs no card; with one, it goes before the first start. */
  @Override
  public boolean computes() {
    return !translate;
  }

  @Override
  public Integer call() {
    if (translate) {
      return translated();
    }
    if (arch != null || jobs != null || cuda != null) {
      throw wrongUsage("--arch, --jobs and --cuda are expected with --translate only");
    }
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
    options()
        .choice()
        .gpu()
        .flatMap(gpu -> TranslatedLibrary.find(options().store(), gpu))
        .ifPresent(file -> json.put("translated", file.toString()));
    json.put("driver", found.driver());
    found.driverTrouble().ifPresent(why -> json.put("driverWhy", why));
    json.put("gpus", found.gpus());
    print(json, () -> people(json));
    return found.computes() ? 0 : 1;
  }

  private Integer translated() {
    requireRange("--jobs", jobs, 1, MAX_JOBS);
    if (trial) {
      throw wrongUsage("--translate or --trial expected; got both: try the card afterwards");
    }
    long began = System.nanoTime();
    Build build = Build.here();
    TranslatedLibrary.requirePtx(build);
    Toolkit toolkit = cuda == null ? Toolkit.find(System.getenv()) : Toolkit.of(cuda);
    String target = arch == null ? TranslatedLibrary.architecture(Devices.here().survey()) : arch;
    Translation translation =
        new Translation(target, jobs == null ? options().threads() : jobs, toolkit);
    Translation.Result made;
    try (Progress progress = progress("translate", 0, "modules", EVERY_SECONDS)) {
      made =
          TranslatedLibrary.make(
              build,
              translation,
              options().store(),
              (stage, done, total) -> {
                progress.note(stage);
                progress.at(done, total);
              });
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", made.file().toString());
    json.put("arch", target);
    json.put("modules", made.modules());
    json.put("untouched", made.untouched());
    json.put("codeBytes", made.codeBytes());
    json.put("seconds", (System.nanoTime() - began) / 1e9);
    print(
        json,
        () ->
            out()
                .println(
                    made.modules() == 0
                        ? "translated already: " + made.file()
                        : String.format(
                            Locale.ROOT,
                            "%d modules translated for %s, %s of machine code, in %.0f s: %s",
                            made.modules(),
                            target,
                            Numbers.megabytes(made.codeBytes()),
                            (System.nanoTime() - began) / 1e9,
                            made.file())));
    return 0;
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
