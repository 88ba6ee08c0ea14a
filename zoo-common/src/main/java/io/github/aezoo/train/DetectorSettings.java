package io.github.aezoo.train;

import java.util.List;

/**
 * Settings of a recipe that fits an anomaly detector: its score, false alarm rate and anomaly
 * classes.
 *
 * @param falseAlarms the share of normal samples that may be flagged, in (0, 1)
 * @param anomalies the classes that are anomalies; labels are for the test alone. {@link #ANOMALY}
 *     when left out
 * @param score which of the family's scores; its usual one when left out
 */
public record DetectorSettings(double falseAlarms, List<String> anomalies, String score) {
  /** The class of anomalies in tables whose author says nothing else. */
  public static final String ANOMALY = "1";

  /** Checks the rate. */
  public DetectorSettings {
    // Written so that NaN fails too.
    Recipe.require(falseAlarms > 0 && falseAlarms < 1, "falseAlarms", "in (0, 1)", falseAlarms);
    anomalies = anomalies == null ? List.of(ANOMALY) : List.copyOf(anomalies);
  }
}
