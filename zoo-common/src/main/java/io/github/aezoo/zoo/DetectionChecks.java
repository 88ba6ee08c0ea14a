package io.github.aezoo.zoo;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.detect.Threshold;
import io.github.aezoo.detect.ThresholdFit;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.Verification.Check;
import io.github.aezoo.zoo.Verification.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The threshold of a detector and what it finds, recomputed. */
final class DetectionChecks {
  private DetectionChecks() {}

  /** The checks of a card that has a threshold. */
  static List<Check> of(ModelCard card, Autoencoder model, Dataset data) {
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
