package io.github.aezoo.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.aezoo.data.Shape;
import io.github.aezoo.probe.Probe;
import io.github.aezoo.probe.WithProbe;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("engine")
@ExtendWith(WithProbe.class)
class ThroughputTest {
  @Test
  void whatARecipeStartsFromAndLeavesOutIsNotMeasured() {
    Recipe recipe =
        Probe.recipe("tiny", "none", 1).toBuilder()
            .startFrom(new StartFrom("a-model-that-is-not-here", null, StartFrom.Part.NONE, 1.0))
            .images(50)
            .patience(1)
            .batchSize(256)
            .build();
    Throughput measured = Throughput.of(recipe, new Shape(1, 4, 4), 1, false);
    assertThat(measured.batch()).isEqualTo(256);
    // A clock that never began would tell less than a sample a second, one that never ended more
    // than any machine does.
    assertThat(measured.trainSamplesPerSecond()).isBetween(100.0, 1e8);
    assertThat(measured.inferSamplesPerSecond()).isBetween(100.0, 1e9);
  }
}
