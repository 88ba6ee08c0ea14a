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

/** Repairs image files, each at its own size. */
@CommandLine.Command(
    name = "restore",
    description = {
      "Repairs damaged images of any size: writes one PNG per image, of the same size and name.",
      "A model of grey images repairs each channel of a colour image on its own. A model of colour"
          + " images keeps grey images grey. Damaged or incomplete files are listed and skipped; the"
          + " exit code is then 1."
    },
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo restore denoise-conv-base.mnist --data scans --out runs/repaired",
      "  zoo restore denoise-conv-base.mnist --data a.png --fit tile --out runs/a"
    })
public final class RestoreCommand extends Command {
  @Parameters(paramLabel = "MODEL", description = "A model id or a checkpoint folder.")
  private String model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FOLDER|FILE",
      description = "A folder of images of any depth, or one image.")
  private Path data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Output folder for the repaired images, with the same names, ending in .png.")
  private Path out;

  @Option(names = "--overwrite", description = "Overwrite existing files.")
  private boolean overwrite;

  @Option(
      names = "--fit",
      paramLabel = "whole|tile|resize",
      description =
          "How to handle other sizes. whole: adapt the network to the image (convolutional models);"
              + " tile: blend overlapping tiles of the model's size; resize: resize to the model's"
              + " size and back, which loses detail (default: whole if possible, else tile).")
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
    restored.notes().forEach(note -> err().println("zoo: " + note));
    restored.leftOut().forEach(why -> err().println("zoo: " + why + " (skipped)"));
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
              "zoo: %d of %d images could not be read and were skipped; repair or remove them"
                  .formatted(failed, restored.images()));
    }
    return failed == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
