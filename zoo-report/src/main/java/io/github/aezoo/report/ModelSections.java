package io.github.aezoo.report;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.Wording;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.eval.Evaluation;
import io.github.aezoo.eval.Metric;
import io.github.aezoo.eval.Metrics;
import io.github.aezoo.eval.Reconstructions;
import io.github.aezoo.eval.codes.Features;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Families;
import io.github.aezoo.model.Measurement;
import io.github.aezoo.report.Section.Best;
import io.github.aezoo.report.Section.Cell;
import io.github.aezoo.report.Section.Column;
import io.github.aezoo.report.Section.Series;
import io.github.aezoo.zoo.Assessment;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.Companions;
import io.github.aezoo.zoo.ModelCard;
import io.github.aezoo.zoo.ReportWriter.MeasuredModel;
import io.github.aezoo.zoo.ZooOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a report says of models on one split: pictures, numbers, error percentiles, code maps. */
final class ModelSections {
  private static final int GRID = 10;
  private static final int FEATURES = 100;

  private final Dataset data;
  private final Split split;
  private final Assessment assessment;
  private final ZooOptions options;
  private final boolean quick;
  private final Wording words;
  private final List<Section> sections = new ArrayList<>();
  private final List<MeasuredModel> measured = new ArrayList<>();

  /** With the first model's seed, so that all are fitted on the same images. */
  private CodeSections codes;

  ModelSections(Dataset data, ZooOptions options, boolean quick) {
    this.data = data;
    this.split = options.splitOf(data);
    this.options = options;
    this.quick = quick;
    this.assessment = options.withoutProgress().assessment();
    this.words = Wording.of(data.shape());
  }

  List<MeasuredModel> measured() {
    return List.copyOf(measured);
  }

  /** Measures and pictures one model. */
  void add(Checkpoint checkpoint) {
    boolean whole = !quick;
    ModelCard card = checkpoint.card();
    long seed = options.seedOf(checkpoint);
    try (Autoencoder model = checkpoint.load();
        Companions companions = options.companions(checkpoint)) {
      String corruption = card.recipe().corruption();
      ModelCard.Result result =
          whole
              ? assessment.measure(model, companions, data, split, seed, corruption)
              : assessment.compare(model, companions, data, split, seed, corruption);
      measured.add(new MeasuredModel(card.id(), card.latentSize(), result));
      if (data.shape().isRow()) {
        sections.addAll(
            RowSections.of(data, split, card, model, Corruptions.choices(corruption), seed));
      } else {
        grid(card, model, corruption, seed);
        extremes(card, model, result.evaluation(), corruption, seed);
        sections.addAll(GeneratedSections.of(card.id(), model, data, split, seed));
        features(card, model);
      }
      (whole ? Optional.of(result) : card.results().stream().findFirst())
          .ifPresent(r -> measurements(card, r));
      if (codes == null) {
        codes = new CodeSections(data, split, assessment.baselines(), seed);
      }
      if (whole) {
        codes.score(card.id(), model);
        sections.add(codes.map(card.id(), model));
        sections.add(codes.neighbours(card.id(), model));
      } else {
        sections.add(codes.axes(card.id(), model));
      }
      curve(card);
    }
  }

  /** All sections, the tables over all models first. */
  List<Section> all() {
    List<Section> all = new ArrayList<>();
    all.add(numbers());
    all.add(percentiles());
    codes.numbers().ifPresent(all::add);
    all.addAll(sections);
    return all;
  }

  private void grid(ModelCard card, Autoencoder model, String corruption, long seed) {
    for (String spec : Corruptions.choices(corruption)) {
      Reconstructions samples = Reconstructions.spread(model, data, split, GRID, spec, seed);
      boolean damaged = !samples.damaged().isEmpty();
      sections.add(
          new Section.ImageGrid(
              damaged ? card.id() + ": " + spec : card.id(),
              damaged
                  ? "Clean images, the same images corrupted by %s, and the restored images. dB: peak signal-to-noise ratio to the clean image; higher is better."
                      .formatted(spec)
                  : "Originals above their reconstructions. A code has %d values, an image %d."
                      .formatted(card.latentSize(), data.shape().size()),
              data.shape(),
              samples.rows()));
    }
  }

  private void extremes(
      ModelCard card, Autoencoder model, Evaluation e, String corruption, long seed) {
    int[] worst = e.extremes().worst().stream().mapToInt(Integer::intValue).limit(GRID).toArray();
    Reconstructions samples = Reconstructions.of(model, data, split, worst, corruption, seed);
    sections.add(
        new Section.ImageGrid(
            card.id() + ": the largest errors",
            "The images of the split with the largest reconstruction error.",
            data.shape(),
            samples.rows()));
  }

  private void features(ModelCard card, Autoencoder model) {
    List<float[]> tiles = Features.of(model, FEATURES);
    if (tiles.isEmpty()) {
      return;
    }
    List<PictureGrid.Row> rows = new ArrayList<>();
    for (int from = 0; from < tiles.size(); from += GRID) {
      rows.add(new PictureGrid.Row("", tiles.subList(from, Math.min(from + GRID, tiles.size()))));
    }
    sections.add(
        new Section.ImageGrid(
            card.id() + ": learned features",
            "What single units of the layer before the output add to an image. White makes pixels lighter,"
                + " black darker, grey leaves them unchanged. Units with the largest weights first.",
            data.shape(),
            rows));
  }

