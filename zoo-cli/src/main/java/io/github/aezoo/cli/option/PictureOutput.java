package io.github.aezoo.cli.option;

import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.io.SafeFiles;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that draw one picture. */
public final class PictureOutput {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.png",
      description = "Output file for the picture.")
  private Path out;

  @Option(names = "--overwrite", description = "Overwrite an existing file.")
  private boolean overwrite;

  /** Refuses other endings and files that are there, before anything is computed. */
  public void requireFree(Command command) {
    requireFree(command, "--out", out, overwrite);
  }

  /** The same for a picture that an option of another name may ask for. */
  public static void requireFree(Command command, String option, Path file, boolean overwrite) {
    if (!isPicture(file.toString())) {
      throw command.wrongUsage(option + ": a name ending in .png expected; got " + file);
    }
    SafeFiles.requireFree(file, overwrite);
  }

  /** Refuses rows of a table, which no picture shows. */
  public static void requireImages(
      Command command, String option, Optional<TablePreparation> table) {
    if (table.isPresent()) {
      throw command.wrongUsage(
          option
              + ": a picture needs images, but this model takes rows of a table; use 'zoo report' for a page, or 'zoo reconstruct' and 'zoo generate' for a .csv file");
    }
  }

  /** The file that is written. */
  public Path path() {
    return out;
  }

  /** Whether a name is one that a picture may have. */
  public static boolean isPicture(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".png");
  }
}
