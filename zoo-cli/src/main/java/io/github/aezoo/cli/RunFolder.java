package io.github.aezoo.cli;

import io.github.aezoo.zoo.TrainingRun;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a run goes, and what happens to one that is there. */
final class RunFolder {
  @Option(names = "--out", required = true, paramLabel = "DIR", description = "The checkpoint.")
  private Path out;

  @Option(names = "--resume", description = "Goes on with the run in the folder.")
  private boolean resume;

  @Option(names = "--overwrite", description = "Replaces the run in the folder.")
  private boolean overwrite;

  Path path() {
    return out;
  }

  TrainingRun.Start start(Command command) {
    return start(command, resume, overwrite);
  }

  /** What happens to a folder that is there. */
  static TrainingRun.Start start(Command command, boolean resume, boolean overwrite) {
    if (resume && overwrite) {
      throw command.wrongUsage("--resume and --overwrite exclude each other");
    }
    return resume
        ? TrainingRun.Start.RESUME
        : overwrite ? TrainingRun.Start.OVERWRITE : TrainingRun.Start.NEW;
  }
}
