package io.github.aezoo.detect;

import io.github.aezoo.data.Cells;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.Evaluator;
import io.github.aezoo.io.SafeFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Writes anomaly scores as CSV, one row per sample: file, line or index, score, flag, class if
 * there is one, and the columns or pixels with the largest error.
 *
 * @param data prepared as what the detector was trained on
 * @param anomalies classes that are anomalies, for the summary
 * @param reasons columns or pixels told a sample, 0 or more
 */
public record ScoreTable(
    Detector detector, Dataset data, Split split, List<String> anomalies, int reasons) {
  /** Takes a copy. */
  public ScoreTable {
    anomalies = List.copyOf(anomalies);
  }

  /**
   * What the scores say together.
   *
   * @param scores in the order of the split
   * @param flagged how many are above the threshold; empty without one
   * @param tested how well they rank labelled samples; empty when there is nothing to test
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Summary(double[] scores, OptionalLong flagged, Optional<Threshold.Tested> tested) {}

  /**
   * Scores the samples, a batch at a time, and writes the file, whole or not at all.
   *
   * @param progress is told how many samples are done
   * @throws io.github.aezoo.io.ZooException when data and detector do not fit, or the file cannot
   *     be written
   */
  public Summary write(Path file, Evaluator.Progress progress) {
    double[] scores = new double[data.size(split)];
    SafeFiles.write(file, stream -> write(stream, scores, progress));
    return summary(scores);
  }

  /** What the scores say together, without a file. */
  public Summary summary() {
    return summary(detector.score(data, split));
  }

  private Summary summary(double... scores) {
    double limit = detector.threshold().orElse(Double.POSITIVE_INFINITY);
    return new Summary(
        scores,
        detector.threshold().isPresent()
            ? OptionalLong.of(Arrays.stream(scores).filter(s -> s > limit).count())
            : OptionalLong.empty(),
        ScoreRun.tested(scores, data, split, anomalies, limit));
  }

  private void write(OutputStream stream, double[] scores, Evaluator.Progress progress)
      throws IOException {
    boolean labelled = !data.classes().isEmpty();
    StringBuilder lines = new StringBuilder(data.hasSources(split) ? "file" : data.placeName());
    lines.append(",score,anomaly").append(labelled ? ",label" : "");
    IntStream.rangeClosed(1, reasons)
        .forEach(i -> lines.append(",top").append(i).append(",share").append(i));
    lines.append('\n');
    Iterator<Finding> findings = detector.stream(data, split, reasons).iterator();
    for (int i = 0; i < scores.length; i++) {
      Finding finding = findings.next();
      scores[i] = finding.score();
      append(lines, i, finding, labelled);
      if ((i + 1) % ScoreRun.BATCH == 0 || i + 1 == scores.length) {
        stream.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        lines.setLength(0);
        progress.done(i + 1, scores.length);
      }
    }
  }

  private void append(StringBuilder lines, int index, Finding finding, boolean labelled) {
    lines
        .append(Cells.quoted(data.placed(split, index)))
        .append(',')
        .append(finding.score())
        .append(',');
    if (finding.threshold().isPresent()) {
      lines.append(finding.flagged() ? 1 : 0);
    }
    if (labelled) {
      lines.append(',').append(Cells.quoted(data.className(split, index).orElse("")));
    }
    for (int i = 0; i < reasons; i++) {
      lines.append(',');
      if (i < finding.reasons().size()) {
        Contributions.Part part = finding.reasons().get(i);
        lines
            .append(Cells.quoted(part.name()))
            .append(String.format(Locale.ROOT, ",%.4f", part.share()));
      } else {
        lines.append(',');
      }
    }
    lines.append('\n');
  }
}
