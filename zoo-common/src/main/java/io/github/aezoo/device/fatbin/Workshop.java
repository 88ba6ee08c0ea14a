package io.github.aezoo.device.fatbin;

import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads, programs and temporary files of one translation; all of them are gone when it is closed
 * or the process ends.
 */
final class Workshop implements AutoCloseable {
  private static final String SCRATCH = "translating-";

  private final Translation.Listener listener;
  private final Children children = new Children();
  private final ExecutorService pool;
  private final AtomicInteger done = new AtomicInteger();
  private final Thread hook = new Thread(this::clear);
  private int total;
  private Optional<Path> scratch = Optional.empty();

  Workshop(int jobs, Translation.Listener listener) {
    this.listener = listener;
    this.pool = Executors.newFixedThreadPool(jobs);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** So many modules are to be translated. */
  void begin(int modules) {
    total = modules;
  }

  /** One more was. */
  void done() {
    done.incrementAndGet();
  }

  <T> Future<T> submit(Callable<T> work) {
    return pool.submit(work);
  }

  <T> T watched(String stage, Callable<T> work) {
    return watched(stage, submit(work));
  }

  /** Waits for work, and tells about it meanwhile. */
  <T> T watched(String stage, Future<T> work) {
    Optional<T> result = Optional.empty();
    while (result.isEmpty()) {
      listener.at(stage, done.get(), total);
      result = within(1, work);
    }
    return result.get();
  }

  /** The result, which is not null; empty when it takes longer. */
  private static <T> Optional<T> within(int seconds, Future<T> work) {
    try {
      return Optional.of(work.get(seconds, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ZooException("the translation was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new ZooException("the translation failed: " + e.getCause(), e);
    }
  }

  /** A folder for temporary files, in another one. */
  synchronized Path in(Path folder) {
    try {
      Files.createDirectories(folder);
      SafeFiles.sweep(folder);
      try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, SCRATCH + "*")) {
        // Of a process that was killed: one that works writes at least once an hour.
        Instant limit = Instant.now().minus(Duration.ofHours(1));
        for (Path left : old) {
          if (Files.getLastModifiedTime(left).toInstant().isBefore(limit)) {
            discard(left);
          }
        }
      }
      Path made = Files.createTempDirectory(folder, SCRATCH);
      scratch = Optional.of(made);
      return made;
    } catch (IOException e) {
      throw new ZooException(
          "cannot write in %s: %s; choose another store".formatted(folder, SafeFiles.reason(e)), e);
    }
  }

  /**
   * Runs a command to its end.
   *
   * @param log gets what it prints
   * @return why it failed, in a line; empty when it did not
   * @throws InterruptedException when the thread is interrupted; the program is ended first
   */
  Optional<String> run(List<String> words, Path log) throws InterruptedException {
    try {
      Process process =
          children.start(
              new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()));
      int code;
      try {
        code = process.waitFor();
      } finally {
        children.end(process);
      }
      return code == 0 ? Optional.empty() : Optional.of(reason(code, log));
    } catch (IOException e) {
      throw new ZooException("%s did not run: %s".formatted(words.get(0), SafeFiles.reason(e)), e);
    }
  }

  private static String reason(int code, Path log) throws IOException {
    // In no particular encoding: every byte is a character of this one.
    return new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("it ended with exit code " + code);
  }

  @Override
  public void close() {
    clear();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook does its work.
      return;
    }
  }

  private synchronized void clear() {
    children.close();
    pool.shutdownNow();
    // An interruption is why this is called; the files of the pool's threads go nevertheless.
    boolean interrupted = Thread.interrupted();
    try {
      pool.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    scratch.ifPresent(Workshop::discard);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void discard(Path scratch) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(scratch)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(scratch);
    } catch (IOException e) {
      // What is left does no harm, and the translation is what counts.
      return;
    }
  }
}