  private void measurements(ModelCard card, ModelCard.Result result) {
    if (result.measurements().isEmpty()) {
      return;
    }
    List<Column> columns = new ArrayList<>();
    columns.add(Column.words("measured"));
    result.measurements().keySet().forEach(row -> columns.add(Column.numbers(row, Best.NONE)));
    columns.add(Column.words("meaning"));
    List<List<Cell>> rows = new ArrayList<>();
    card.meanings(List.of(result))
        .forEach(
            (key, meaning) -> {
              List<Cell> cells = new ArrayList<>();
              cells.add(Cell.of(key));
              result.measurements().values().forEach(values -> cells.add(cell(values.get(key))));
              cells.add(Cell.of(meaning));
              rows.add(cells);
            });
    sections.add(
        new Section.Table(
            card.id() + ": metrics of its family", caption(card, result), columns, rows));
  }

  private static String caption(ModelCard card, ModelCard.Result result) {
    Set<String> rows = result.measurements().keySet();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "On the %s split of %s."
            .formatted(result.evaluation().split(), result.evaluation().dataset()));
    Companions.MEANINGS.forEach(
        (row, meaning) -> {
          if (rows.contains(row)) {
            sentences.add("%s: %s.".formatted(row, meaning));
          }
        });
    for (Measurement m : Families.byId(card.family()).measurements()) {
      m.rows()
          .forEach(
              (row, what) -> {
                if (rows.contains(row)) {
                  sentences.add("%s: %s.".formatted(row, what));
                }
              });
    }
    return String.join(" ", sentences);
  }

  private void curve(ModelCard card) {
    List<Double> curve = card.training() == null ? List.of() : card.training().validationCurve();
    if (curve.size() < 2) {
      return;
    }
    sections.add(
        new Section.Lines(
            card.id() + ": training",
            "Loss per %s on the validation split of %s after each of %d epochs."
                .formatted(words.value(), card.data().name(), curve.size()),
            "epoch",
            "validation loss per " + words.value(),
            IntStream.rangeClosed(1, curve.size()).mapToObj(i -> (double) i).toList(),
            List.of(new Series("validation", curve)),
            curve.stream().allMatch(loss -> loss > 0)));
  }

  private Section numbers() {
    List<Metric> metrics =
        Metrics.STANDARD.stream()
            .map(m -> m.metric())
            .filter(m -> measured.get(0).result().evaluation().metrics().containsKey(m.id()))
            .toList();
    List<Column> columns = new ArrayList<>();
    columns.add(Column.words("model"));
    columns.add(Column.numbers("codes", Best.NONE));
    for (Metric m : metrics) {
      columns.add(Column.numbers(m.id(), Best.of(m)));
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (MeasuredModel m : measured) {
      rows.add(row(m.id(), m.codes(), m.result().evaluation().metrics(), metrics));
      m.result()
          .baselines()
          .forEach((name, values) -> rows.add(row("   " + name, m.codes(), values, metrics)));
    }
    return new Section.Table(
        "Numbers",
        "On the %s split of %s, %,d %s. pca: principal components of the same code size, fitted on the training split; %suntrained: the same network before training; %s; corrupted: the corrupted input, unchanged%s"
            .formatted(
                split.id(),
                data.name(),
                data.size(split),
                words.many(),
                data.shape().isRow()
                    ? ""
                    : "pcaClipped: the same, clipped to [0, 1]; meanImage: always the mean image; ",
                Companions.MEANINGS.entrySet().stream()
                    .map(e -> e.getKey() + ": " + e.getValue())
                    .collect(Collectors.joining("; ")),
                data.shape().isRow()
                    ? ". mse and mae are per value of the prepared rows."
                    : ", followed by the best classical filter for the corruption. bce is in nats per pixel, psnrDb in dB."),
        columns,
        rows);
  }

  private static List<Cell> row(
      String name, int codes, Map<String, Double> values, List<Metric> metrics) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(name));
    cells.add(Cell.of(String.valueOf(codes)));
    metrics.forEach(m -> cells.add(cell(values.get(m.id()))));
    return cells;
  }

  /** Empty where there is no number. */
  static Cell cell(Double value) {
    return value == null ? Cell.of("") : new Cell(Numbers.metric(value), value);
  }

  private Section percentiles() {
    List<String> labels =
        List.copyOf(measured.get(0).result().evaluation().msePercentiles().keySet());
    List<Series> series =
        measured.stream()
            .map(
                m ->
                    new Series(
                        m.id(),
                        labels.stream()
                            .map(l -> m.result().evaluation().msePercentiles().get(l))
                            .toList()))
            .toList();
    return new Section.Bars(
        "Errors of single " + words.many(),
        "Percentiles of the mean squared error of single %s: half of the %<s are below p50."
            .formatted(words.many()),
        "percentile",
        "mean squared error per " + words.value(),
        labels,
        series);
  }
}
