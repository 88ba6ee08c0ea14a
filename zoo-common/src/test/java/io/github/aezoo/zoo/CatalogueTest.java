package io.github.aezoo.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.probe.WithProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

@ExtendWith(WithProbe.class)
class CatalogueTest {
  private static final String V1 = "probe-tiny.synthetic-digits.v1";
  private static final String V2 = "probe-tiny.synthetic-digits.v2";

  @TempDir private static Path trained;
  @TempDir private Path folder;

  private static Checkpoint checkpoint;

  @BeforeAll
  static void train() {
    checkpoint = TrainedProbe.into(trained.resolve("run"), trained);
  }

  @BeforeEach
  void publish() {
    Publication.publish(checkpoint, V1, "psnrDb", Optional.of("MIT"), folder);
  }

  private Catalogue catalogue() {
    return Catalogue.open(folder.toString());
  }

  private void edit(String file, String from, String to) throws IOException {
    Path path = folder.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
  }

  @Test
  void aPublishedModelIsLoadedByIdAndReconstructsAsBefore() {
    INDArray images = Batches.range(TrainedProbe.DATA, Split.TEST, 0, 5);
    try (Autoencoder before = checkpoint.load();
        Autoencoder after = catalogue().checkpoint(V1).load()) {
      assertThat(after.name()).isEqualTo(V1);
      assertThat(after.weights()).isEqualTo(before.weights());
      assertThat(after.reconstruct(images)).isEqualTo(before.reconstruct(images));
    }
    Catalogue.Entry entry = catalogue().entry(V1);
    assertThat(entry.parameters()).isEqualTo(13_392);
    assertThat(entry.headline().metric()).isEqualTo("psnrDb");
    assertThat(entry.card().file()).isEqualTo(V1 + "/card.json");
    assertThat(catalogue().checkpoint(V1).card().id()).isEqualTo(V1);
  }

  @Test
  void theCatalogueOpensByFolderFileAndUrl() {
    Path file = folder.resolve("catalogue.json");
    for (String place :
        new String[] {folder.toString(), file.toString(), file.toUri().toString()}) {
      assertThat(Catalogue.open(place).entries()).hasSize(1);
    }
  }

  @Test
  void withoutAVersionTheNewestIsMeantByNumber() {
    Publication.publish(checkpoint, V2, "psnrDb", Optional.of("MIT"), folder);
    Publication.publish(
        checkpoint, "probe-tiny.synthetic-digits.v10", "psnrDb", Optional.of("MIT"), folder);
    Catalogue catalogue = catalogue();
    assertThat(catalogue.entry("probe-tiny.synthetic-digits").id()).endsWith(".v10");
    assertThat(catalogue.entry(V2).id()).isEqualTo(V2);
    assertThat(catalogue.entries()).hasSize(3);
  }

  @Test
  void anUnknownIdIsAnsweredWithTheNearest() {
    assertThatThrownBy(() -> catalogue().checkpoint("probe-tiny.synthetic-digit.v1"))
        .isInstanceOf(ZooException.class)
        .hasMessage(
            "unknown model 'probe-tiny.synthetic-digit.v1'; did you mean '"
                + V1
                + "'? 'zoo list' prints all 1");
    assertThat(catalogue().has("elephant")).isFalse();
  }

  @Test
  void aModelWithoutALicenceIsPublishedUnderTheOneThatIsStated() {
    assertThat(checkpoint.card().licence()).isEqualTo(ModelCard.NOT_STATED);
    assertThat(catalogue().checkpoint(V1).card().licence()).isEqualTo("MIT");
    for (Optional<String> none :
        List.of(Optional.<String>empty(), Optional.of(" "), Optional.of(ModelCard.NOT_STATED))) {
      assertThatThrownBy(() -> Publication.publish(checkpoint, V2, "psnrDb", none, folder))
          .isInstanceOfSatisfying(
              SettingException.class, e -> assertThat(e.setting()).isEqualTo("licence"))
          .hasMessage(
              "probe-tiny.synthetic-digits was trained on synthetic-digits, and its card states no"
                  + " licence: state the licence of the weights, for example Apache-2.0");
    }
    assertThat(catalogue().has(V2)).isFalse();
  }

  @Test
  void aPublishedModelKeepsItsLicenceInAnotherCatalogue() {
    Path other = folder.resolve("other");
    Checkpoint published = catalogue().checkpoint(V1);
    assertThat(Publication.usualId(checkpoint.card())).isEqualTo(V1);
    assertThat(Publication.usualId(published.card())).isEqualTo(V1);
    Publication.publish(published, V2, "psnrDb", Optional.empty(), other);
    assertThat(Catalogue.open(other.toString()).checkpoint(V2).card().licence()).isEqualTo("MIT");
  }

