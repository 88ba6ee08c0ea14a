package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.option.SplitOption;
import io.github.aezoo.cli.print.Progress;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ReportWriter.MeasuredModel;
import io.github.aezoo.zoo.Zoo;
import io.github.aezoo.zoo.ZooOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes an HTML report about models on data. */
@CommandLine.Command(
    name = "report",
    description =
        "Writes an HTML report: pictures, metrics, error percentiles, maps of codes, training curves.",
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo report undercomplete-deep.mnist --data mnist --out runs/deep.html",
      "  zoo report runs/mine conv-base.mnist --data pictures --out runs/both.html"
    })
public final class ReportCommand extends Command {
  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL",
      description = "Model ids or checkpoint folders.")
  private List<String> models;

  @Option(names = "--data", required = true, paramLabel = "DATA", description = "Input data.")
  private String data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.html",
      description = "Output file for the report.")
  private Path out;

  @Mixin private SplitOption split;

  @Option(names = "--overwrite", description = "Overwrite an existing file.")
  private boolean overwrite;

  @Override
  public Integer call() {
    SafeFiles.requireFree(out, overwrite);
    List<Checkpoint> checkpoints = models.stream().map(options()::model).toList();
    Dataset images = options().dataFor(checkpoints, data);
    ZooOptions zoo = split.in(options().zoo());
    List<MeasuredModel> measured;
    try (Progress progress = progress("report", checkpoints.size(), "models")) {
      measured = Zoo.report(checkpoints, images, out, zoo.progress(progress));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("out", out.toString());
    json.put("models", measured);
    print(json, () -> out().println(out));
    return 0;
  }
}
