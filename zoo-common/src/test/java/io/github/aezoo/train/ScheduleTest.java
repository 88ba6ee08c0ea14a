package io.github.aezoo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.aezoo.io.Json;
import io.github.aezoo.io.ZooException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void aConstantScheduleIsAlwaysThePeak() {
    assertThat(new Schedule.Constant().factor(0, 10, 5)).isEqualTo(1);
    assertThat(new Schedule.Constant().factor(9, 10, 5)).isEqualTo(1);
  }

  @Test
  void aCosineRisesThenFallsToItsFloor() {
    Schedule cosine = new Schedule.Cosine(4, 0.1);
    assertThat(cosine.factor(0, 20, 5)).isEqualTo(0.25);
    assertThat(cosine.factor(3, 20, 5)).isEqualTo(1);
    // 0.1 + 0.9 (1 + cos(pi (step - 4) / 16)) / 2, by NumPy.
    assertThat(cosine.factor(4, 20, 5)).isEqualTo(1);
    assertThat(cosine.factor(9, 20, 5)).isCloseTo(0.80000660, within(1e-8));
    assertThat(cosine.factor(14, 20, 5)).isCloseTo(0.37779246, within(1e-8));
    assertThat(cosine.factor(20, 20, 5)).isCloseTo(0.1, within(1e-12));
    assertThat(cosine.factor(25, 20, 5)).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void aWarmupLongerThanTheRunStaysFinite() {
    Schedule cosine = new Schedule.Cosine(40, 0);
    assertThat(cosine.factor(19, 20, 5)).isEqualTo(0.5);
  }

  @Test
  void stepsApplyTheFactorOnceMoreAtEachEpoch() {
    Schedule steps = new Schedule.Steps(List.of(2, 3), 0.1);
    assertThat(steps.factor(9, 50, 5)).isEqualTo(1);
    assertThat(steps.factor(10, 50, 5)).isCloseTo(0.1, within(1e-15));
    assertThat(steps.factor(14, 50, 5)).isCloseTo(0.1, within(1e-15));
    assertThat(steps.factor(15, 50, 5)).isCloseTo(0.01, within(1e-15));
    assertThat(steps.factor(49, 50, 5)).isCloseTo(0.01, within(1e-15));
  }

  @Test
  void dl4jGetsTheFactorTimesThePeak() {
    ScheduledRate rate = new ScheduledRate(new Schedule.Cosine(4, 0.1), 0.02, 20, 5);
    assertThat(rate.valueAt(0, 0)).isCloseTo(0.005, within(1e-15));
    assertThat(rate.clone().valueAt(20, 3)).isCloseTo(0.002, within(1e-15));
  }

  @Test
  void valuesOutOfRangeAreRefusedByKey() {
    assertThatThrownBy(() -> new Schedule.Cosine(-1, 0))
        .isInstanceOf(ZooException.class)
        .hasMessage("key 'warmup': 0 or more steps expected; got -1");
    assertThatThrownBy(() -> new Schedule.Cosine(0, 1))
        .hasMessage("key 'floor': in [0, 1) expected; got 1.0");
    assertThatThrownBy(() -> new Schedule.Steps(List.of(1), 1.5))
        .hasMessage("key 'factor': in (0, 1) expected; got 1.5");
  }

  @Test
  void stepsThatWouldChangeNothingOrEndAllAreRefused() {
    assertThatThrownBy(() -> new Schedule.Steps(List.of(1), 1))
        .hasMessage("key 'factor': in (0, 1) expected; got 1.0");
    assertThatThrownBy(() -> new Schedule.Steps(List.of(1), 0))
        .hasMessage("key 'factor': in (0, 1) expected; got 0.0");
    assertThatThrownBy(() -> new Schedule.Steps(null, 0.5))
        .hasMessage("key 'epochs': a list of epochs expected; got null");
  }

  @Test
  void aScheduleSurvivesJson() {
    for (Schedule schedule :
        List.of(
            new Schedule.Constant(),
            new Schedule.Cosine(4, 0.1),
            new Schedule.Steps(List.of(2, 3), 0.1))) {
      assertThat(Json.read(Json.line(schedule), Schedule.class, "test")).isEqualTo(schedule);
    }
  }
}