  @Test
  void anIdIsImmutable() throws IOException {
    byte[] before = Files.readAllBytes(folder.resolve("catalogue.json"));
    assertThatThrownBy(
            () -> Publication.publish(checkpoint, V1, "psnrDb", Optional.of("MIT"), folder))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("ids are immutable");
    assertThat(folder.resolve("catalogue.json")).hasBinaryContent(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tiny", "probe-tiny.mnist", "Probe-tiny.mnist.v1", "../x-y.mnist.v1", "p-t.m.v"})
  void anIdThatIsNotOneIsRefused(String id) {
    assertThatThrownBy(
            () -> Publication.publish(checkpoint, id, "psnrDb", Optional.of("MIT"), folder))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith("a model id is <family>-<variant>.<dataset>.v<n>");
  }

  @Test
  void anUnknownHeadlineNamesTheMetricsThatExistAndWritesNoEntry() {
    assertThatThrownBy(
            () -> Publication.publish(checkpoint, V2, "beauty", Optional.of("MIT"), folder))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("has no metric 'beauty'; it has [");
    assertThat(catalogue().has(V2)).isFalse();
  }

  @Test
  void weightsThatWereChangedOrCutAreRefused() throws IOException {
    Path weights = folder.resolve(V1).resolve("weights.safetensors");
    byte[] whole = Files.readAllBytes(weights);
    byte[] flipped = whole.clone();
    flipped[flipped.length - 1] ^= 1;
    Files.write(weights, flipped);
    assertThatThrownBy(() -> catalogue().checkpoint(V1).load())
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("weights.safetensors should have the SHA-256 ");
    Files.write(weights, Arrays.copyOf(whole, whole.length - 4));
    assertThatThrownBy(() -> catalogue().checkpoint(V1).load())
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("should have ")
        .hasMessageContaining(" bytes; it has ");
    Files.delete(weights);
    assertThatThrownBy(() -> catalogue().checkpoint(V1).load())
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("weights.safetensors");
  }

  @Test
  void aCardThatWasChangedIsRefused() throws IOException {
    edit(V1 + "/card.json", "\"MIT\"", "\"BSD\"");
    assertThatThrownBy(() -> catalogue().checkpoint(V1))
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("card.json should have the SHA-256 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../card.json",
        "a/../card.json",
        "/etc/passwd",
        "%2e%2e/card.json",
        "c:card.json"
      })
  void aFileNameThatLeadsOutOfTheFolderIsRefused(String name) throws IOException {
    edit("catalogue.json", V1 + "/card.json", name);
    assertThatThrownBy(this::catalogue)
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("key 'file': a relative name expected; got '" + name + "'");
  }

  @Test
  void aCatalogueOfALaterFormatIsRefused() throws IOException {
    edit("catalogue.json", "\"format\" : 1", "\"format\" : 2");
    assertThatThrownBy(this::catalogue)
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("a catalogue of format 1 expected; got 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "format",
        "id",
        "family",
        "architecture",
        "input",
        "recipe",
        "data",
        "results",
        "weights",
        "reference",
        "latentSize",
        "parameters"
      })
  void aCardWithoutOneOfItsPartsIsRefusedByKey(String key) throws IOException {
    Path card = folder.resolve(V1).resolve("card.json");
    ObjectNode tree = (ObjectNode) Json.read(card, JsonNode.class);
    tree.remove(key);
    Files.writeString(card, Json.text(tree));
    assertThatThrownBy(() -> Checkpoint.open(folder.resolve(V1)))
        .isInstanceOf(ZooException.class)
        .hasMessageStartingWith(card.toString())
        .hasMessageContaining("key '" + key + "' is missing");
  }

  @Test
  void aCardThatContradictsItselfIsRefused() throws IOException {
    edit(
        V1 + "/card.json",
        "\"latentSize\" : 4,\n  \"parameters\"",
        "\"latentSize\" : 5,\n  \"parameters\"");
    assertThatThrownBy(() -> Checkpoint.open(folder.resolve(V1)).load())
        .isInstanceOf(ZooException.class)
        .hasMessageContaining("contradicts itself");
  }

  @Test
  void theFrontDoorTakesAFolderToo() {
    Checkpoint byFolder = catalogue().model(folder.resolve(V1).toString());
    assertThat(byFolder.card().id()).isEqualTo(V1);
    assertThat(catalogue().model(V1).card().id()).isEqualTo(V1);
  }
}
