package io.github.aezoo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.SyntheticDigits;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.Catalogue;
import io.github.aezoo.zoo.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private Ran there(Object... args) {
    Object[] all = java.util.Arrays.copyOf(args, args.length + 4);
    all[args.length] = "--catalogue";
    all[args.length + 1] = server.address("catalogue.json");
    all[args.length + 2] = "--store";
    all[args.length + 3] = TinyZoo.store();
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
}
