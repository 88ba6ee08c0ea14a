package io.github.aezoo.device.fatbin;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Programs that were started, and that end with what started them. */
final class Children implements AutoCloseable {
  private final Set<Process> running = new HashSet<>();
  private boolean closed;

  synchronized Process start(ProcessBuilder builder) throws IOException {
    if (closed) {
      throw new IOException("interrupted");
    }
    Process process = builder.start();
    running.add(process);
    return process;
  }

  synchronized void end(Process process) {
    process.destroyForcibly();
    running.remove(process);
  }

  /** Ends all that run; none starts afterwards. */
  @Override
  public synchronized void close() {
    closed = true;
    running.forEach(Process::destroyForcibly);
  }
}
