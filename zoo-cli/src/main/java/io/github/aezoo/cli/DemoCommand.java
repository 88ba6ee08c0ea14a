package io.github.aezoo.cli;

import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.report.ModelSections;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.report.Report;
import io.github.aezoo.report.ReportContent;
import io.github.aezoo.report.Samples;
import io.github.aezoo.zoo.Assessment;
import io.github.aezoo.zoo.Catalogue;
import io.github.aezoo.zoo.Checkpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
    description = "Offline tour: shipped models reconstruct digits that they never saw.",
    footerHeading = Command.EXAMPLES,
    footer = {"  zoo demo", "  zoo demo --all --out runs/tour"})
final class DemoCommand extends Command {
  /** What models of digits are trained on, the best first; others come after all of these. */
  private static final List<String> DIGITS_DATA =
      List.of("mnist", "binarized-mnist", SyntheticDigits.NAME);

  /** Models that are shown unless all are asked for, so that the tour stays a tour. */
  private static final int FEW = 8;

  private static final int DIGITS = 10;
  private static final int SCALE = 3;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs/demo",
      description = "Where report.html and the pictures go (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--all",
      description = "Shows every model that takes digits, not one or two of each family.")
  private boolean all;

  @Option(names = "--overwrite", description = "Replaces a page that is not a demo's.")
  private boolean overwrite;

  @Override
  public Integer call() {
    long began = System.nanoTime();
    Path page = out.resolve("report.html");
    Outputs.requireFreeOrReport(page, overwrite);
    Catalogue catalogue = options().catalogue();
    Map<String, List<Catalogue.Entry>> families = families(catalogue);
    List<Catalogue.Entry> every = families.values().stream().flatMap(List::stream).toList();
    List<Catalogue.Entry> models = all ? every : few(families.values());
    SyntheticDigits digits = new SyntheticDigits();
    ModelSections sections =
        new ModelSections(
            digits,
            Split.TEST,
            new Assessment(options().cache(), (done, total) -> {}),
            options()::companions);
    List<PictureGrid.Row> rows = new ArrayList<>();
    try (Progress progress = progress("demo", models.size(), "models")) {
      for (Catalogue.Entry entry : models) {
        Checkpoint checkpoint = catalogue.checkpoint(entry.id());
        sections.addQuickly(checkpoint, checkpoint.card().recipe().seed());
        addRows(rows, checkpoint, digits);
        progress.at(sections.measured().size());
      }
    }
    PictureGrid.save(
        out.resolve("reconstructions.png"), PictureGrid.grid(rows, digits.shape(), SCALE));
    SafeFiles.writeString(out.resolve("metrics.json"), Json.text(sections.measured()));
    Report.write(page, content(sections, models, every.size()));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("report", page.toString());
    json.put("seconds", (System.nanoTime() - began) / 1e9);
    json.put("models", sections.measured());
    print(json, () -> people(sections, page));
    return 0;
  }

  /** Of every family that takes the digits' shape, the models that know digits best. */
  private static Map<String, List<Catalogue.Entry>> families(Catalogue catalogue) {
    Shape shape = Shape.MNIST;
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
    for (List<Catalogue.Entry> family : families.values()) {
      int best = family.stream().mapToInt(e -> rank(e)).min().orElseThrow();
      family.removeIf(e -> rank(e) != best);
    }
    return families;
  }

  /**
   * Of every family the model with the longest code; also the one with the shortest, of families
   * with the most models first, up to {@link #FEW} in all.
   */
  static List<Catalogue.Entry> few(Collection<List<Catalogue.Entry>> families) {
    // Of codes of one size the plainest model, whose name has no addition.
    Comparator<Catalogue.Entry> plainest = Comparator.comparingInt(entry -> entry.id().length());
    Comparator<Catalogue.Entry> shortest =
        Comparator.comparingInt(Catalogue.Entry::latentSize).thenComparing(plainest);
    Comparator<Catalogue.Entry> longest =
        Comparator.comparingInt((Catalogue.Entry entry) -> -entry.latentSize())
            .thenComparing(plainest);
    Set<Catalogue.Entry> few = new LinkedHashSet<>();
    families.forEach(family -> few.add(Collections.min(family, longest)));
    families.stream()
        .filter(family -> !few.contains(Collections.min(family, shortest)))
        .sorted(Comparator.comparingInt(family -> -family.size()))
        .limit(Math.max(0, FEW - families.size()))
        .forEach(family -> few.add(Collections.min(family, shortest)));
    return families.stream().flatMap(List::stream).filter(few::contains).toList();
  }

  private static int rank(Catalogue.Entry entry) {
    int at = DIGITS_DATA.indexOf(entry.dataset());
    return at < 0 ? DIGITS_DATA.size() : at;
  }

  /** Models that repair are shown damaged digits, each of their damages in turn. */
  private static void addRows(
      List<PictureGrid.Row> rows, Checkpoint checkpoint, SyntheticDigits digits) {
    String corruption = checkpoint.card().recipe().corruption();
    List<String> choices = Corruptions.choices(corruption);
    try (Autoencoder model = checkpoint.load()) {
      int[] first = java.util.stream.IntStream.range(0, DIGITS).toArray();
      Samples samples = Samples.inTurn(model, digits, Split.TEST, first, choices, 0);
      if (rows.isEmpty()) {
        rows.add(new PictureGrid.Row("original", samples.clean()));
      }
      List<float[]> damaged = samples.damaged();
      if (damaged.isEmpty()) {
        rows.add(new PictureGrid.Row(checkpoint.card().id(), samples.reconstructed()));
        return;
      }
      String what = choices.size() == 1 ? corruption : choices.size() + " kinds in turn";
      rows.add(new PictureGrid.Row("corrupted: " + what, damaged, samples.decibels(damaged)));
      rows.add(
          new PictureGrid.Row(
              checkpoint.card().id(),
              samples.reconstructed(),
              samples.decibels(samples.reconstructed())));
    }
  }

  private static ReportContent content(
      ModelSections sections, List<Catalogue.Entry> models, int every) {
    Set<String> trainedOn = new TreeSet<>();
    models.forEach(m -> trainedOn.add(m.dataset()));
    return new ReportContent(
        "Autoencoder Zoo: the offline tour",
        List.of(
            "Pretrained models, verified by SHA-256 when they were loaded: %d%s."
                .formatted(
                    models.size(),
                    models.size() == every ? "" : " of %d (zoo demo --all)".formatted(every)),
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
