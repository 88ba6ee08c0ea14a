package io.github.aezoo.report;

import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.eval.Reconstructions;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.Catalogue;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ReportWriter.MeasuredModel;
import io.github.aezoo.zoo.ZooOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** An offline tour of a catalogue: its models reconstruct digits that they never saw. */
public final class Demo {
  /** The page. */
  public static final String PAGE = "report.html";

  private static final String PICTURE = "reconstructions.png";
  private static final String NUMBERS = "metrics.json";

  /** What models of digits are trained on, the best first; others come after all of these. */
  private static final List<String> DIGITS_DATA =
      List.of("mnist", "binarized-mnist", SyntheticDigits.NAME);

  /** Models that are shown unless all are asked for, so that the tour stays a tour. */
  private static final int FEW = 8;

  private static final int DIGITS = 10;
  private static final int SCALE = 3;

  private final Catalogue catalogue;
  private final List<Catalogue.Entry> models;
  private final int every;

  private Demo(Catalogue catalogue, List<Catalogue.Entry> models, int every) {
    this.catalogue = catalogue;
    this.models = models;
    this.every = every;
  }

  /**
   * A tour of one or two models of each family.
   *
   * @throws ZooException when no model of the catalogue takes digits
   */
  public static Demo of(Catalogue catalogue) {
    Collection<List<Catalogue.Entry>> families = families(catalogue).values();
    return new Demo(catalogue, few(families), families.stream().mapToInt(List::size).sum());
  }

  /**
   * A tour of every model that knows digits.
   *
   * @throws ZooException when no model of the catalogue takes digits
   */
  public static Demo ofAll(Catalogue catalogue) {
    List<Catalogue.Entry> every =
        families(catalogue).values().stream().flatMap(List::stream).toList();
    return new Demo(catalogue, every, every.size());
  }

  /** How many models are shown. */
  public int size() {
    return models.size();
  }

  /**
   * Writes the page, a picture and the numbers into a folder; replaces what is there.
   *
   * @param options whose progress counts models; the split is always the test split
   * @return the numbers on the page
   * @throws ZooException when a model's files are damaged, or a file cannot be written
   */
  public List<MeasuredModel> write(Path folder, ZooOptions options) {
    SyntheticDigits digits = new SyntheticDigits();
    ModelSections sections = new ModelSections(digits, options.split(Split.TEST), true);
    List<PictureGrid.Row> rows = new ArrayList<>();
    for (Catalogue.Entry entry : models) {
      Checkpoint checkpoint = catalogue.checkpoint(entry.id());
      sections.add(checkpoint);
      addRows(rows, checkpoint, digits);
      options.progress().at(sections.measured().size(), models.size());
    }
    PictureGrid.save(folder.resolve(PICTURE), PictureGrid.grid(rows, digits.shape(), SCALE));
    SafeFiles.writeString(folder.resolve(NUMBERS), Json.text(sections.measured()));
    page(sections).write(folder.resolve(PAGE));
    return sections.measured();
  }

  /** Of every family that takes the digits' shape, the models that know digits best. */
  private static Map<String, List<Catalogue.Entry>> families(Catalogue catalogue) {
    Shape shape = Shape.MNIST;
    List<Integer> wanted = IntStream.of(shape.toArray()).boxed().toList();
    Map<String, List<Catalogue.Entry>> families = new TreeMap<>();
    for (Catalogue.Entry entry : catalogue.entries()) {
      if (entry.input().equals(wanted)) {
        families.computeIfAbsent(entry.family(), f -> new ArrayList<>()).add(entry);
      }
    }
    if (families.isEmpty()) {
      throw new ZooException(
          "a model of images %s expected for the demo; the catalogue has none: choose another catalogue"
              .formatted(shape));
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
      int[] first = IntStream.range(0, DIGITS).toArray();
      Reconstructions samples =
          Reconstructions.inTurn(model, digits, Split.TEST, first, choices, 0);
      if (rows.isEmpty()) {
        rows.add(new PictureGrid.Row("original", samples.clean()));
      }
      List<float[]> damaged = samples.damaged();
      if (damaged.isEmpty()) {
        rows.add(new PictureGrid.Row(checkpoint.card().id(), samples.reconstructed()));
        return;
      }
      String what = choices.size() == 1 ? corruption : choices.size() + " kinds of damage in turn";
      rows.add(new PictureGrid.Row("corrupted: " + what, damaged, samples.decibels(damaged)));
      rows.add(
          new PictureGrid.Row(
              checkpoint.card().id(),
              samples.reconstructed(),
              samples.decibels(samples.reconstructed())));
    }
  }

  private Page page(ModelSections sections) {
    Set<String> trainedOn = new TreeSet<>();
    models.forEach(m -> trainedOn.add(m.dataset()));
    return new Page(
        "Autoencoder Zoo: the offline tour",
        List.of(
            "Pretrained models, verified by SHA-256 when they were loaded: %d%s."
                .formatted(models.size(), models.size() == every ? "" : " of %d".formatted(every)),
            "They were trained on %s. The digits on this page are drawn by a program, and no"
                    .formatted(String.join(", ", trainedOn))
                + " model has seen any of them. The PCA for comparison was fitted on 10,000 drawn"
                + " digits, which is an advantage over models that were trained on other images."),
        sections.all());
  }
}
