package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.option.PictureOutput;
import io.github.aezoo.cli.option.SplitOption;
import io.github.aezoo.cli.print.Progress;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.Wording;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.data.source.Datasets;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ReconstructedFiles;
import io.github.aezoo.zoo.Zoo;
import io.github.aezoo.zoo.ZooOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws images and their reconstructions; writes rows of a table as a table. */
@CommandLine.Command(
    name = "reconstruct",
    description = {
      "Reconstructs images or rows of a table.",
      "Images become one picture, with originals above reconstructions (with --corrupt: clean,"
          + " corrupted and restored, with PSNR), or one file per image in a folder. Rows become a"
          + " .csv file in the table's own units."
    },
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo reconstruct undercomplete-deep.mnist --data mnist --out runs/grid.png",
      "  zoo reconstruct denoise-conv-base.mnist --data pictures --corrupt half \\",
      "      --out runs/rows.png"
    })
public final class ReconstructCommand extends Command {
  private static final int MOST = 10_000;

  @Parameters(paramLabel = "MODEL", description = "A model id or a checkpoint folder.")
  private String model;

  @Option(names = "--data", required = true, paramLabel = "DATA", description = "Input data.")
  private String data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.png|FILE.csv|DIR",
      description =
          "Output: a .png file for one picture, a folder (existing, or ending in /) for one file per"
              + " image, or a .csv file for rows of a table.")
  private String out;

  @Option(
      names = "--count",
      paramLabel = "N",
      description =
          "Number of images (default: 10) or rows (default: all), spread over the classes.")
  private Integer count;

  @Mixin private SplitOption split;

  @Option(
      names = "--corrupt",
      paramLabel = "SPEC",
      defaultValue = Corruptions.NONE,
      description = "Corrupt the inputs first, for example gaussian:0.4 or half (default: none).")
  private String corruption;

  @Option(names = "--overwrite", description = "Overwrite existing files.")
  private boolean overwrite;

  @Override
  public Integer call() {
    if (count != null) {
      requireRange("--count", count, 1, MOST);
    }
    requireCorruption(corruption);
    boolean table = Datasets.spec(data).isTable();
    // A name that ends in / is a folder, even where it has a dot.
    Path target = out.endsWith("/") ? Path.of(out, ".") : Path.of(out);
    boolean folder = out.endsWith("/") || Files.isDirectory(target);
    requireOutput(table, folder);
    if (!folder) {
      SafeFiles.requireFree(target, overwrite);
    }
    Checkpoint checkpoint = options().model(model);
    Dataset samples = options().dataFor(checkpoint, data);
    ZooOptions zoo = split.in(options().zoo());
    Split part = zoo.splitOf(samples);
    ReconstructedFiles written;
    try (Progress progress = progress("reconstruct", 0, Wording.of(samples.shape()).many())) {
      written =
          Zoo.reconstruct(
              checkpoint,
              samples,
              count == null ? 0 : count,
              corruption,
              target,
              overwrite,
              zoo.progress(progress));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", checkpoint.card().id());
    json.put("data", samples.name());
    json.put("split", part.id());
    json.put(table ? "rows" : "images", written.samples());
    if (!written.psnrDb().isEmpty()) {
      json.put("psnrDb", written.psnrDb());
    }
    json.put("out", out);
    json.put("files", written.files());
    json.put("notes", samples.notes());
    print(
        json,
        () -> {
          out().println(out);
        });
    return 0;
  }

  private void requireOutput(boolean table, boolean folder) {
    boolean csv = out.toLowerCase(Locale.ROOT).endsWith(".csv");
    if (table && (folder || !csv)) {
      throw wrongUsage("--out: a name ending in .csv expected for rows of a table; got " + out);
    }
    if (!table && !folder && !PictureOutput.isPicture(out)) {
      throw wrongUsage("--out: a name ending in .png or a folder expected; got " + out);
    }
  }
}
