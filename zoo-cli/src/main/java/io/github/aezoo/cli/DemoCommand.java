package io.github.aezoo.cli;

import io.github.aezoo.data.Corruptions;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The offline tour. */
@CommandLine.Command(
    name = "demo",
    description = "Offline tour: shipped models reconstruct digits that they never saw.")
final class DemoCommand extends Command {
  /** What models of digits are trained on, the best first; others come after all of these. */
  private static final List<String> DIGITS_DATA =
      List.of("mnist", "binarized-mnist", SyntheticDigits.NAME);

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

  /** Of every family that takes the digits' shape, the models that know digits best. */
  private static List<Catalogue.Entry> models(Catalogue catalogue) {
    ImageShape shape = ImageShape.MNIST;
    List<Integer> wanted = java.util.Arrays.stream(shape.toArray()).boxed().toList();
    Map<String, List<Catalogue.Entry>> families = new TreeMap<>();
    for (Catalogue.Entry entry : catalogue.entries()) {
      if (entry.input().equals(wanted)) {
        families.computeIfAbsent(entry.family(), f -> new ArrayList<>()).add(entry);
      }
    }
    if (families.isEmpty()) {
      throw new ZooException(
          "the demo shows images %s; the catalogue has no model that takes them: name another by"
                  .formatted(shape)
              + " --catalogue");
    }
    List<Catalogue.Entry> models = new ArrayList<>();
    for (List<Catalogue.Entry> family : families.values()) {
      int best = family.stream().mapToInt(e -> rank(e)).min().orElseThrow();
      family.stream().filter(e -> rank(e) == best).forEach(models::add);
    }
    return models;
  }

  private static int rank(Catalogue.Entry entry) {
    int at = DIGITS_DATA.indexOf(entry.dataset());
    return at < 0 ? DIGITS_DATA.size() : at;
  }

  /** Models that repair are shown damaged digits, each of their damages in turn. */
  private static void addRows(
      List<Images.Row> rows, Checkpoint checkpoint, SyntheticDigits digits) {
    String corruption = checkpoint.card().recipe().corruption();
    List<String> choices = Corruptions.choices(corruption);
    try (Autoencoder model = checkpoint.load()) {
      int[] first = java.util.stream.IntStream.range(0, DIGITS).toArray();
      Samples samples = Samples.inTurn(model, digits, Split.TEST, first, choices, 0);
      if (rows.isEmpty()) {
        rows.add(new Images.Row("original", samples.clean()));
      }
      List<float[]> damaged = samples.damaged();
      if (damaged.isEmpty()) {
        rows.add(new Images.Row(checkpoint.card().id(), samples.reconstructed()));
        return;
      }
      String what = choices.size() == 1 ? corruption : choices.size() + " kinds in turn";
      rows.add(new Images.Row("corrupted: " + what, damaged, samples.decibels(damaged)));
      rows.add(
          new Images.Row(
              checkpoint.card().id(),
              samples.reconstructed(),
              samples.decibels(samples.reconstructed())));
    }
  }

  private static ReportContent content(ModelSections sections, List<Catalogue.Entry> models) {
    Set<String> trainedOn = new TreeSet<>();
    models.forEach(m -> trainedOn.add(m.dataset()));
    return new ReportContent(
        "Autoencoder Zoo: the offline tour",
        List.of(
            "Pretrained models, verified by SHA-256 when they were loaded: %d."
                .formatted(models.size()),
            "They were trained on %s; the digits on this page are drawn by a program, and no"
                    .formatted(String.join(", ", trainedOn))
                + " model has seen any of them. The PCA that stands beside was fitted on 10,000"
                + " drawn digits: models of other images leave it that advantage."),
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
