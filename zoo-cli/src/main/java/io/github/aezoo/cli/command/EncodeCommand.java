package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.option.SplitOption;
import io.github.aezoo.cli.print.Progress;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.Wording;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.Zoo;
import io.github.aezoo.zoo.ZooOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes codes, one row per sample, a batch at a time. */
@CommandLine.Command(
    name = "encode",
    description = "Writes codes as .csv or .npy, one row per sample.",
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo encode undercomplete-deep.mnist --data mnist --out runs/codes.npy",
      "  zoo encode conv-base.mnist --data pictures --split train --out runs/c.csv"
    })
public final class EncodeCommand extends Command {
  @Parameters(paramLabel = "MODEL", description = "A model id or a checkpoint folder.")
  private String model;

  @Option(names = "--data", required = true, paramLabel = "DATA", description = "Input data.")
  private String data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Output file: .csv (with a header, and the label if there is one) or .npy.")
  private Path out;

  @Mixin private SplitOption split;

  @Option(names = "--overwrite", description = "Overwrite an existing file.")
  private boolean overwrite;

  @Override
  public Integer call() {
    String name = out.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".csv") && !name.endsWith(".npy")) {
      throw wrongUsage("--out: a name ending in .csv or .npy expected; got " + out);
    }
    SafeFiles.requireFree(out, overwrite);
    Checkpoint checkpoint = options().model(model);
    Dataset images = options().dataFor(checkpoint, data);
    ZooOptions zoo = split.in(options().zoo());
    Split part = zoo.splitOf(images);
    try (Progress progress =
        progress("encode", images.size(part), Wording.of(images.shape()).many())) {
      Zoo.encode(checkpoint, images, out, zoo.progress(progress));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", checkpoint.card().id());
    json.put("data", images.name());
    json.put("split", part.id());
    json.put("samples", images.size(part));
    json.put("latentSize", checkpoint.card().latentSize());
    json.put("out", out.toString());
    print(json, () -> out().println(out));
    return 0;
  }
}
