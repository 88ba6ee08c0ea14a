package io.github.aezoo.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.probe.WithProbe;
import io.github.aezoo.train.TrainingListener;
import io.github.aezoo.zoo.files.FileStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("engine")
@ExtendWith(WithProbe.class)
class VerificationTest {
  @TempDir private static Path trained;
  @TempDir private Path folder;

  private static Checkpoint checkpoint;

  @BeforeAll
  static void train() {
    checkpoint = TrainedProbe.into(trained.resolve("run"), trained);
  }

  private static Verification verify(Checkpoint c) {
    return Verification.of(
        c, name -> Optional.of(TrainedProbe.DATA), TrainedProbe.assessment(trained));
  }

  private Checkpoint edited(Consumer<ObjectNode> change) throws IOException {
    checkpoint.copyTo(folder, checkpoint.card());
    ObjectNode card = (ObjectNode) Json.tree(checkpoint.card());
    change.accept(card);
    Files.writeString(folder.resolve("card.json"), Json.text(card));
    return Checkpoint.open(folder);
  }

  private static List<String> failed(Verification v) {
    assertThat(v.ok()).isFalse();
    return v.checks().stream().filter(c -> !c.ok()).map(Verification.Check::name).toList();
  }

  @Test
  void aFreshCheckpointHoldsInEveryNumber() {
    Verification v = verify(checkpoint);
    assertThat(v.ok()).isTrue();
    assertThat(v.checks()).hasSizeGreaterThan(20).allMatch(Verification.Check::ok);
    assertThat(v.checks())
        .extracting(Verification.Check::name)
        .contains("parameters", "data SHA-256, test", "psnrDb", "pca psnrDb", "untrained psnrDb");
  }

  @Test
  void dataWithTrainingImagesAloneIsSplitAsInTheRun() {
    Dataset lone = new SyntheticDigits(60, 0, 0, 4);
    Checkpoint c =
        new TrainingRun(
                TrainedProbe.RECIPE.withValidation(20), lone, folder, 1, TrainingRun.Start.NEW)
            .run(TrainingListener.NONE, TrainedProbe.assessment(trained))
            .checkpoint()
            .orElseThrow();
    Verification v =
        Verification.of(c, name -> Optional.of(lone), TrainedProbe.assessment(trained));
    assertThat(v.checks()).extracting(Verification.Check::name).contains("pca psnrDb");
    assertThat(v.checks()).allMatch(Verification.Check::ok);
  }

  @Test
  void withoutTheDataTheReferencesAreStillChecked() {
    Verification v =
        Verification.of(checkpoint, name -> Optional.empty(), TrainedProbe.assessment(trained));
    assertThat(v.ok()).isTrue();
    assertThat(v.checks()).hasSize(6);
    assertThat(v.withNumbers()).isFalse();
  }

  @Test
  void aNumberThatWasEditedIsFoundOut() throws IOException {
    Checkpoint c =
        edited(
            card -> {
              ObjectNode metrics =
                  (ObjectNode) card.get("results").get(0).get("evaluation").get("metrics");
              metrics.put("psnrDb", metrics.get("psnrDb").asDouble() * (1 + 1e-5));
            });
    assertThat(failed(verify(c))).containsExactly("psnrDb");
  }

  @Test
  void anotherBaselineParameterCountOrDataAreFoundOut() throws IOException {
    Checkpoint c =
        edited(
            card -> {
              JsonNode pca = card.get("results").get(0).get("baselines").get("pca");
              ((ObjectNode) pca).put("psnrDb", 3);
              card.put("parameters", 5);
              ((ObjectNode) card.get("data").get("sha256")).put("test", "0".repeat(64));
            });
    assertThat(failed(verify(c)))
        .containsExactlyInAnyOrder("parameters", "data SHA-256, test", "pca psnrDb");
  }

  @Test
  void weightsThatWereExchangedWithTheirStampAreFoundOutByTheReferences() throws IOException {
    Map<String, Tensor> weights =
        new LinkedHashMap<>(Safetensors.read(trained.resolve("run/weights.safetensors")).tensors());
    Tensor bias = weights.get("reconstruction.b");
    float[] values = bias.values().clone();
    values[400] += 0.01f;
    weights.put("reconstruction.b", new Tensor(bias.shape(), values));
    byte[] bytes = new Safetensors(weights).toBytes();
    Checkpoint c =
        edited(card -> card.set("weights", Json.tree(FileStamp.of("weights.safetensors", bytes))));
    Files.write(folder.resolve("weights.safetensors"), bytes);
    assertThat(failed(verify(c))).contains("reference reconstructions, largest difference");
  }

  @Test
  void otherImagesUnderTheSameNameAreFoundOut() {
    Verification v =
        Verification.of(
            checkpoint,
            name -> Optional.of(new SyntheticDigits(150, 20, 20, 4)),
            TrainedProbe.assessment(folder));
    assertThat(failed(v)).contains("data SHA-256, test", "psnrDb");
  }

  @Test
  void rowsThatTheCardLacksAreFoundOut() throws IOException {
    Checkpoint c =
        edited(
            card -> {
              ObjectNode result = (ObjectNode) card.get("results").get(0);
              ((ObjectNode) result.get("baselines")).remove("pca");
              ((ObjectNode) result.get("evaluation").get("metrics")).remove("ssim");
            });
    assertThat(failed(verify(c)))
        .containsExactlyInAnyOrder("pca is missing on the card", "ssim is missing on the card");
  }

  @Test
  void anotherBestEpochThanTheCurvesIsFoundOut() throws IOException {
    Checkpoint c =
        edited(
            card -> {
              ObjectNode training = (ObjectNode) card.get("training");
              training.put("bestEpoch", 7);
              training.put("validationLoss", 0.1);
            });
    assertThat(failed(verify(c))).containsExactlyInAnyOrder("best epoch", "validation loss");
  }

  @Test
  void anEntryThatSaysSomethingElseThanTheCardIsFoundOut() throws IOException {
    Path own = folder.resolve("own");
    Catalogue.Entry entry =
        Publication.publish(
            checkpoint, "probe-small.mine.v1", "mse", Optional.of("Apache-2.0"), own);
    ModelCard card = Checkpoint.open(own.resolve(entry.id())).card();
    assertThat(CardChecks.catalogue(entry, card)).allMatch(Verification.Check::ok);
    ObjectNode edited = (ObjectNode) Json.tree(entry);
    ((ObjectNode) edited.get("headline")).put("value", 0.5);
    Catalogue.Entry other = Json.convert(edited, Catalogue.Entry.class, "an entry");
    assertThat(CardChecks.catalogue(other, card)).noneMatch(Verification.Check::ok);
  }
}
