package io.github.aezoo.zoo;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.detect.Threshold;
import io.github.aezoo.detect.ThresholdFit;
import io.github.aezoo.device.Devices;
import io.github.aezoo.eval.Evaluation;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.Verification.Check;
import io.github.aezoo.zoo.Verification.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Checks of what a card says besides its metrics, and how far numbers may be apart. */
final class CardChecks {
  /** Relative: as far apart as independent code is. */
  private static final double NUMBER = 1e-6;

  /** Relative, for sums of logarithms over all pixels, and what is fitted or drawn by a seed. */
  private static final double MEASUREMENT = 1e-4;

  /** Absolute, for shares: two of 10,000 samples may fall on the other side. */
  private static final double SHARE = 2e-4;

  /** Half of the distance between a float32 near 1 and the next. */
  private static final double PIXEL = 3e-8;

  /** What the logarithm of a nearly certain pixel makes of it, in nats. */
  private static final double LOGARITHM = 1e-6;

  /** Absolute: a GPU sums in another order than the CPU that the card was measured on. */
  private static final double GPU = 1e-3;

  private CardChecks() {}

  /** What may lie between a metric of the card and the same measured here. */
  static double tolerance(String metric, double value) {
    double rounding = metric.equals("bce") ? LOGARITHM : PIXEL;
    return onDevice(value, NUMBER * Math.abs(value) + rounding);
  }

  /** The same of what a family measures besides. */
  static double measurementTolerance(double value) {
    return onDevice(value, MEASUREMENT * Math.abs(value) + SHARE);
  }

  private static double onDevice(double value, double onCpu) {
    return Devices.onGpu() ? GPU * Math.max(1, Math.abs(value)) : onCpu;
  }

  /** Whether the best epoch is the one with the lowest loss of the curve. */
  static List<Check> training(ModelCard card) {
    ModelCard.Training training = card.training();
    if (training == null || training.validationCurve().isEmpty()) {
      return List.of();
    }
    List<Double> curve = training.validationCurve();
    int best = 0;
    for (int i = 1; i < curve.size(); i++) {
      best = curve.get(i) < curve.get(best) ? i : best;
    }
    return List.of(
        Check.of(Kind.TRAINING, "epochs", training.epochs(), curve.size(), 0),
        Check.of(Kind.TRAINING, "best epoch", training.bestEpoch(), best + 1, 0),
        Check.of(Kind.TRAINING, "validation loss", training.validationLoss(), curve.get(best), 0));
  }

  /** Whether a catalogue says of the model what its card does. */
  static List<Check> catalogue(Catalogue.Entry entry, ModelCard card) {
    boolean same;
    try {
      same = Publication.entry(card, entry.headline().metric(), entry.card()).equals(entry);
    } catch (ZooException e) {
      // The card has no such metric.
      same = false;
    }
    return List.of(Check.of(Kind.CATALOGUE, "the catalogue's entry", 1, same ? 1 : 0, 0));
  }

  /** Rows and metrics that are measured here and that the card does not have. */
  static List<Check> missing(ModelCard.Result expected, ModelCard.Result got) {
    List<Check> checks = new ArrayList<>();
    missing("", expected.evaluation().metrics(), got.evaluation().metrics(), checks);
    missing(
        "p ", expected.evaluation().msePercentiles(), got.evaluation().msePercentiles(), checks);
    Set<String> classes = new TreeSet<>();
    got.evaluation().classes().forEach(row -> classes.add(row.name()));
    expected.evaluation().classes().stream()
        .map(Evaluation.ClassScores::name)
        .forEach(classes::remove);
    classes.forEach(name -> checks.add(missing("class " + name)));
    rows("", expected.baselines(), got.baselines(), checks);
    rows("measurements of ", expected.measurements(), got.measurements(), checks);
    return checks;
  }

  private static void rows(
      String prefix,
      Map<String, Map<String, Double>> expected,
      Map<String, Map<String, Double>> got,
      List<Check> checks) {
    got.forEach(
        (row, metrics) -> {
          if (expected.containsKey(row)) {
            missing(prefix + row + " ", expected.get(row), metrics, checks);
          } else {
            checks.add(missing(prefix + row));
          }
        });
  }

  private static void missing(
      String prefix, Map<String, Double> expected, Map<String, Double> got, List<Check> checks) {
    got.keySet().stream()
        .filter(metric -> !expected.containsKey(metric))
        .forEach(metric -> checks.add(missing(prefix + metric)));
  }

  private static Check missing(String what) {
    return Check.of(Kind.MISSING, what + " is missing on the card", 1, 0, 0);
  }

  /** The checks of a card that has a threshold. */
  static List<Check> detection(ModelCard card, Autoencoder model, Dataset data) {
    Threshold detection = ThresholdFit.of(model, card.recipe(), data);
    Map<String, Double> got = numbers(detection);
    List<Check> checks = new ArrayList<>();
    numbers(card.detection())
        .forEach(
            (number, value) ->
                checks.add(
                    Check.of(
                        Kind.NUMBER,
                        "detector's " + number,
                        value,
                        got.getOrDefault(number, Double.NaN),
                        CardChecks.measurementTolerance(value))));
    Threshold.Tested expected = card.detection().tested();
    Threshold.Tested tested = detection.tested();
    if (expected != null && tested != null) {
      // A sample at the threshold may fall on either side.
      checks.add(
          Check.of(
              Kind.NUMBER,
              "detector's falseAlarmRate",
              expected.falseAlarmRate(),
              tested.falseAlarmRate(),
              1.5 / (tested.samples() - tested.anomalies())));
      checks.add(
          Check.of(
              Kind.NUMBER,
              "detector's detectionRate",
              expected.detectionRate(),
              tested.detectionRate(),
              1.5 / tested.anomalies()));
    }
    return checks;
  }

  private static Map<String, Double> numbers(Threshold detection) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("threshold", detection.value());
    numbers.put("heldOut", (double) detection.heldOut());
    Threshold.Tested tested = detection.tested();
    if (tested != null) {
      numbers.put("samples", (double) tested.samples());
      numbers.put("anomalies", (double) tested.anomalies());
      numbers.put("auroc", tested.auroc());
      numbers.put("averagePrecision", tested.averagePrecision());
    }
    return numbers;
  }
}
