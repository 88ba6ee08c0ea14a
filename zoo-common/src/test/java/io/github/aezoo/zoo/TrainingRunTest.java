package io.github.aezoo.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.probe.Probe;
import io.github.aezoo.probe.WithProbe;
import io.github.aezoo.train.EpochLog;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.Snapshot;
import io.github.aezoo.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("engine")
@ExtendWith(WithProbe.class)
class TrainingRunTest {
  @TempDir private static Path cache;
  @TempDir private Path folder;

  private final Dataset data = new SyntheticDigits(60, 20, 20, 3);
  private final Recipe recipe = Probe.recipe("dropout", "gaussian:0.1", 4);

  private TrainingRun run(Recipe r, TrainingRun.Start start) {
    return new TrainingRun(r, data, folder.resolve("out"), 1, start);
  }

  private TrainingRun.Outcome finish(TrainingRun run) {
    return run.run(TrainingListener.NONE, TrainedProbe.assessment(cache));
  }

  /** Runs until a step and stops there, as Ctrl-C does. */
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
        TrainedProbe.assessment(cache));
  }

  /** Runs until an epoch is saved and dies there, as kill -9 does. */
  private void dieAfterEpoch(TrainingRun run, int epoch) {
    Consumer<Snapshot> die =
        s -> {
          if (s.epoch() == epoch) {
            throw new IllegalStateException("killed");
          }
        };
    assertThatThrownBy(
            () ->
                run.run(
                    new TrainingListener() {
                      @Override
                      public void onSnapshot(Snapshot snapshot) {
                        die.accept(snapshot);
                      }
                    },
                    TrainedProbe.assessment(cache)))
        .hasMessage("killed");
  }

  private byte[] bytes(String file) throws IOException {
    return Files.readAllBytes(folder.resolve("out").resolve(file));
  }

  private byte[] straight() throws IOException {
    Path other = folder.resolve("straight");
    new TrainingRun(recipe, data, other, 1, TrainingRun.Start.NEW)
        .run(TrainingListener.NONE, TrainedProbe.assessment(cache));
    return Files.readAllBytes(other.resolve("weights.safetensors"));
  }

  @Test
  void aStoppedRunHasNoCardAndGoesOnToTheSameBytes() throws IOException {
    TrainingRun.Outcome stopped = stopAt(run(recipe, TrainingRun.Start.NEW), 6);
    assertThat(stopped.checkpoint()).isEmpty();
    assertThat(folder.resolve("out/card.json")).doesNotExist();
    assertThatThrownBy(() -> Checkpoint.open(folder.resolve("out")))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("is not a checkpoint: card.json expected in it")
        .hasMessageContaining("an interrupted run writes it when it is resumed and finishes");

    TrainingRun.Outcome done = finish(run(recipe, TrainingRun.Start.RESUME));
    assertThat(done.checkpoint()).isPresent();
    assertThat(bytes("weights.safetensors")).isEqualTo(straight());
  }

  @Test
  void aTruncatedSnapshotFallsBackToTheOneBefore() throws IOException {
    dieAfterEpoch(run(recipe, TrainingRun.Start.NEW), 3);
    Path last = folder.resolve("out/training/last.safetensors");
    assertThat(Safetensors.read(last).metadata()).containsEntry("epoch", "3");
    assertThat(Safetensors.read(folder.resolve("out/training/previous.safetensors")).metadata())
        .containsEntry("epoch", "2");
    byte[] whole = Files.readAllBytes(last);
    Files.write(last, Arrays.copyOf(whole, whole.length / 2));
    finish(run(recipe, TrainingRun.Start.RESUME));
    assertThat(bytes("weights.safetensors")).isEqualTo(straight());
  }

  @Test
  void aCrashBetweenTheTwoGenerationsIsSurvived() throws IOException {
    dieAfterEpoch(run(recipe, TrainingRun.Start.NEW), 2);
    Files.delete(folder.resolve("out/training/last.safetensors"));
    finish(run(recipe, TrainingRun.Start.RESUME));
    assertThat(bytes("weights.safetensors")).isEqualTo(straight());
  }

  @Test
  void aSnapshotWithoutItsCountersIsRefusedByName() throws IOException {
    dieAfterEpoch(run(recipe, TrainingRun.Start.NEW), 1);
    Path last = folder.resolve("out/training/last.safetensors");
    new Safetensors(Safetensors.read(last).tensors()).write(last);
    TrainingRun again = run(recipe, TrainingRun.Start.RESUME);
    assertThatThrownBy(() -> finish(again))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("last.safetensors");
  }

  @Test
  void anotherRecipeDoesNotGoOn() {
    stopAt(run(recipe, TrainingRun.Start.NEW), 6);
    TrainingRun other = run(recipe.withSeed(12), TrainingRun.Start.RESUME);
    assertThatThrownBy(() -> finish(other))
        .isInstanceOfSatisfying(
            SettingException.class, e -> assertThat(e.setting()).isEqualTo(TrainingRun.START))
        .hasMessageStartingWith("a run can be resumed only with the same recipe");
  }

  @Test
  void aFolderWithoutARunCannotGoOn() {
    TrainingRun nothing = run(recipe, TrainingRun.Start.RESUME);
    assertThatThrownBy(() -> finish(nothing))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("holds no run to resume");
  }

  @Test
  void aFolderThatIsTakenIsRefusedBeforeAnythingIsWritten() throws IOException {
    Path out = Files.createDirectory(folder.resolve("out"));
    run(recipe, TrainingRun.Start.NEW);
    Files.writeString(out.resolve("notes.txt"), "mine");
    assertThatThrownBy(() -> run(recipe, TrainingRun.Start.NEW))
        .isInstanceOfSatisfying(
            SettingException.class, e -> assertThat(e.setting()).isEqualTo(TrainingRun.START))
        .hasMessage(out + " is not empty: resume its run, overwrite it, or choose another folder");
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).containsExactly(out.resolve("notes.txt"));
    }
  }

  @Test
  void aFileInTheWayIsNamed() throws IOException {
    Path out = Files.writeString(folder.resolve("out"), "a file");
    assertThatThrownBy(() -> run(recipe, TrainingRun.Start.NEW))
        .isInstanceOf(ZooException.class)
        .hasMessage("cannot use " + out + " as a folder: it is a file; choose another");
    TrainingRun over = run(recipe, TrainingRun.Start.OVERWRITE);
    assertThatThrownBy(() -> finish(over))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("cannot write " + out.resolve("training/recipe.json") + ": ");
    assertThat(out).hasContent("a file");
  }

  @Test
  void aFolderThatCannotBeMadeIsNamedBeforeTheTraining() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "a file");
    TrainingRun impossible =
        new TrainingRun(recipe, data, file.resolve("out"), 1, TrainingRun.Start.NEW);
    assertThatThrownBy(() -> finish(impossible))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("cannot write ")
        .hasMessageContaining("choose another place");
  }

  @Test
  void anOverwrittenRunLeavesNothingToGoOnFrom() throws IOException {
    finish(run(recipe, TrainingRun.Start.NEW));
    Recipe other = recipe.withSeed(12);
    // It dies before its first snapshot.
    TrainingRun over = run(other, TrainingRun.Start.OVERWRITE);
    assertThatThrownBy(
            () ->
                over.run(
                    new TrainingListener() {
                      @Override
                      public void onStep(long step, long total) {
                        throw new IllegalStateException("killed");
                      }
                    },
                    TrainedProbe.assessment(cache)))
        .hasMessage("killed");
    assertThat(folder.resolve("out/card.json")).doesNotExist();
    TrainingRun.Outcome done = finish(run(other, TrainingRun.Start.RESUME));
    assertThat(done.result().log()).extracting(EpochLog::epoch).containsExactly(1, 2, 3, 4);
    assertThat(bytes("weights.safetensors")).isNotEqualTo(straight());
    Path alone = folder.resolve("alone");
    new TrainingRun(other, data, alone, 1, TrainingRun.Start.NEW)
        .run(TrainingListener.NONE, TrainedProbe.assessment(cache));
    assertThat(bytes("weights.safetensors"))
        .isEqualTo(Files.readAllBytes(alone.resolve("weights.safetensors")));
  }

  @Test
  void theLogHasOneRowAnEpochInBothForms() throws IOException {
    List<EpochLog> log = finish(run(recipe, TrainingRun.Start.NEW)).result().log();
    List<String> csv = Files.readAllLines(folder.resolve("out/training/log.csv"));
    assertThat(csv).hasSize(5);
    assertThat(csv.get(0))
        .isEqualTo("epoch,iteration,learningRate,trainLoss,validation,best,seconds");
    EpochLog second = log.get(1);
    assertThat(csv.get(2))
        .startsWith(
            "2,8,0.01,%s,%s,%s,".formatted(second.trainLoss(), second.validation(), second.best()));
    assertThat(bytes("training/log.csv")).doesNotContain((byte) '\r');
    List<EpochLog> lines =
        Files.readAllLines(folder.resolve("out/training/log.jsonl")).stream()
            .map(line -> Json.read(line, EpochLog.class, "log"))
            .toList();
    assertThat(lines).isEqualTo(log);
  }

  @Test
  void theCardIsWrittenLastAndSaysWhatWasRun() throws IOException {
    Checkpoint checkpoint = finish(run(recipe, TrainingRun.Start.NEW)).checkpoint().orElseThrow();
    Path out = folder.resolve("out");
    for (String before : List.of("weights.safetensors", "reference.safetensors")) {
      assertThat(Files.getLastModifiedTime(out.resolve("card.json")))
          .isGreaterThanOrEqualTo(Files.getLastModifiedTime(out.resolve(before)));
    }
    ModelCard card = Checkpoint.open(out).card();
    assertThat(card).isEqualTo(checkpoint.card());
    assertThat(card.recipe()).isEqualTo(recipe);
    assertThat(card.training().epochs()).isEqualTo(4);
    assertThat(card.data().train()).isEqualTo(60);
    assertThat(card.data().sha256()).containsOnlyKeys("train", "validation", "test");
    // (784 + 1) 12 + (12 + 1) 4 + (4 + 1) 784
    assertThat(card.parameters()).isEqualTo(13_392);
    assertThat(card.results().get(0).evaluation().samples()).isEqualTo(20);
    assertThat(card.environment().dl4j()).startsWith("1.0.0-");
  }
}
