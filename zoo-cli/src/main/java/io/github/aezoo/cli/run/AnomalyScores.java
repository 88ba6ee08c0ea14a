package io.github.aezoo.cli.run;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.option.SplitOption;
import io.github.aezoo.cli.print.Progress;
import io.github.aezoo.cli.print.Results;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.detect.AnomalyClasses;
import io.github.aezoo.detect.Detector;
import io.github.aezoo.detect.ScoreTable;
import io.github.aezoo.detect.Threshold;
import io.github.aezoo.report.HighestScores;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.Detectors;
import io.github.aezoo.zoo.ModelCard;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;

/**
 * Scores samples with a model into a CSV file, and prints a summary.
 *
 * @param anomalies classes that are anomalies, if there are labels; null for the card's
 * @param score anomaly score of the family; null for the card's
 * @param threshold null for the card's; with neither, nothing is flagged
 * @param top columns or pixels listed for each sample
 * @param map a picture of the highest scores; null for none
 */
public record AnomalyScores(
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
  @Override
  public Integer call() {
    ModelCard card = checkpoint.card();
    Dataset data = command.options().dataToScore(checkpoint, word);
    Split part = split.in(command.options().zoo()).splitOf(data);
    if (map != null && data.shape().isRow()) {
      throw command.wrongUsage("--map: images expected; " + word + " is a table");
    }
    OptionalDouble limit =
        threshold == null ? OptionalDouble.empty() : OptionalDouble.of(threshold);
    List<String> named =
        anomalies != null
            ? anomalies
            : AnomalyClasses.there(
                card.anomalies(), data.classes(), data.preparation().map(TablePreparation::label));
    try (Detector detector = Detectors.open(checkpoint, Optional.ofNullable(score), limit)) {
      ScoreTable.Summary summary;
      try (Progress progress = command.progress("score", data.size(part), "samples")) {
        summary =
            new ScoreTable(detector, data, part, named, top)
                .write(out, (done, total) -> progress.at(done));
      }
      if (map != null) {
        HighestScores.save(map, detector.model(), data, part, summary.scores());
      }
      print(card.id(), detector, notes(data, named, summary), data.notes(), summary);
    }
    return 0;
  }

  private static List<String> notes(
      Dataset data, List<String> anomalies, ScoreTable.Summary summary) {
    List<String> notes = new ArrayList<>(data.notes());
    if (!data.classes().isEmpty() && summary.tested().isEmpty() && data.shape().isRow()) {
      notes.add(
          "no AUROC: anomalies and normal rows expected; the classes are %s, and %s"
              .formatted(
                  String.join(", ", data.classes()),
                  anomalies.isEmpty()
                      ? "none is known as an anomaly: name them with --anomaly"
                      : "anomalies are " + String.join(", ", anomalies)));
    }
    return notes;
  }

  private void print(
      String model,
      Detector detector,
      List<String> notes,
      List<String> told,
      ScoreTable.Summary summary) {
    OptionalDouble limit = detector.threshold();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model);
    json.put("score", detector.scoredBy().id());
    json.put("samples", summary.scores().length);
    json.put("flagged", summary.flagged().isPresent() ? summary.flagged().getAsLong() : null);
    json.put("threshold", limit.isPresent() ? limit.getAsDouble() : null);
    json.put("auroc", summary.tested().map(Threshold.Tested::auroc).orElse(null));
    json.put(
        "averagePrecision", summary.tested().map(Threshold.Tested::averagePrecision).orElse(null));
    json.put("out", out.toString());
    json.put("notes", notes);
    command.print(json, () -> people(detector, summary, notes, told));
  }

  private void people(
      Detector detector, ScoreTable.Summary summary, List<String> notes, List<String> told) {
    String name = detector.scoredBy().id();
    int samples = summary.scores().length;
    OptionalDouble limit = detector.threshold();
    command
        .out()
        .println(
            limit.isPresent()
                ? "%s: %,d of %,d samples flagged (%s above %s)"
                    .formatted(
                        out,
                        summary.flagged().orElseThrow(),
                        samples,
                        name,
                        Numbers.metric(limit.getAsDouble()))
                : "%s: %,d samples scored by %s, none flagged: the model card has no threshold for this score; give one with --threshold"
                    .formatted(out, samples, name));
    summary.tested().ifPresent(t -> command.out().println(Results.describe(t, limit.isPresent())));
    // The others were said when the data was opened.
    notes.stream()
        .filter(note -> !told.contains(note))
        .forEach(note -> command.err().println("zoo: " + note));
  }
}
