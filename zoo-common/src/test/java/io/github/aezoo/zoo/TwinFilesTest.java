package io.github.aezoo.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.Evaluation;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.probe.Probe;
import io.github.aezoo.probe.WithProbe;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.StoredWeights;
import io.github.aezoo.zoo.files.FileStamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model's files say of its twin: rounded, verified, published. */
@ExtendWith(WithProbe.class)
class TwinFilesTest {
  private static final Dataset DATA = TrainedTwin.DATA;

  @TempDir private static Path shared;
  @TempDir private Path folder;

  private static Checkpoint straight;

  @BeforeAll
  static void train() {
    straight = TrainedTwin.into(shared.resolve("run"), shared);
  }

  @Test
  void halvesAreStoredAndTheCardsNumbersAreThoseOfTheRoundedWeights() {
    Recipe halves = Probe.withTwin(TrainedTwin.RECIPE, true, Safetensors.Precision.F16);
    Path out = folder.resolve("out");
    Checkpoint stored = TrainedTwin.of(halves, out, shared);
    for (Checkpoint c : List.of(stored, stored.twin().orElseThrow())) {
      // The parameters of the network, two bytes each, and a header.
      assertThat(c.card().weights().bytes()).isBetween(2 * 13_392L, 2 * 13_392L + 1000);
      assertThat(c.card().recipe().weights()).isEqualTo(Safetensors.Precision.F16);
    }
    for (String file : List.of("weights.safetensors", "twin/weights.safetensors")) {
      assertThat(out.resolve(file))
          .content(StandardCharsets.ISO_8859_1)
          .contains("\"dtype\":\"F16\"")
          .doesNotContain("\"dtype\":\"F32\"");
    }
    try (Autoencoder rounded = stored.load();
        Autoencoder exact = straight.load()) {
      assertThat(rounded.weights()).isNotEqualTo(exact.weights());
      for (ModelCard.Result result : stored.card().results()) {
        Evaluation again =
            TrainedProbe.assessment(shared)
                .compare(
                    rounded,
                    Companions.none(),
                    DATA,
                    Split.TEST,
                    11,
                    result.evaluation().corruption())
                .evaluation();
        assertThat(again.metrics()).isEqualTo(result.evaluation().metrics());
      }
      Checkpoint.Reference reference = stored.reference();
      assertThat(rounded.reconstruct(reference.input())).isEqualTo(reference.output());
    }
    double before = straight.card().results().get(0).evaluation().metric("mse");
    double after = stored.card().results().get(0).evaluation().metric("mse");
    assertThat(after).isNotEqualTo(before).isCloseTo(before, within(0.01 * before));
  }

  @Test
  void aWeightThatAHalfCannotHoldIsNamedWithTheWayOut() {
    Recipe halves = straight.card().recipe().toBuilder().weights(Safetensors.Precision.F16).build();
    try (Autoencoder model = straight.load()) {
      Map<String, Tensor> weights = new LinkedHashMap<>(model.weights());
      weights.put("code.b", Tensor.of(0, 0, -70_000, 0));
      model.setWeights(weights);
      assertThatThrownBy(() -> StoredWeights.of(halves, model))
          .isInstanceOf(ZooException.class)
          .hasMessage(
              "tensor 'code.b' cannot be stored as f16: a half is at most 65504.0; got -70000.0;"
                  + " write \"weights\": \"f32\" in the recipe");
      assertThat(model.weights()).isEqualTo(weights);
    }
  }

  private Checkpoint edited(Consumer<ObjectNode> change) throws IOException {
    straight.copyTo(folder, straight.card());
    ObjectNode card = (ObjectNode) Json.tree(straight.card());
    change.accept(card);
    Files.writeString(folder.resolve("card.json"), Json.text(card));
    return Checkpoint.open(folder);
  }

  private static Verification verify(Checkpoint c) {
    return Verification.of(c, name -> Optional.of(DATA), TrainedProbe.assessment(shared));
  }

  private static List<String> failed(Verification v) {
    return v.checks().stream().filter(c -> !c.ok()).map(Verification.Check::name).toList();
  }

  @Test
  void aFreshRunHoldsInEveryMeasurementAndInTheTwinsNumbers() {
    Verification v = verify(straight);
    assertThat(failed(v)).isEmpty();
    assertThat(v.ok()).isTrue();
    assertThat(v.checks())
        .extracting(Verification.Check::name)
        .contains("twin psnrDb", "model: meanCode", "twin: meanCode", "pixels: meanCode");
  }

