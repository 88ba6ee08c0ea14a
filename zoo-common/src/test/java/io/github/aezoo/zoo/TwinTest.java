package io.github.aezoo.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.Evaluation;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.io.Sha256;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.probe.MeanCode;
import io.github.aezoo.probe.Probe;
import io.github.aezoo.probe.ProbeArchitecture;
import io.github.aezoo.probe.WithProbe;
import io.github.aezoo.train.EpochLog;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.TrainingListener;
import io.github.aezoo.zoo.files.FileStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that trains its twin, the same network without its family's penalty, beside it. */
@ExtendWith(WithProbe.class)
class TwinTest {
  private static final Dataset DATA = TrainedTwin.DATA;
  private static final Recipe RECIPE = TrainedTwin.RECIPE;

  private static final List<String> FILES =
      List.of(
          "weights.safetensors",
          "reference.safetensors",
          "twin/weights.safetensors",
          "twin/reference.safetensors");

  @TempDir private static Path shared;
  @TempDir private Path folder;

  private static Checkpoint straight;

  @BeforeAll
  static void train() {
    straight = TrainedTwin.into(shared.resolve("run"), shared);
  }

  private static Checkpoint finish(TrainingRun run) {
    return run.run(TrainingListener.NONE, TrainedProbe.assessment(shared))
        .checkpoint()
        .orElseThrow();
  }

  private TrainingRun run(TrainingRun.Start start) {
    return new TrainingRun(RECIPE, DATA, folder.resolve("out"), 1, start);
  }

  private TrainingRun.Outcome stopAt(TrainingRun run, long at) {
    return run.run(
        new TrainingListener() {
          @Override
          public void onStep(long step, long total) {
            if (step == at) {
              run.requestStop();
            }
          }
        },
        TrainedProbe.assessment(shared));
  }

  private void dieAt(TrainingRun run, long at) {
    TrainingListener die =
        new TrainingListener() {
          @Override
          public void onStep(long step, long total) {
            if (step == at) {
              throw new IllegalStateException("killed");
            }
          }
        };
    assertThatThrownBy(() -> run.run(die, TrainedProbe.assessment(shared))).hasMessage("killed");
  }

  private void assertSameAsStraight(Checkpoint resumed) throws IOException {
    for (String file : FILES) {
      assertThat(folder.resolve("out").resolve(file))
          .as(file)
          .hasBinaryContent(Files.readAllBytes(shared.resolve("run").resolve(file)));
    }
    assertThat(resumed.card().results()).isEqualTo(straight.card().results());
    assertThat(resumed.twin().orElseThrow().card().results())
        .isEqualTo(straight.twin().orElseThrow().card().results());
  }

  @Test
  void theTwinIsACheckpointOfItsOwnThatTheCardNames() throws IOException {
    Checkpoint twin = Checkpoint.open(shared.resolve("run/twin"));
    assertThat(twin.card().id()).isEqualTo("probe-dropout.synthetic-digits-twin");
    assertThat(twin.card().rebuild()).isEqualTo(new ProbeArchitecture(DATA.shape(), 4, 1, false));
    assertThat(twin.card().twin()).isNull();
    assertThat(twin.card().recipe().seed()).isEqualTo(RECIPE.seed());
    FileStamp stamp = straight.card().twin();
    byte[] card = Files.readAllBytes(shared.resolve("run/twin/card.json"));
    assertThat(stamp.file()).isEqualTo("twin/card.json");
    assertThat(stamp.bytes()).isEqualTo(card.length);
    assertThat(stamp.sha256()).isEqualTo(Sha256.of(card));
    assertThat(straight.twin().orElseThrow().card()).isEqualTo(twin.card());
    try (Autoencoder model = straight.load();
        Autoencoder plain = twin.load()) {
      assertThat(plain.weights()).isNotEqualTo(model.weights());
    }
  }

  @Test
  void theTwinIsTheNetworkThatItsOwnRecipeTrains() throws IOException {
    Recipe alone = RECIPE.ofTwin(DATA.shape());
    finish(new TrainingRun(alone, DATA, folder.resolve("alone"), 1, TrainingRun.Start.NEW));
    assertThat(folder.resolve("alone/weights.safetensors"))
        .hasBinaryContent(Files.readAllBytes(shared.resolve("run/twin/weights.safetensors")));
    Recipe without = Probe.withTwin(RECIPE, false, Safetensors.Precision.F32);
    Checkpoint single =
        finish(new TrainingRun(without, DATA, folder.resolve("one"), 1, TrainingRun.Start.NEW));
    assertThat(folder.resolve("one/weights.safetensors"))
        .as("a twin changes nothing of the network's own run")
        .hasBinaryContent(Files.readAllBytes(shared.resolve("run/weights.safetensors")));
    assertThat(single.twin()).isEmpty();
    assertThat(folder.resolve("one/twin")).doesNotExist();
    assertThat(single.card().results().get(0).baselines()).doesNotContainKey("twin");
    assertThat(single.card().results().get(0).measurements()).containsOnlyKeys("model", "pixels");
  }

