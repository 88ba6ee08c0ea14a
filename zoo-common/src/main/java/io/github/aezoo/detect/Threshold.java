package io.github.aezoo.detect;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.aezoo.io.ZooException;
import java.util.List;

/**
 * The threshold of a detector on its anomaly score. Its JSON key is {@code threshold}.
 *
 * @param score the family's score of anomalies
 * @param value a sample that scores higher is flagged
 * @param falseAlarms the share of normal samples that may be
 * @param heldOut how many normal samples, of which no weight was learned, it was taken from
 * @param anomalies the classes that are anomalies when there are labels
 * @param tested how well it does on labelled samples; null when there were none
 */
public record Threshold(
    String score,
    @JsonProperty("threshold") double value,
    double falseAlarms,
    int heldOut,
    List<String> anomalies,
    Tested tested) {
  /** Checks that all is there. */
  public Threshold {
    if (score == null || anomalies == null) {
      throw new ZooException("keys 'score' and 'anomalies' expected");
    }
    anomalies = List.copyOf(anomalies);
  }

  /**
   * Numbers on labelled samples that were neither learned from nor the threshold taken from.
   *
   * @param samples all
   * @param anomalies of them
   * @param auroc area under the receiver operating characteristic
   * @param averagePrecision of the ranking by score
   * @param falseAlarmRate share of normal samples that are flagged
   * @param detectionRate share of anomalies that are flagged
   */
  public record Tested(
      int samples,
      int anomalies,
      double auroc,
      double averagePrecision,
      double falseAlarmRate,
      double detectionRate) {
    /**
     * Measures scores.
     *
     * @throws ZooException when there is no anomaly, or nothing else
     */
    public static Tested of(double[] scores, boolean[] anomaly, double threshold) {
      double auroc = Ranking.auroc(scores, anomaly);
      int anomalies = 0;
      int found = 0;
      int alarms = 0;
      for (int i = 0; i < scores.length; i++) {
        boolean flagged = scores[i] > threshold;
        anomalies += anomaly[i] ? 1 : 0;
        found += flagged && anomaly[i] ? 1 : 0;
        alarms += flagged && !anomaly[i] ? 1 : 0;
      }
      return new Tested(
          scores.length,
          anomalies,
          auroc,
          Ranking.averagePrecision(scores, anomaly),
          (double) alarms / (scores.length - anomalies),
          (double) found / anomalies);
    }
  }
}
