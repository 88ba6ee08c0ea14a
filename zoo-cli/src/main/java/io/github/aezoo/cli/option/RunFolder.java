package io.github.aezoo.cli.option;

import io.github.aezoo.zoo.TrainingRun;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The output folder of a run, and what to do if it holds one already. */
public final class RunFolder {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Output folder for the checkpoint.")
  private Path out;

  @Option(names = "--resume", description = "Continue the run in the folder.")
  private boolean resume;

  @Option(names = "--overwrite", description = "Overwrite the run in the folder.")
  private boolean overwrite;

  /** The folder. */
  public Path path() {
    return out;
  }

  /** What happens to a run that is in the folder. */
  public TrainingRun.Start start(Command command) {
    return start(command, resume, overwrite);
  }

  /** The same for options of a command of its own. */
  public static TrainingRun.Start start(Command command, boolean resume, boolean overwrite) {
    if (resume && overwrite) {
      throw command.wrongUsage("--resume and --overwrite exclude each other");
    }
    return resume
        ? TrainingRun.Start.RESUME
        : overwrite ? TrainingRun.Start.OVERWRITE : TrainingRun.Start.NEW;
  }
}
