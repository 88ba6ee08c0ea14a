package io.github.aezoo.cli;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.option.GlobalOptions;
import io.github.aezoo.device.Device;
import io.github.aezoo.device.Devices;
import io.github.aezoo.device.Gpu;
import io.github.aezoo.device.TranslatedLibrary;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Chooses the device before a command runs, and warns if it is not the requested one. */
final class DeviceStart {
  /** Set in the process that tries a card, so that it does not start another. */
  private static final String TRIAL = "zoo.trial";

  private DeviceStart() {}

  static void before(Command command) {
    GlobalOptions options = command.options();
    Devices.Choice choice =
        Devices.here()
            .choose(
                options.device(),
                gpu -> {
                  if (Boolean.getBoolean(TRIAL)) {
                    return Optional.empty();
                  }
                  command.err().println("zoo: testing " + gpu + " in a separate process first;");
                  command
                      .err()
                      .println(
                          TranslatedLibrary.find(options.store(), gpu).isPresent()
                              ? "zoo: its GPU code was translated ahead of time"
                              : "zoo: if the driver has to translate the GPU code, this takes 10 to 20 minutes, once; 'zoo doctor --translate' does it ahead of time");
                  return trial(gpu, options.store());
                });
    Optional<Path> translated =
        choice.gpu().flatMap(gpu -> TranslatedLibrary.find(options.store(), gpu));
    translated.ifPresentOrElse(
        file ->
            command
                .err()
                .printf(
                    "zoo: warning: %s is experimental; its GPU code was translated ahead of time (%s)%n",
                    choice.gpu().orElseThrow(), file),
        () ->
            choice
                .warning()
                .ifPresent(warning -> command.err().println("zoo: warning: " + warning)));
    Devices.use(choice, translated);
    options.started(choice);
  }

  /** A driver that fails to translate takes its process with it: not this one. */
  private static Optional<String> trial(Gpu gpu, Path store) {
    List<String> words = new ArrayList<>();
    words.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    words.addAll(
        List.of(
            "-D" + TRIAL + "=true",
            "-cp",
            System.getProperty("java.class.path"),
            ZooCommand.class.getName(),
            "doctor",
            "--trial",
            "--store",
            store.toString(),
            "--device",
            Device.GPU.name()));
    try {
      Process child =
          new ProcessBuilder(words)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      int code = child.waitFor();
      return code == 0
          ? Optional.empty()
          : Optional.of(
              "%s failed the test, which ended with exit code %d: run 'zoo doctor --trial --device gpu' for details, or use --device cpu"
                  .formatted(gpu, code));
    } catch (IOException e) {
      return Optional.of("the test of %s did not start: %s".formatted(gpu, e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the test of %s was interrupted".formatted(gpu));
    }
  }
}
