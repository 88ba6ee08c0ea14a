package io.github.aezoo.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.io.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The threshold as cards hold it. */
final class ThresholdTest {
  @Test
  void cardsKeepTheirKeys() {
    Threshold threshold = new Threshold("reconstructionError", 0.5, 0.01, 99, List.of("1"), null);
    String json = Json.text(threshold);
    assertThat(json.replaceAll("\\s", ""))
        .startsWith(
            "{\"score\":\"reconstructionError\",\"threshold\":0.5,\"falseAlarms\":0.01,\"heldOut\":99,\"anomalies\":[\"1\"]");
    assertThat(Json.read(json.getBytes(StandardCharsets.UTF_8), Threshold.class, "a test"))
        .isEqualTo(threshold);
  }

  @Test
  void aScoreAtTheThresholdIsNotFlagged() {
    double[] scores = {0.1, 0.5, 0.6, 0.9};
    boolean[] anomaly = {false, false, true, true};
    Threshold.Tested tested = Threshold.Tested.of(scores, anomaly, 0.5);
    assertThat(tested.falseAlarmRate()).isZero();
    assertThat(tested.detectionRate()).isEqualTo(1);
    assertThat(tested.auroc()).isEqualTo(1);
  }
}
