package io.github.aezoo.cli;

import io.github.aezoo.data.ImageShape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.SyntheticDigits;
import io.github.aezoo.eval.Images;
import io.github.aezoo.eval.Report;
import io.github.aezoo.eval.ReportContent;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.Assessment;
import io.github.aezoo.zoo.Catalogue;
import io.github.aezoo.zoo.Checkpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The offline tour. */
@CommandLine.Command(
    name = "demo",
    description = "Offline tour: shipped models reconstruct digits that they never saw.")
final class DemoCommand extends Command {
  private static final String TRAINED_ON = "mnist";
  private static final int DIGITS = 10;
  private static final int SCALE = 3;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "zoo-demo",
      description = "Where report.html and the pictures go (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(names = "--overwrite", description = "Replaces a page that is not a demo's.")
  private boolean overwrite;

  @Override
  public Integer call() {
    long began = System.nanoTime();
    Path page = out.resolve("report.html");
    Outputs.requireFreeOrReport(page, overwrite);
    Catalogue catalogue = options().catalogue();
    List<Catalogue.Entry> models = models(catalogue);
    SyntheticDigits digits = new SyntheticDigits();
    ModelSections sections =
        new ModelSections(
            digits, Split.TEST, new Assessment(options().cache(), (done, total) -> {}));
    List<Images.Row> rows = new ArrayList<>();
    try (Progress progress = progress("demo", models.size(), "models")) {
      for (Catalogue.Entry entry : models) {
        Checkpoint checkpoint = catalogue.checkpoint(entry.id());
        sections.add(checkpoint, checkpoint.card().recipe().seed());
        addRows(rows, checkpoint, digits);
        progress.at(sections.measured().size());
      }
    }
    Images.save(out.resolve("reconstructions.png"), Images.grid(rows, digits.shape(), SCALE));
    SafeFiles.writeString(out.resolve("metrics.json"), Json.text(sections.measured()));
    Report.write(page, content(sections, models));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("report", page.toString());
    json.put("seconds", (System.nanoTime() - began) / 1e9);
    json.put("models", sections.measured());
    print(json, () -> people(sections, page));
    return 0;
  }

  private static List<Catalogue.Entry> models(Catalogue catalogue) {
    ImageShape shape = ImageShape.MNIST;
    List<Catalogue.Entry> models =
        catalogue.entries().stream()
            .filter(e -> e.dataset().equals(TRAINED_ON))
            .filter(
                e ->
                    java.util.Arrays.equals(
                        e.input().stream().mapToInt(Integer::intValue).toArray(), shape.toArray()))
            .toList();
    if (models.isEmpty()) {
      throw new ZooException(
          "the demo needs a model of "
              + TRAINED_ON
              + " images "
              + shape
              + "; the catalogue has none");
    }
    return models;
  }

  private static void addRows(
      List<Images.Row> rows, Checkpoint checkpoint, SyntheticDigits digits) {
    try (Autoencoder model = checkpoint.load()) {
      int[] first = java.util.stream.IntStream.range(0, DIGITS).toArray();
      Samples samples = Samples.of(model, digits, Split.TEST, first, "none", 0);
      if (rows.isEmpty()) {
        rows.add(new Images.Row("original", samples.clean()));
      }
      rows.add(new Images.Row(checkpoint.card().id(), samples.reconstructed()));
    }
  }

  private static ReportContent content(ModelSections sections, List<Catalogue.Entry> models) {
    return new ReportContent(
        "Autoencoder Zoo: the offline tour",
        List.of(
            "%d pretrained models, loaded from the distribution and verified by SHA-256."
                .formatted(models.size()),
            "They were trained on MNIST; the digits on this page are drawn by a program, and no"
                + " model has seen any of them. The PCA that stands beside was fitted on 10,000"
                + " drawn digits, so it is the one with the advantage."),
        sections.all());
  }

  private void people(ModelSections sections, Path page) {
    Table table = new Table("MODEL", "CODES", "mse", "pca", "ssim", "pca");
    for (ModelSections.Measured m : sections.measured()) {
      Map<String, Double> own = m.result().evaluation().metrics();
      Map<String, Double> pca = m.result().baselines().get("pca");
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