  @Test
  void numbersThatWereEditedAreFoundOutEachByItsName() throws IOException {
    Checkpoint c =
        edited(
            card -> {
              ObjectNode first = (ObjectNode) card.get("results").get(0);
              for (String row : List.of("model", "twin", "pixels")) {
                ObjectNode values = (ObjectNode) first.get("measurements").get(row);
                values.put("meanCode", values.get("meanCode").asDouble() * 1.002);
              }
              ((ObjectNode) first.get("measurements").get("model")).put("unknown", 1);
              ObjectNode twin =
                  (ObjectNode) card.get("results").get(1).get("baselines").get("twin");
              twin.put("psnrDb", twin.get("psnrDb").asDouble() * 0.99);
            });
    assertThat(failed(verify(c)))
        .containsExactlyInAnyOrder(
            "model: meanCode",
            "twin: meanCode",
            "pixels: meanCode",
            "model: unknown",
            "twin psnrDb");
  }

  @Test
  void aTwinThatWasLeftOutOfTheCardIsMissedInItsNumbers() throws IOException {
    Checkpoint c = edited(card -> card.putNull("twin"));
    assertThat(failed(verify(c))).contains("twin psnrDb", "twin: meanCode");
  }

  @ParameterizedTest
  @ValueSource(strings = {"card.json", "weights.safetensors"})
  void aTwinsFileThatWasChangedOrIsMissingIsNamed(String name) throws IOException {
    straight.copyTo(folder, straight.card());
    Path file = folder.resolve("twin").resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 2] ^= 1;
    Files.write(file, bytes);
    Checkpoint damaged = Checkpoint.open(folder);
    assertThatThrownBy(() -> verify(damaged))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining(file + " should have the SHA-256 ");
    Files.delete(file);
    assertThatThrownBy(() -> verify(damaged))
        .isInstanceOf(ZooException.class)
        .hasMessage("cannot read " + file + ": no such file or folder");
  }

  /** A version that knows more keys, or writes them otherwise, gives another text of a card. */
  @Test
  void aTwinsCardThatAnotherVersionWroteIsCopiedAsItIs() throws IOException {
    Path older = folder.resolve("older");
    straight.copyTo(older, straight.card());
    Path card = older.resolve("twin/card.json");
    byte[] text = (Files.readString(card) + "\n").getBytes(StandardCharsets.UTF_8);
    Files.write(card, text);
    ObjectNode whole = (ObjectNode) Json.tree(straight.card());
    whole.set("twin", Json.tree(FileStamp.of("twin/card.json", text)));
    Files.writeString(older.resolve("card.json"), Json.text(whole));
    Checkpoint read = Checkpoint.open(older);
    Path copy = folder.resolve("copy");
    read.copyTo(copy, read.card());
    assertThat(copy.resolve("twin/card.json")).hasBinaryContent(text);
    assertThat(Checkpoint.open(copy).twin()).isPresent();
  }

  @Test
  void aPublishedModelBringsItsTwin() throws IOException {
    String id = "probe-dropout.synthetic-digits.v1";
    Publication.publish(straight, id, "psnrDb", Optional.of("MIT"), folder);
    Path jar = folder.resolve("models.jar");
    try (var out = new ZipOutputStream(Files.newOutputStream(jar));
        var files = Files.walk(folder)) {
      for (Path file : files.filter(f -> Files.isRegularFile(f) && !f.equals(jar)).toList()) {
        out.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
        out.write(Files.readAllBytes(file));
      }
    }
    for (String place :
        List.of(
            folder.toString(),
            folder.resolve("catalogue.json").toUri().toString(),
            "jar:" + jar.toUri() + "!/catalogue.json")) {
      Checkpoint loaded = Catalogue.open(place).checkpoint(id);
      Checkpoint twin = loaded.twin().orElseThrow();
      assertThat(loaded.card().id()).isEqualTo(id);
      assertThat(twin.card()).isEqualTo(straight.twin().orElseThrow().card());
      try (Autoencoder here = twin.load();
          Autoencoder there = straight.twin().orElseThrow().load()) {
        assertThat(here.weights()).isEqualTo(there.weights());
      }
    }
    assertThat(failed(verify(Catalogue.open(folder.toString()).checkpoint(id)))).isEmpty();
    Catalogue.Entry entry = Catalogue.open(folder.toString()).entry(id);
    assertThat(entry.sha256()).isEqualTo(straight.card().weights().sha256());
    assertThat(folder.resolve(id).resolve("twin/training")).doesNotExist();
  }
}
