package io.github.aezoo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.probe.AlteredImages;
import io.github.aezoo.probe.Probe;
import io.github.aezoo.probe.WithProbe;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("engine")
@ExtendWith(WithProbe.class)
class TrainerTest {
  /** 60 images in batches of 16: four steps an epoch, the last of 12 images. */
  private final Dataset data = new SyntheticDigits(60, 20, 10, 3);

  private static List<EpochLog> untimed(List<EpochLog> log) {
    return log.stream()
        .map(
            e ->
                new EpochLog(
                    e.epoch(),
                    e.iteration(),
                    e.learningRate(),
                    e.trainLoss(),
                    e.validation(),
                    e.best(),
                    0))
        .toList();
  }

  private static Recorder whole(Recipe recipe, Dataset data, int threads) {
    Recorder recorder = new Recorder();
    new Trainer(recipe, data, threads).run(recorder);
    return recorder;
  }

  @ParameterizedTest
  @CsvSource({"1, ADAM", "2, ADAM", "1, SGD", "1, NESTEROVS"})
  void aRunStoppedInTheMiddleOfAnEpochGoesOnToTheSameBits(int threads, Optimizer.Type type) {
    Recipe recipe = Probe.recipe("dropout", "gaussian:0.2", 4, type, 0.01, 0);
    Recorder straight = whole(recipe, data, threads);

    Trainer first = new Trainer(recipe, data, threads);
    Recorder stopped =
        new Recorder(
            step -> {
              if (step == 6) {
                first.requestStop();
              }
            });
    TrainingResult half = first.run(stopped);
    assertThat(half.stopped()).isTrue();
    assertThat(stopped.last().epoch()).isEqualTo(1);
    assertThat(stopped.last().step()).isEqualTo(2);

    Trainer second = new Trainer(recipe, data, threads);
    second.resume(stopped.last(), stopped.lastBest());
    Recorder resumed = new Recorder();
    TrainingResult result = second.run(resumed);

    assertThat(result.stopped()).isFalse();
    assertThat(resumed.last().weights()).isEqualTo(straight.last().weights());
    assertThat(resumed.last().updater()).isEqualTo(straight.last().updater());
    assertThat(resumed.last().firstLoss()).isEqualTo(straight.last().firstLoss());
    assertThat(resumed.lastBest()).isEqualTo(straight.lastBest());
    assertThat(untimed(resumed.last().log())).isEqualTo(untimed(straight.last().log()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dropout", "normalised"})
  void anyNumberOfThreadsGivesTheSameBytesAndGoesOnFromAnother(String variant) {
    // 300 images in batches of 256: four shards, and one.
    Dataset many = new SyntheticDigits(300, 40, 0, 3);
    Recipe recipe = Probe.recipe(variant, "gaussian:0.2", 2).withBatchSize(256);
    Recorder one = whole(recipe, many, 1);
    for (int threads : new int[] {2, 3, 16, 32}) {
      Recorder other = whole(recipe, many, threads);
      assertThat(other.last().weights()).as("%d threads", threads).isEqualTo(one.last().weights());
      assertThat(other.last().updater()).isEqualTo(one.last().updater());
      assertThat(untimed(other.last().log())).isEqualTo(untimed(one.last().log()));
    }
    Trainer first = new Trainer(recipe, many, 3);
    Recorder stopped =
        new Recorder(
            step -> {
              if (step == 1) {
                first.requestStop();
              }
            });
    first.run(stopped);
    Trainer second = new Trainer(recipe, many, 2);
    second.resume(stopped.last(), stopped.lastBest());
    Recorder resumed = new Recorder();
    second.run(resumed);
    assertThat(resumed.last().weights()).isEqualTo(one.last().weights());
    assertThat(whole(recipe.withSeed(12), many, 2).last().weights())
        .isNotEqualTo(one.last().weights());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theSameRecipeGivesTheSameBytesAndAnotherSeedGivesOthers(int threads) {
    Recipe recipe = Probe.recipe("dropout", "gaussian:0.2", 2);
    Map<String, Tensor> once = whole(recipe, data, threads).last().weights();
    assertThat(whole(recipe, data, threads).last().weights()).isEqualTo(once);
    assertThat(whole(recipe.withSeed(12), data, threads).last().weights()).isNotEqualTo(once);
  }

  @ParameterizedTest
  @CsvSource({
    "gaussian:0.2, none, 0, false",
    "gaussian:0.2, none, 1000000000, false",
    "none, none, 1000000000, true",
    "none, shift:1x0.5, 1000000000, false"
  })
  void batchesOfTheGpuAreTheSame(
      String corruption, String augmentation, long free, boolean readOnce) {
    Recipe recipe =
        Probe.recipe("dropout", corruption, 3).toBuilder().augmentation(augmentation).build();
    AtomicInteger read = new AtomicInteger();
    Dataset counted =
        new AlteredImages(
            data,
            (split, index, position, pixel) -> {
              read.addAndGet(position == 0 ? 1 : 0);
              return pixel;
            });
    Recorder ahead = new Recorder();
    TrainingResult result =
        new Trainer(recipe, counted, 2, Optional.empty(), OptionalLong.of(free)).run(ahead);
    assertThat(result.stopped()).isFalse();
    assertThat(ahead.last().weights()).isEqualTo(whole(recipe, data, 1).last().weights());
    int images = data.size(Split.TRAIN) + data.size(Split.VALIDATION);
    assertThat(read.get() == images).isEqualTo(readOnce);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void memoryThatRunsOutIsNamedAndTheLastEpochIsKept(boolean ahead) {
    AtomicInteger read = new AtomicInteger();
    Dataset greedy =
        new AlteredImages(
            data,
            (split, index, position, pixel) -> {
              // In the second epoch, as fragmented memory does.
              if (split == Split.TRAIN && position == 0 && read.incrementAndGet() > 70) {
                throw new IllegalStateException(
                    "Failed to allocate 1048576 bytes from DEVICE [0] memory");
              }
              return pixel;
            });
    Recorder recorder = new Recorder();
    OptionalLong free = ahead ? OptionalLong.of(0) : OptionalLong.empty();
    Recipe recipe = Probe.recipe("tiny", "none", 4);
    assertThatThrownBy(() -> new Trainer(recipe, greedy, 1, Optional.empty(), free).run(recorder))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "memory ran out (of the GPU, 1,048,576 bytes asked for) with a batch of 16 images"
                + " (50,176 bytes of input): choose a smaller batchSize in the recipe; the last"
                + " epoch is saved, and is kept");
    assertThat(recorder.last().epoch()).isEqualTo(1);
  }

  @Test
  void twoWorkersComputeWhatOneDoes() {
    Recipe recipe = Probe.recipe("tiny", "gaussian:0.2", 2);
    Snapshot one = whole(recipe, data, 1).last();
    Snapshot two = whole(recipe, data, 2).last();
    double largest = 0;
    for (String name : one.weights().keySet()) {
      float[] a = one.weights().get(name).values();
      float[] b = two.weights().get(name).values();
      for (int i = 0; i < a.length; i++) {
        largest = Math.max(largest, Math.abs(a[i] - b[i]));
      }
    }
    // Adam divides by the gradient's size, so that rounding shows in pixels that are nearly black.
    assertThat(largest).isLessThan(2e-3);
    assertThat(two.log().get(1).validation())
        .isCloseTo(
            one.log().get(1).validation(), org.assertj.core.data.Percentage.withPercentage(0.01));
  }

  @Test
  void trainingLowersTheLossAndTheLogSaysSo() {
    List<EpochLog> log = whole(Probe.recipe("tiny", "none", 5), data, 1).last().log();
    assertThat(log).hasSize(5).extracting(EpochLog::epoch).containsExactly(1, 2, 3, 4, 5);
    assertThat(log).extracting(EpochLog::iteration).containsExactly(4L, 8L, 12L, 16L, 20L);
    assertThat(log.get(4).validation()).isLessThan(0.8 * log.get(0).validation());
    assertThat(log.get(4).trainLoss()).isLessThan(log.get(0).trainLoss());
  }

  @Test
  void aPenaltysShareRisesEvenlyOverTheStepsOfWarmUp() {
    assertThat(Trainer.penaltyShare(0, 0)).isEqualTo(1);
    assertThat(Trainer.penaltyShare(0, 8)).isZero();
    assertThat(Trainer.penaltyShare(2, 8)).isEqualTo(0.25);
    assertThat(Trainer.penaltyShare(8, 8)).isEqualTo(1);
    assertThat(Trainer.penaltyShare(900, 8)).isEqualTo(1);
  }

  @Test
  void damageReachesTheInputsAndNotTheTargets() {
    // Inputs that are all damaged away leave the targets' mean as the best answer; damaged targets
    // would be noise of variance 0.08 a pixel.
    double clean = whole(Probe.recipe("tiny", "none", 1), data, 1).last().log().get(0).trainLoss();
    double noisy =
        whole(Probe.recipe("tiny", "gaussian:0.5", 1), data, 1).last().log().get(0).trainLoss();
    assertThat(noisy).isNotEqualTo(clean);
    double later =
        whole(Probe.recipe("tiny", "gaussian:0.5", 20), data, 1).last().log().get(19).validation();
    assertThat(later).isLessThan(0.35);
  }

  @Test
  void patienceEndsTheRunAndTheBestEpochsWeightsAreKept() {
    // What is learned from digits makes their negatives worse, epoch after epoch.
    Dataset opposed =
        new AlteredImages(data, (split, i, p, pixel) -> split == Split.TRAIN ? pixel : 1 - pixel);
    Recipe recipe = Probe.recipe("tiny", "none", 50, Optimizer.Type.ADAM, 0.01, 3);
    Trainer trainer = new Trainer(recipe, opposed, 1);
    Recorder recorder = new Recorder();
    TrainingResult result = trainer.run(recorder);

    assertThat(result.log()).hasSize(4);
    assertThat(result.bestEpoch()).isEqualTo(1);
    assertThat(result.stopped()).isFalse();
    assertThat(recorder.best).containsOnlyKeys(1);
    assertThat(result.model().weights()).isEqualTo(recorder.best.get(1));
    assertThat(result.model().weights()).isNotEqualTo(recorder.last().weights());
    assertThat(result.bestValidation()).isEqualTo(result.log().get(0).validation());
  }

  private static Recipe scheduled(Recipe r, Schedule schedule) {
    return r.withSchedule(schedule);
  }

  @Test
  void aLearningRateThatExplodesStopsTheRunAndTheBestWeightsStay() {
    // The rate rises through useful values to 10 within six epochs.
    Recipe recipe =
        scheduled(
            Probe.recipe("tiny", "none", 40, Optimizer.Type.SGD, 10, 0),
            new Schedule.Cosine(24, 0));
    Trainer trainer = new Trainer(recipe, data, 1);
    Recorder recorder = new Recorder();
    DivergenceException e =
        catchThrowableOfType(DivergenceException.class, () -> trainer.run(recorder));
    assertThat(e).isNotNull();
    assertThat(e.epoch()).isGreaterThan(1);
    assertThat(e.iteration()).isGreaterThanOrEqualTo(4L);
    assertThat(e.learningRate()).isGreaterThan(0.4).isLessThanOrEqualTo(10);
    assertThat(e)
        .hasMessageMatching(
            "training diverged: the (loss|largest weight) is \\S+ in epoch \\d+, iteration \\d+, at"
                + " learning rate \\S+; lower the learning rate or check the data");
    assertThat(recorder.best).isNotEmpty();
    requireFinite(recorder);
  }

  @Test
  void anExplosionIsTenTimesTheFirstLossAndAsFarAboveANegativeOne() {
    assertThat(Divergence.explosion(500, 1)).isEqualTo(5000);
    assertThat(Divergence.explosion(0, 1)).isEqualTo(9);
    assertThat(Divergence.explosion(-500, 1)).isEqualTo(4000);
    assertThat(Divergence.explosion(-2, 784)).isEqualTo(7054);
  }

  private static void requireFinite(Recorder recorder) {
    recorder.best.values().forEach(w -> w.values().forEach(TrainerTest::requireFinite));
    recorder.snapshots.forEach(s -> s.weights().values().forEach(TrainerTest::requireFinite));
    recorder.snapshots.forEach(s -> requireFinite(s.updater()));
  }

  private static void requireFinite(Tensor tensor) {
    for (float v : tensor.values()) {
      assertThat(v).isFinite();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 40, 59})
  void oneNanPixelStopsTheRunInItsEpochWhereverItComes(int place) {
    // The loss of the first of four steps is looked at, the others are not.
    int[] order = Seeds.permutation(60, Seeds.derive(11, 1, 0));
    Dataset broken =
        new AlteredImages(
            data,
            (split, i, p, pixel) ->
                split == Split.TRAIN && i == order[place] && p == 400 ? Float.NaN : pixel);
    Trainer trainer = new Trainer(Probe.recipe("tiny", "none", 3), broken, 1);
    Recorder recorder = new Recorder();
    DivergenceException e =
        catchThrowableOfType(DivergenceException.class, () -> trainer.run(recorder));
    assertThat(e).isNotNull().hasMessageContaining("NaN");
    assertThat(e.epoch()).isEqualTo(1);
    assertThat(e.learningRate()).isEqualTo(0.01);
    assertThat(recorder.snapshots).isEmpty();
    assertThat(recorder.best).isEmpty();
  }

  @Test
  void aRequestToStopAtTheEndOfAnEpochHandsOutOneSnapshot() {
    Trainer trainer = new Trainer(Probe.recipe("tiny", "none", 3), data, 1);
    Recorder recorder =
        new Recorder(
            step -> {
              if (step == 4) {
                trainer.requestStop();
              }
            });
    TrainingResult result = trainer.run(recorder);
    assertThat(result.stopped()).isTrue();
    assertThat(result.log()).hasSize(1);
    assertThat(recorder.snapshots).hasSize(1);
    assertThat(recorder.last().epoch()).isEqualTo(1);
    assertThat(recorder.last().step()).isZero();
    assertThat(result.model().weights()).isEqualTo(recorder.best.get(1));
  }
}
