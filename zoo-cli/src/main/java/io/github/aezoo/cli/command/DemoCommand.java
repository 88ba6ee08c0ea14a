package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.option.Outputs;
import io.github.aezoo.cli.print.Progress;
import io.github.aezoo.cli.print.Table;
import io.github.aezoo.report.Demo;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.zoo.ReportWriter.MeasuredModel;
import io.github.aezoo.zoo.Zoo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The offline tour. */
@CommandLine.Command(
    name = "demo",
    description = "Offline tour: shipped models reconstruct and repair generated digits.",
    footerHeading = Command.EXAMPLES,
    footer = {"  zoo demo", "  zoo demo --all --out runs/tour"})
public final class DemoCommand extends Command {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/demo",
      description = "Output folder for report.html and the pictures (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--all",
      description = "Show all models for digits, not one or two of each family.")
  private boolean all;

  @Option(names = "--overwrite", description = "Overwrite a report.html that zoo did not write.")
  private boolean overwrite;

  @Override
  public Integer call() {
    long began = System.nanoTime();
    Path page = out.resolve(Demo.PAGE);
    Outputs.requireFreeOrReport(page, overwrite);
    List<MeasuredModel> measured;
    try (Progress progress = progress("demo", 0, "models")) {
      measured = Zoo.demo(all, out, options().zoo(progress));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("report", page.toString());
    json.put("seconds", (System.nanoTime() - began) / 1e9);
    json.put("models", measured);
    print(json, () -> people(measured, page));
    return 0;
  }

  private void people(List<MeasuredModel> measured, Path page) {
    Table table = new Table("MODEL", "CODES", "mse", "pca", "ssim", "pca");
    for (MeasuredModel m : measured) {
      Map<String, Double> own = m.result().evaluation().metrics();
      Map<String, Double> pca = m.result().baselines().getOrDefault("pca", Map.of());
      table.row(
          m.id(),
          m.codes(),
          Numbers.metric(own.get("mse")),
          Numbers.metric(pca.get("mse")),
          Numbers.metric(own.get("ssim")),
          Numbers.metric(pca.get("ssim")));
    }
    table.print(out());
    out().println(page);
  }
}
