package io.github.aezoo.cli.command;

import static io.github.aezoo.cli.Ran.keys;
import static io.github.aezoo.cli.Ran.tiny;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.cli.TinyZoo;
import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.io.Sha256;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Families;
import io.github.aezoo.model.Learning;
import io.github.aezoo.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@code zoo import}: the ways in that need no other program's file. */
final class ImportCommandTest {
  @TempDir private Path temp;

  private Path weights() {
    Path file = temp.resolve("My weights.safetensors");
    try (Autoencoder model =
        Autoencoder.create(
            "x", Families.variant("sequential", "tiny", Shape.MNIST), Learning.NONE, 3)) {
      SafeFiles.writeBytes(file, new Safetensors(model.weights()).toBytes());
    }
    return file;
  }

  /** A recipe of the network that the weights are of. */
  private Path recipe() {
    Path file = temp.resolve("recipe.json");
    SafeFiles.writeString(file, TinyZoo.recipe(1).replace("\"undercomplete\"", "\"sequential\""));
    return file;
  }

  @Test
  void plainWeightsBecomeAModelThatEveryCommandTakes() {
    Path file = weights();
    Path out = temp.resolve("out");
    JsonNode json =
        tiny("import", file, "--out", out, "--like", recipe(), "--licence", "MIT", "--json").json();
    assertThat(keys(json))
        .containsExactly(
            "id", "format", "layers", "parameters", "code", "latentSize", "parity", "out");
    assertThat(json.get("id").asText()).isEqualTo("sequential-imported.my-weights");
    JsonNode card = tiny("show", out, "--json").json();
    assertThat(card.at("/origin/file").asText()).isEqualTo("My weights.safetensors");
    assertThat(card.at("/origin/sha256").asText()).isEqualTo(Sha256.of(file));
    assertThat(card.at("/licence").asText()).isEqualTo("MIT");
    assertThat(card.has("training")).isFalse();
    assertThat(tiny("show", out).ok().out())
        .contains("imported from", "My weights.safetensors (safetensors), SHA-256 ");
    tiny("verify", out).ok();
    Path picture = temp.resolve("grid.png");
    tiny("reconstruct", out, "--data", TinyZoo.pictures(), "--out", picture).ok();
    assertThat(picture).isRegularFile();
    tiny("evaluate", out, "--data", TinyZoo.pictures()).ok();
    tiny("report", out, "--data", TinyZoo.pictures(), "--out", temp.resolve("r.html")).ok();
    Path copy = temp.resolve("copy");
    assertThat(tiny("import", out, "--out", copy).ok().out()).contains("reproduced");
    assertThat(copy.resolve("card.json")).hasSameBinaryContentAs(out.resolve("card.json"));
    Path tuned = temp.resolve("tuned");
    tiny(
            "finetune",
            out,
            "--data",
            TinyZoo.pictures(),
            "--out",
            tuned,
            "--epochs",
            1,
            "--no-scratch",
            "--quiet")
        .ok();
    assertThat(tuned.resolve("card.json")).isRegularFile();
  }

  @Test
  void aConvolutionalModelComesBackFromItsDl4jZip() {
    Path run = temp.resolve("run");
    tiny(
            "train",
            "conv-tiny.synthetic-digits",
            "--data",
            TinyZoo.pictures(),
            "--epochs",
            1,
            "--validation",
            8,
            "--out",
            run)
        .ok();
    Path zip = temp.resolve("m.zip");
    tiny("export", run, "--format", "dl4j", "--out", zip).ok();
    Path back = temp.resolve("back");
    tiny("import", zip, "--input", "1x28x28", "--out", back).ok();
    INDArray images = Batches.range(new SyntheticDigits(), Split.TEST, 0, 8);
    try (Autoencoder before = Zoo.load(run.toString());
        Autoencoder after = Zoo.load(back.toString())) {
      INDArray expected = before.reconstruct(images);
      assertThat(after.reconstruct(images).sub(expected).amaxNumber().doubleValue())
          .isLessThan(1e-5);
    }
  }

  @Test
  void settingsThatAFileCannotUseAreRefused() {
    Path out = temp.resolve("out");
    Path folder = TinyZoo.checkpoint();
    for (String option : List.of("--like", "--code", "--input")) {
      String value = option.equals("--input") ? "1x28x28" : "hidden";
      tiny("import", folder, "--out", out, option, value)
          .fails(1, option + ": ", "(a checkpoint folder) takes no such setting; got", "leave it");
    }
    Path file = weights();
    tiny("import", folder, "--out", out, "--inputs", file, "--check", file)
        .fails(1, "--inputs: ", "takes no such");
    tiny("import", file, "--out", out, "--like", recipe(), "--code", "code")
        .fails(1, "--code: ", "(plain weights) takes no such setting; got code");
    tiny("import", file, "--out", out, "--like", TinyZoo.MODEL, "--input", "1x8x8")
        .fails(1, "--input: " + TinyZoo.MODEL + " takes [1, 28, 28]; got [1, 8, 8]");
    assertThat(out).doesNotExist();
    tiny("import", folder, "--out", out, "--licence", "MIT").ok();
    assertThat(tiny("show", out, "--json").json().at("/licence").asText()).isEqualTo("MIT");
    tiny("verify", out).ok();
  }

  @Test
  void mistakesAreToldInOneLine() throws IOException {
    Path out = temp.resolve("out");
    Path file = weights();
    tiny("import", file, "--out", out).fails(1, "only weights", "--like");
    tiny("import", file, "--out", out, "--like", TinyZoo.MODEL).fails(1, "needs the weights");
    tiny("import", temp.resolve("none.onnx"), "--out", out).fails(1, "no such file");
    Path text = Files.writeString(temp.resolve("model.bin"), "something else");
    tiny("import", text, "--out", out)
        .fails(1, "none of the formats", "ONNX", "Keras", "Deeplearning4j zip", ".onnx");
    for (String name : List.of("e.onnx", "e.h5", "e.keras", "e.zip", "e.safetensors", "e")) {
      Path empty = Files.write(temp.resolve(name), new byte[0]);
      tiny("import", empty, "--out", out, "--like", recipe()).fails(1, name + " is empty");
    }
    for (String name : List.of("t.onnx", "t.keras", "t.safetensors")) {
      Path wrong = Files.copy(text, temp.resolve(name));
      tiny("import", wrong, "--out", out, "--like", recipe()).fails(1, name);
    }
    tiny("import", file, "--out", out, "--input", "28x28").fails(2, "--input", "1x28x28");
    tiny("import", file, "--out", out, "--check", text).fails(2, "--inputs and --check");
    tiny("import", temp, "--out", out).fails(1, "not a checkpoint");
    assertThat(out).doesNotExist();
    tiny("import", file, "--out", temp, "--like", recipe()).fails(1, "is not empty");
  }
}
