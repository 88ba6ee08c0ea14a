package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.option.PictureOutput;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.NewSamples;
import io.github.aezoo.zoo.Zoo;
import io.github.aezoo.zoo.ZooOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws new images, or rows of a table, from a variational model. */
@CommandLine.Command(
    name = "generate",
    description = {
      "Generates new images, or new rows of a table, with a variational model.",
      "Codes are drawn from N(0, I) and decoded. Images become one picture, rows a .csv file in the"
          + " table's own units."
    },
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo generate vae-dense-z20.mnist --count 100 --out runs/new.png",
      "  zoo generate vae-z2.mnist --manifold --count 400 --out runs/map.png"
    })
public final class GenerateCommand extends Command {
  @Parameters(paramLabel = "MODEL", description = "A model id or a checkpoint folder.")
  private String model;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Number of images or rows (default: ${DEFAULT-VALUE}); with --manifold, rounded up to a"
              + " square.")
  private int count;

  @Option(
      names = "--manifold",
      description =
          "Decode a grid of equally likely codes instead of drawing them (models with 2 codes).")
  private boolean manifold;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.png|FILE.csv",
      description = "Output file: a picture, or the rows of a table.")
  private Path out;

  @Option(names = "--overwrite", description = "Overwrite an existing file.")
  private boolean overwrite;

  @Override
  public Integer call() {
    requireRange("--count", count, 1, 10_000);
    boolean rows = out.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
    if (!rows && !PictureOutput.isPicture(out.toString())) {
      throw wrongUsage(
          "--out: a name ending in .png (images) or .csv (rows of a table) expected; got " + out);
    }
    SafeFiles.requireFree(out, overwrite);
    Checkpoint checkpoint = options().model(model);
    Optional<TablePreparation> table = Optional.ofNullable(checkpoint.card().input().table());
    if (!rows) {
      PictureOutput.requireImages(this, "--out", table);
    } else if (table.isEmpty() || manifold) {
      throw wrongUsage(
          "--out: .csv needs a model of a table and excludes --manifold; %s takes %s"
              .formatted(
                  checkpoint.card().id(), table.isEmpty() ? "images" : "rows, without --manifold"));
    }
    ZooOptions zoo = options().zoo();
    NewSamples made =
        manifold
            ? Zoo.generatePlane(checkpoint, (int) Math.ceil(Math.sqrt(count)))
            : Zoo.generate(checkpoint, count, zoo);
    made.write(out);
    long seed = zoo.seedOf(checkpoint);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", checkpoint.card().id());
    json.put(rows ? "rows" : "images", made.samples().size(0));
    json.put("seed", manifold ? null : seed);
    json.put("out", out.toString());
    print(json, () -> out().println(out));
    return 0;
  }
}
