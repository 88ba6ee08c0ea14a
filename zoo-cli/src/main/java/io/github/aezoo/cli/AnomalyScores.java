package io.github.aezoo.cli;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Cells;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.detect.Contributions;
import io.github.aezoo.detect.Detection;
import io.github.aezoo.detect.Detector;
import io.github.aezoo.detect.Ranking;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.model.AnomalyScore;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.report.ShownSamples;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ModelCard;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * Scores of samples by a model, as a table: a row a sample, in their order.
 *
 * @param anomalies classes that are, when there are labels; null for the card's
 * @param score which of the family's scores; null for the card's
 * @param threshold null for the card's; without either nothing is flagged
 * @param top columns or pixels told a sample
 * @param map a picture of the highest scores; null for none
 */
record AnomalyScores(
    Command command,
    Checkpoint checkpoint,
    String word,
    SplitOption split,
    Path out,
    List<String> anomalies,
    String score,
    Double threshold,
    int top,
    Path map)
    implements Callable<Integer> {
  private static final int BATCH = 512;
  private static final int SHOWN = 8;

  @Override
  public Integer call() {
    ModelCard card = checkpoint.card();
    Dataset data = command.options().dataFor(checkpoint, word);
    Split part = split.of(data);
    if (map != null && data.preparation().isPresent()) {
      throw command.wrongUsage("--map: images expected; " + word + " is a table");
    }
    AnomalyScore used = Detector.score(card.rebuild(), score == null ? card.score() : score);
    Optional<Double> limit =
        Optional.ofNullable(threshold)
            .or(
                () ->
                    Optional.ofNullable(card.detection())
                        .filter(d -> d.score().equals(used.id()))
                        .map(Detection::threshold));
    List<String> named = anomalies != null ? anomalies : card.anomalies();
    double[] scores;
    try (Autoencoder model = checkpoint.load();
        Progress progress = command.progress("score", data.size(part), "samples")) {
      scores = Detector.scores(model, used, data, part, card.recipe().seed());
      SafeFiles.write(out, stream -> write(stream, model, data, part, scores, limit, progress));
      if (map != null) {
        draw(model, data, part, scores);
      }
    }
    Optional<Detection.Tested> tested =
        Detector.anomalies(data, part, named)
            .map(are -> Detection.Tested.of(scores, are, limit.orElse(Double.POSITIVE_INFINITY)));
    long flagged = limit.map(t -> Arrays.stream(scores).filter(s -> s > t).count()).orElse(0L);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", card.id());
    json.put("score", used.id());
    json.put("samples", scores.length);
    json.put("flagged", limit.isPresent() ? flagged : null);
    json.put("threshold", limit.orElse(null));
    json.put("auroc", tested.map(Detection.Tested::auroc).orElse(null));
    json.put("averagePrecision", tested.map(Detection.Tested::averagePrecision).orElse(null));
    json.put("out", out.toString());
    json.put("notes", data.notes());
    command.print(
        json, () -> people(used.id(), scores.length, flagged, limit, tested, data.notes()));
    return 0;
  }

  private void people(
      String name,
      int samples,
      long flagged,
      Optional<Double> limit,
      Optional<Detection.Tested> tested,
      List<String> notes) {
    command
        .out()
        .println(
            limit
                .map(
                    t ->
                        "%s: %,d of %,d samples flagged (%s above %s)"
                            .formatted(out, flagged, samples, name, Numbers.metric(t)))
                .orElse(
                    "%s: %,d samples scored by %s, none flagged: the model's card has no threshold of it, name one by --threshold"
                        .formatted(out, samples, name)));
    tested.ifPresent(t -> command.out().println(describe(t, limit.isPresent())));
    notes.forEach(note -> command.err().println("zoo: " + note));
  }

  /** What labels say of a detector, in one line. */
  static String describe(Detection.Tested t, boolean flagged) {
    String ranking =
        "AUROC %s, average precision %s (%,d anomalies of %,d samples)"
            .formatted(
                Numbers.metric(t.auroc()),
                Numbers.metric(t.averagePrecision()),
                t.anomalies(),
                t.samples());
    return flagged
        ? "%s; flagged: %s of the anomalies, %s of the normal"
            .formatted(
                ranking, Numbers.metric(t.detectionRate()), Numbers.metric(t.falseAlarmRate()))
        : ranking;
  }

  private void write(
      OutputStream stream,
      Autoencoder model,
      Dataset data,
      Split part,
      double[] scores,
      Optional<Double> limit,
      Progress progress)
      throws IOException {
    Shape shape = data.shape();
    boolean labelled = !data.classes().isEmpty();
    StringBuilder lines = new StringBuilder(data.placeName());
    lines.append(",score,anomaly").append(labelled ? ",label" : "");
    IntStream.rangeClosed(1, top)
        .forEach(i -> lines.append(",top").append(i).append(",share").append(i));
    lines.append('\n');
    for (int from = 0; from < scores.length; from += BATCH) {
      int n = Math.min(BATCH, scores.length - from);
      float[] outputs =
          model.reconstruct(Batches.range(data, part, from, n)).dup('c').data().asFloat();
      for (int i = 0; i < n; i++) {
        int index = from + i;
        lines.append(data.place(part, index));
        lines.append(',').append(scores[index]).append(',');
        limit.ifPresent(t -> lines.append(scores[index] > t ? 1 : 0));
        if (labelled) {
          lines.append(',').append(Cells.quoted(data.className(part, index).orElse("")));
        }
        float[] output = Arrays.copyOfRange(outputs, i * shape.size(), (i + 1) * shape.size());
        List<Contributions.Part> parts = parts(data, data.image(part, index), output);
        for (int p = 0; p < top; p++) {
          lines.append(',');
          if (p < parts.size()) {
            lines
                .append(Cells.quoted(parts.get(p).name()))
                .append(String.format(Locale.ROOT, ",%.4f", parts.get(p).share()));
          } else {
            lines.append(',');
          }
        }
        lines.append('\n');
      }
      stream.write(lines.toString().getBytes(StandardCharsets.UTF_8));
      lines.setLength(0);
      progress.at(from + n);
    }
  }

  private List<Contributions.Part> parts(Dataset data, float[] target, float[] output) {
    double[] squares = Contributions.squares(target, output);
    Shape shape = data.shape();
    return data.preparation()
        .map(table -> Contributions.columns(squares, table, top))
        .orElseGet(
            () ->
                Contributions.pixels(squares, shape.width(), shape.height() * shape.width(), top));
  }

  /** The highest scores above their reconstructions and absolute errors. */
  private void draw(Autoencoder model, Dataset data, Split part, double[] scores) {
    int[] highest = Ranking.highest(scores, SHOWN);
    ShownSamples samples = ShownSamples.of(model, data, part, highest, "none", 0);
    List<float[]> errors = new ArrayList<>();
    for (int i = 0; i < highest.length; i++) {
      float[] error = samples.clean().get(i).clone();
      float[] output = samples.reconstructed().get(i);
      for (int p = 0; p < error.length; p++) {
        error[p] = Math.min(1, Math.abs(error[p] - output[p]));
      }
      errors.add(error);
    }
    List<String> captions =
        Arrays.stream(highest).mapToObj(i -> Numbers.metric(scores[i])).toList();
    PictureGrid.save(
        map,
        List.of(
            new PictureGrid.Row("original", samples.clean()),
            new PictureGrid.Row("reconstruction", samples.reconstructed()),
            new PictureGrid.Row("error", errors, captions)),
        data.shape());
  }
}
