package io.github.aezoo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.io.Sha256;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.Catalogue;
import io.github.aezoo.zoo.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Publishing to a folder that a web server gives to another machine. */
final class PrivateZooTest {
  private static final String MODEL = TinyZoo.MODEL;

  @TempDir private Path temp;
  private Path folder;
  private ServedFolder server;

  @BeforeEach
  void publish() throws IOException {
    folder = temp.resolve("zoo");
    Ran.zoo("publish", TinyZoo.checkpoint(), "--to", folder).ok();
    server = new ServedFolder(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Path store() {
    return temp.resolve("store");
  }

  private Ran there(Object... args) {
    Object[] all = java.util.Arrays.copyOf(args, args.length + 4);
    all[args.length] = "--catalogue";
    all[args.length + 1] = server.address("catalogue.json");
    all[args.length + 2] = "--store";
    all[args.length + 3] = store();
    return Ran.zoo(all);
  }

  @Test
  void aServedFolderIsAZoo() {
    assertThat(there("list").ok().out()).contains(MODEL);
    assertThat(there("show", TinyZoo.RECIPE).ok().out()).startsWith(MODEL);
    Path grid = temp.resolve("grid.png");
    there("reconstruct", MODEL, "--data", "synthetic-digits", "--out", grid).ok();
    assertThat(grid).isNotEmptyFile();
    JsonNode verified = there("verify", MODEL, "--json").json();
    assertThat(verified.get(0).get("ok").asBoolean()).isTrue();
    there("export", MODEL, "--format", "onnx", "--out", temp.resolve("onnx")).ok();
    assertThat(server.asked)
        .contains("catalogue.json", MODEL + "/card.json", MODEL + "/weights.safetensors");
  }

  @Test
  void aModelFromAServerGivesTheBitsOfThePublishedOne() {
    INDArray images = Batches.range(new SyntheticDigits(), Split.TEST, 0, 5);
    String[] places = {
      server.address("catalogue.json"),
      server.address(""),
      folder.toUri().toString(),
      folder.resolve("catalogue.json").toUri().toString(),
      folder.toString()
    };
    try (Autoencoder original = Checkpoint.open(TinyZoo.checkpoint()).load()) {
      for (String place : places) {
        try (Autoencoder model = Catalogue.open(place).checkpoint(MODEL).load()) {
          assertThat(model.reconstruct(images)).as(place).isEqualTo(original.reconstruct(images));
        }
      }
    }
  }

  @Test
  void aFlippedByteIsRefused() throws IOException {
    Path weights = folder.resolve(MODEL).resolve("weights.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 100] ^= 1;
    Files.write(weights, bytes);
    Path grid = temp.resolve("grid.png");
    there("reconstruct", MODEL, "--data", "synthetic-digits", "--out", grid)
        .fails(1, "http://127.0.0.1:", "weights.safetensors should have the SHA-256", "damaged");
    assertThat(grid).doesNotExist();
    there("verify", MODEL).fails(1, "weights.safetensors should have the SHA-256");
  }

  @Test
  void aLongerFileIsRefusedBeforeItIsRead() throws IOException {
    Path card = folder.resolve(MODEL).resolve("card.json");
    Files.writeString(card, Files.readString(card) + " ".repeat(1000));
    there("show", MODEL).fails(1, "card.json has more than the", "damaged or was replaced");
  }

  @Test
  void aFileThatIsNotThereIsNamedWithTheServersAnswer() throws IOException {
    Files.delete(folder.resolve(MODEL).resolve("weights.safetensors"));
    there("verify", MODEL).fails(1, "weights.safetensors", "HTTP status 404");
    Ran.zoo("list", "--catalogue", server.address("nowhere.json"))
        .fails(1, "nowhere.json", "HTTP status 404");
  }

  @Test
  void withoutTheServerTheMessageSaysWhatToDo() {
    server.close();
    there("show", MODEL).fails(1, "catalogue.json", "no connection", "copy the folder");
    // What is here needs no server.
    Ran.zoo("show", MODEL, "--catalogue", folder).ok();
  }

  @Test
  void aPageThatIsNoCatalogueIsRefused() throws IOException {
    Files.writeString(folder.resolve("index.html"), "<html>log in first</html>");
    Ran.zoo("list", "--catalogue", server.address("index.html")).fails(1, "index.html");
    Ran.zoo("list", "--catalogue", "ftp://127.0.0.1/catalogue.json").fails(1, "ftp:");
  }

  private Ran reconstructed() {
    Path grid = temp.resolve("grid.png");
    return there("reconstruct", MODEL, "--data", "synthetic-digits", "--out", grid, "--overwrite");
  }

  @Test
  void aModelIsDownloadedOnceAndThenNeedsNoServer() {
    reconstructed().ok();
    assertThat(server.asked)
        .containsExactly("catalogue.json", MODEL + "/card.json", MODEL + "/weights.safetensors");
    server.asked.clear();
    assertThat(reconstructed().ok().err()).isEmpty();
    assertThat(server.asked).containsExactly("catalogue.json");
    server.close();
    Ran offline = reconstructed().ok();
    assertThat(offline.err().lines()).hasSize(1);
    assertThat(offline.err())
        .startsWith("zoo: ")
        .contains("catalogue.json", "no connection", "using the last downloaded copy");
    JsonNode list = there("list", "--json").json();
    assertThat(list.get(0).get("id").asText()).isEqualTo(MODEL);
    // The reference was never asked for.
    Ran verified = there("verify", MODEL);
    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.err()).contains("reference.safetensors", "no connection");
  }

  private Path kept(String file) throws IOException {
    return store().resolve("models").resolve(Sha256.of(folder.resolve(MODEL).resolve(file)));
  }

  @Test
  void aDamagedCopyIsFetchedAgain() throws IOException {
    reconstructed().ok();
    Path weights = kept("weights.safetensors");
    Path card = kept("card.json");
    byte[] good = Files.readAllBytes(weights);
    byte[] flipped = good.clone();
    flipped[good.length / 2] ^= 1;
    Files.write(weights, flipped);
    Files.writeString(card, "cut");
    server.asked.clear();
    reconstructed().ok();
    assertThat(server.asked)
        .containsExactly("catalogue.json", MODEL + "/card.json", MODEL + "/weights.safetensors");
    assertThat(weights).hasBinaryContent(good);
    Files.write(weights, flipped);
    server.close();
    Ran offline = reconstructed();
    assertThat(offline.code()).isEqualTo(1);
    assertThat(offline.err()).contains("weights.safetensors", "no connection");
  }

  @Test
  void whatIsNotVerifiedIsNotKept() throws IOException {
    Path weights = folder.resolve(MODEL).resolve("weights.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 100] ^= 1;
    Path place = kept("weights.safetensors");
    Files.write(weights, bytes);
    reconstructed().fails(1, "weights.safetensors should have the SHA-256");
    assertThat(place).doesNotExist();
    assertThat(kept("card.json")).isRegularFile();
  }

  @Test
  void aServerThatAnswersIsBelieved() throws IOException {
    there("list").ok();
    Files.delete(folder.resolve("catalogue.json"));
    there("list").fails(1, "catalogue.json", "HTTP status 404");
    Files.writeString(folder.resolve("catalogue.json"), "<html>log in first</html>");
    there("list").fails(1, "catalogue.json");
    server.failing = true;
    assertThat(there("list").ok().err()).contains("HTTP status 503", "last downloaded copy");
  }

  @Test
  void severalAtOnceShareAStore() throws Exception {
    ExecutorService four = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Autoencoder>> loads =
          Collections.nCopies(
              4,
              () ->
                  Catalogue.open(server.address(""), store(), notice -> {})
                      .checkpoint(MODEL)
                      .load());
      for (Future<Autoencoder> load : four.invokeAll(loads)) {
        load.get().close();
      }
    } finally {
      four.shutdown();
    }
    try (Stream<Path> kept = Files.list(store().resolve("models"))) {
      assertThat(kept).hasSize(3);
    }
    assertThat(kept("weights.safetensors"))
        .hasSameBinaryContentAs(folder.resolve(MODEL).resolve("weights.safetensors"));
  }

  @Test
  void aStoreThatCannotBeWrittenToIsSaidAndNothingElse() throws IOException {
    Files.writeString(store(), "a file in the way");
    Ran ran = there("show", MODEL).ok();
    assertThat(ran.out()).startsWith(MODEL);
    assertThat(ran.err()).contains("cannot write", "downloaded again");
  }
}
