package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.print.Progress;
import io.github.aezoo.eval.Restoration;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.RestoredFolder;
import io.github.aezoo.zoo.Zoo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Repairs image files as they are: each at its own size, nothing damaged first. */
@CommandLine.Command(
    name = "restore",
    description = {
      "Repairs images of any size, as they are: one PNG an image, of the same size and name.",
      "A model of grey images repairs each channel of a colour image on its own; a model of colour"
          + " images repairs a grey image as grey. Files that are no whole image are named and left"
          + " out; the exit code is then 1."
    },
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo restore denoise-conv-base.mnist --data scans --out runs/repaired",
      "  zoo restore denoise-conv-base.mnist --data a.png --fit tile --out runs/a"
    })
public final class RestoreCommand extends Command {
  @Parameters(paramLabel = "MODEL", description = "An id, or a checkpoint folder.")
  private String model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FOLDER|FILE",
      description = "Images (PNG, JPEG, BMP, GIF), in folders of any depth; or one image.")
  private Path data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Where the repaired images go, under the same names, ending in .png.")
  private Path out;

  @Option(names = "--overwrite", description = "Replaces files that are there.")
  private boolean overwrite;

  @Option(
      names = "--fit",
      paramLabel = "whole|tile|resize",
      description =
          "whole: the network rebuilt for the image's size (convolutional models); tile:"
              + " overlapping tiles of the model's size, blended; resize: to the model's size and"
              + " back, which loses detail (default: whole where possible, else tile).")
  private Restoration.Fit fit;

  @Override
  public Integer call() {
    Checkpoint checkpoint = options().model(model);
    RestoredFolder restored;
    try (Progress progress = progress("restore", 0, "images")) {
      restored =
          Zoo.restore(
              checkpoint, data, out, overwrite, Optional.ofNullable(fit), options().zoo(progress));
    }
    restored.leftOut().forEach(why -> err().println("zoo: " + why + " (left out)"));
    int failed = restored.leftOut().size();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", checkpoint.card().id());
    json.put("images", restored.images());
    json.put("failed", failed);
    json.put("out", out.toString());
    print(json, () -> out().println(out));
    if (failed > 0) {
      err()
          .println(
              "zoo: %d of %d images could not be read and were left out; repair or remove them"
                  .formatted(failed, restored.images()));
    }
    return failed == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
