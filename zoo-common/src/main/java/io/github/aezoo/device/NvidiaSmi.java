package io.github.aezoo.device;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Asks {@code nvidia-smi}, which every driver brings, so nothing of CUDA is loaded.
 *
 * @param command the program, found on the PATH
 * @param seconds how long it may take: a broken driver may never answer
 */
public record NvidiaSmi(String command, int seconds) implements Driver {
  private static final int SECONDS = 20;
  private static final int MAX_BYTES = 1 << 16;
  private static final long MEBIBYTE = 1 << 20;

  /** Drivers before 510 do not know compute_cap and refuse the whole question. */
  private static final List<String> QUESTIONS =
      List.of(
          "index,uuid,name,driver_version,memory.total,compute_cap",
          "index,uuid,name,driver_version,memory.total");

  private static final int FIELDS = 5;

  /** The one on the PATH. */
  public static NvidiaSmi onPath() {
    return new NvidiaSmi("nvidia-smi", SECONDS);
  }

  private record Output(int code, String text) {
    String firstLine() {
      return text.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
    }
  }

  @Override
  public Answer ask() {
    Output output = null;
    for (String question : QUESTIONS) {
      try {
        output = run(question);
      } catch (IOException e) {
        return Answer.none(command + " was not found");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Answer.none(command + " was interrupted");
      }
      if (output == null) {
        return Answer.none(
            "%s did not answer within %d s: the driver hangs".formatted(command, seconds));
      }
      if (output.code() == 0) {
        return parse(output);
      }
    }
    return Answer.none("%s says: %s".formatted(command, output.firstLine()));
  }

  /** Null when it takes too long. */
  private Output run(String question) throws IOException, InterruptedException {
    Process smi =
        new ProcessBuilder(command, "--query-gpu=" + question, "--format=csv,noheader,nounits")
            .redirectErrorStream(true)
            .start();
    smi.getOutputStream().close();
    // Read beside the wait: a hanging driver keeps the stream open.
    CompletableFuture<byte[]> bytes =
        CompletableFuture.supplyAsync(
            () -> {
              try (InputStream in = smi.getInputStream()) {
                return in.readNBytes(MAX_BYTES);
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            });
    if (!smi.waitFor(seconds, TimeUnit.SECONDS)) {
      smi.destroyForcibly();
      return null;
    }
    String text =
        new String(
            bytes.completeOnTimeout(new byte[0], 1, TimeUnit.SECONDS).join(),
            StandardCharsets.UTF_8);
    return new Output(smi.exitValue(), text);
  }

  private Answer parse(Output output) {
    List<Gpu> gpus = new ArrayList<>();
    String version = null;
    for (String line : output.text().lines().filter(l -> !l.isBlank()).toList()) {
      String[] fields = line.split("\\s*,\\s*", -1);
      if (fields.length < FIELDS || !fields[0].strip().matches("\\d{1,4}")) {
        return fields[0].startsWith("No devices")
            ? Answer.none("the driver lists no card")
            : Answer.none("%s says: %s".formatted(command, output.firstLine()));
      }
      version = fields[3].strip();
      gpus.add(
          new Gpu(
              Integer.parseInt(fields[0].strip()),
              fields[1].strip(),
              fields[2].strip(),
              fields.length > FIELDS ? ComputeCapability.parse(fields[FIELDS]) : Optional.empty(),
              fields[4].strip().matches("\\d{1,9}")
                  ? Long.parseLong(fields[4].strip()) * MEBIBYTE
                  : 0));
    }
    return gpus.isEmpty()
        ? Answer.none("the driver lists no card")
        : new Answer(Optional.ofNullable(version), List.copyOf(gpus), Optional.empty());
  }
}