  @Test
  void everyDamageOfAChoiceHasAResultBesideTheTwinAndTheBaselines() {
    List<ModelCard.Result> results = straight.card().results();
    assertThat(results)
        .extracting(r -> r.evaluation().corruption())
        .containsExactly("half", "masking:0.2");
    Assessment again = TrainedProbe.assessment(shared);
    try (Autoencoder plain = straight.twin().orElseThrow().load()) {
      for (ModelCard.Result result : results) {
        assertThat(result.baselines().keySet())
            .startsWith("twin", "pca", "pcaClipped", "meanImage", "untrained", "corrupted")
            .hasSize(7);
        Evaluation twin =
            again
                .compare(
                    plain,
                    Companions.none(),
                    DATA,
                    Split.TEST,
                    11,
                    result.evaluation().corruption())
                .evaluation();
        assertThat(result.baselines().get("twin")).isEqualTo(twin.metrics());
      }
    }
  }

  @Test
  void measurementsAreThoseOfTheModelTheTwinAndThePixels() {
    Map<String, Map<String, Double>> rows = straight.card().results().get(0).measurements();
    assertThat(rows.keySet()).containsExactly("model", "twin", "pixels");
    MeanCode measure = new MeanCode();
    try (Autoencoder model = straight.load();
        Autoencoder plain = straight.twin().orElseThrow().load()) {
      assertThat(rows.get("model")).isEqualTo(measure.of(model, DATA, Split.TEST, 11));
      assertThat(rows.get("twin")).isEqualTo(measure.of(plain, DATA, Split.TEST, 11));
    }
    assertThat(rows.get("pixels")).isEqualTo(measure.ofPixels(DATA, Split.TEST, 11));
    assertThat(rows.get("model")).isNotEqualTo(rows.get("twin"));
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 8, 14})
  void aRunThatStopsInTheTwinsRunOrItsOwnGoesOnToTheSameBytes(long step) throws IOException {
    assertThat(stopAt(run(TrainingRun.Start.NEW), step).checkpoint()).isEmpty();
    assertThat(folder.resolve("out/card.json")).doesNotExist();
    assertSameAsStraight(finish(run(TrainingRun.Start.RESUME)));
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 13})
  void aRunThatDiesInTheTwinsRunOrItsOwnGoesOnToTheSameBytes(long step) throws IOException {
    dieAt(run(TrainingRun.Start.NEW), step);
    assertThat(folder.resolve("out/card.json")).doesNotExist();
    assertSameAsStraight(finish(run(TrainingRun.Start.RESUME)));
  }

  @Test
  void aRunThatDiedBeforeItsTwinBeganGoesOn() throws IOException {
    dieAt(run(TrainingRun.Start.NEW), 1);
    Files.delete(folder.resolve("out/twin/training/recipe.json"));
    assertSameAsStraight(finish(run(TrainingRun.Start.RESUME)));
  }

  @Test
  void anotherRecipeDoesNotGoOnAfterAStopInTheTwinsRun() {
    stopAt(run(TrainingRun.Start.NEW), 6);
    TrainingRun other =
        new TrainingRun(
            Probe.withTwin(RECIPE, false, Safetensors.Precision.F32),
            DATA,
            folder.resolve("out"),
            1,
            TrainingRun.Start.RESUME);
    assertThatThrownBy(() -> finish(other))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("a run can be resumed only with the same recipe");
  }

  @Test
  void aRunThatIsReplacedHasNoCardWhileItsTwinTrains() throws IOException {
    Path out = folder.resolve("out");
    straight.copyTo(out, straight.card());
    assertThat(Checkpoint.open(out).card()).isEqualTo(straight.card());
    dieAt(run(TrainingRun.Start.OVERWRITE), 1);
    assertThat(out.resolve("card.json")).doesNotExist();
    assertThat(out.resolve("twin/card.json")).doesNotExist();
    assertSameAsStraight(finish(run(TrainingRun.Start.RESUME)));
  }

  @Test
  void stepsAreCountedOverBothRunsAndEpochsAreThoseOfEach() {
    List<Long> steps = new ArrayList<>();
    List<Long> totals = new ArrayList<>();
    List<Integer> epochs = new ArrayList<>();
    TrainingRun run = run(TrainingRun.Start.NEW);
    assertThat(run.totalSteps()).isEqualTo(16);
    run.run(
        new TrainingListener() {
          @Override
          public void onStep(long step, long total) {
            steps.add(step);
            totals.add(total);
          }

          @Override
          public void onEpoch(EpochLog epoch) {
            epochs.add(epoch.epoch());
          }
        },
        TrainedProbe.assessment(shared));
    assertThat(steps).isSorted().doesNotHaveDuplicates().endsWith(16L).contains(8L, 9L);
    assertThat(totals).containsOnly(16L);
    assertThat(epochs).containsExactly(1, 2, 1, 2);
  }

  @Test
  void aNetworkWithoutAPenaltyHasNoTwin() {
    Recipe tiny = Probe.withTwin(Probe.recipe("tiny", "none", 1), true, Safetensors.Precision.F32);
    Path out = folder.resolve("out");
    assertThatThrownBy(() -> new TrainingRun(tiny, DATA, out, 1, TrainingRun.Start.NEW))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "key 'twin': the network of recipe probe-tiny.synthetic-digits has no penalty to leave"
                + " out");
    assertThat(out).doesNotExist();
  }
}
