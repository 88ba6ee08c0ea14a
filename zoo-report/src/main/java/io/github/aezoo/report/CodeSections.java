package io.github.aezoo.report;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.Wording;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.eval.Examples;
import io.github.aezoo.eval.baseline.Baselines;
import io.github.aezoo.eval.codes.CodeMap;
import io.github.aezoo.eval.codes.CodeScores;
import io.github.aezoo.eval.codes.Encoding;
import io.github.aezoo.eval.codes.NearSamples;
import io.github.aezoo.eval.codes.ScoredCodes;
import io.github.aezoo.eval.codes.Tsne;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.report.Section.Best;
import io.github.aezoo.report.Section.Cell;
import io.github.aezoo.report.Section.Column;
import io.github.aezoo.report.Section.Points;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.factory.Nd4j;

/** What codes are like: a map, the neighbours of some images, how well they tell classes apart. */
final class CodeSections {
  private static final int MAP_POINTS = 1000;
  private static final int QUERIES = 4;
  private static final int NEIGHBOURS = 9;

  private final Dataset data;
  private final Split split;
  private final long seed;
  private final ScoredCodes scores;
  private final Wording words;

  /** With a seed for all that is random, and a place for PCA. */
  CodeSections(Dataset data, Split split, Baselines baselines, long seed) {
    this.data = data;
    this.split = split;
    this.seed = seed;
    this.scores = new ScoredCodes(data, split, baselines, seed);
    this.words = Wording.of(data.shape());
  }

  /** Scores a model's codes, when the data has classes. */
  void score(String id, Autoencoder model) {
    scores.add(id, model);
  }

  /** The table of all that was scored, or the sentence that says why there is none. */
  Optional<Section> numbers() {
    String title = "How well codes separate classes";
    if (!scores.possible()) {
      return Optional.of(
          new Section.Text(
              title,
              "",
              List.of(scores.basis() + " Maps of codes and nearest neighbours are shown below.")));
    }
    if (scores.isEmpty()) {
      return Optional.empty();
    }
    List<Column> columns = new ArrayList<>();
    columns.add(Column.words("representation of the " + words.many()));
    columns.add(Column.numbers("values", Best.NONE));
    List<String> keys = List.copyOf(CodeScores.meanings().keySet());
    keys.forEach(key -> columns.add(Column.numbers(shortened(key), Best.HIGHEST)));
    List<List<Cell>> rows = new ArrayList<>();
    scores
        .rows()
        .forEach(
            (name, row) -> {
              List<Cell> cells = new ArrayList<>();
              cells.add(Cell.of(name));
              cells.add(Cell.of(Numbers.grouped(row.size())));
              keys.forEach(key -> cells.add(ModelSections.cell(row.values().get(key))));
              rows.add(cells);
            });
    return Optional.of(
        new Section.Table(
            title,
            "%s Codes are of clean %s. %s".formatted(scores.basis(), words.many(), meanings()),
            columns,
            rows));
  }

  /** The whole table should fit on a page. */
  private static String shortened(String key) {
    return key.replace("Accuracy", "");
  }

  private static String meanings() {
    List<String> sentences = new ArrayList<>();
    CodeScores.meanings().forEach((key, meaning) -> sentences.add(shortened(key) + ": " + meaning));
    return String.join("; ", sentences) + ".";
  }

  /** A map by t-SNE; codes of two values, and of very few images, are shown on their axes. */
  Section map(String id, Autoencoder model) {
    int[] shown = Batches.spread(data.size(split), MAP_POINTS);
    if (model.architecture().latentSize() <= 2 || shown.length < Tsne.LEAST) {
      return axes(id, model);
    }
    Tsne.Result map = Tsne.of(Encoding.codes(id, model).rows(data, split, shown), seed);
    return scatter(
        id,
        String.format(
            Locale.ROOT,
            "t-SNE of the codes of %,d %s of the %s split (perplexity %.0f; Kullback-Leibler divergence %.2f nats): neighbours stay neighbours, but sizes of groups and distances between them mean little.",
            shown.length,
            words.many(),
            split.id(),
            map.perplexity(),
            map.divergence()),
        List.of("first axis of t-SNE", "second axis of t-SNE"),
        shown,
        map.points());
  }

  /** A map on the two principal axes: at once. */
  Section axes(String id, Autoencoder model) {
    int[] shown = Batches.spread(data.size(split), MAP_POINTS);
    float[][] codes = Encoding.codes(id, model).rows(data, split, shown);
    return scatter(
        id,
        String.format(
            Locale.ROOT,
            "The codes of %,d %s of the %s split on their two principal axes.",
            shown.length,
            words.many(),
            split.id()),
        List.of("first axis", "second axis"),
        shown,
        CodeMap.of(Nd4j.createFromArray(codes)));
  }

  private Section scatter(
      String id, String caption, List<String> titles, int[] shown, List<double[]> points) {
    List<String> classes = data.classes();
    List<Points> groups = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      OptionalInt label = OptionalInt.of(c);
      groups.add(new Points(classes.get(c), points(shown, points, label)));
    }
    List<double[]> others = points(shown, points, OptionalInt.empty());
    if (!others.isEmpty()) {
      groups.add(new Points(classes.isEmpty() ? "codes" : "no class", others));
    }
    String colours =
        classes.isEmpty()
            ? " The data has no classes, so all points have the same colour."
            : " Colours are classes, which were not used in training.";
    return new Section.Scatter(
        id + ": a map of codes", caption + colours, titles.get(0), titles.get(1), groups);
  }

  private List<double[]> points(int[] shown, List<double[]> points, OptionalInt label) {
    return IntStream.range(0, shown.length)
        .filter(i -> data.label(split, shown[i]).equals(label))
        .mapToObj(points::get)
        .toList();
  }

  /** Some images with their nearest, by codes and by pixels. */
  Section neighbours(String id, Autoencoder model) {
    NearSamples near = new NearSamples(data, split, seed);
    int[] queries = Examples.spread(data, split, QUERIES);
    List<NearSamples.Found> found =
        near.of(
            List.of(Encoding.codes("codes", model), Encoding.pixels(data.shape())),
            queries,
            NEIGHBOURS);
    if (data.shape().isRow()) {
      return rows(id, near, found);
    }
    List<PictureGrid.Row> rows = NearRows.of(data, split, near, found);
    return new Section.ImageGrid(
        id + ": neighbours",
        "Left: images of the %s split. Then their nearest neighbours among %s, by codes and by pixels."
            .formatted(split.id(), near.among()),
        data.shape(),
        rows);
  }

  /** Rows of a table have no picture: they are named by their lines and classes. */
  private Section rows(String id, NearSamples near, List<NearSamples.Found> found) {
    List<List<Cell>> rows = new ArrayList<>();
    for (NearSamples.Found one : found) {
      String others =
          one.near().stream()
              .map(n -> near.placed(near.from(), n.index()))
              .collect(Collectors.joining(", "));
      rows.add(
          List.of(
              Cell.of(near.placed(split, one.query())), Cell.of(one.encoding()), Cell.of(others)));
    }
    return new Section.Table(
        id + ": neighbours",
        "Some rows of the %s split, and the lines of their nearest neighbours among %s, by codes and by values."
            .formatted(split.id(), near.among()),
        List.of(Column.words(data.placeName()), Column.words("by"), Column.words("nearest")),
        rows);
  }
}
