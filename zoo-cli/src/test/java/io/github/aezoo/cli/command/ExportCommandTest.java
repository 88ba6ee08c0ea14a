package io.github.aezoo.cli.command;

import static io.github.aezoo.cli.Ran.keys;
import static io.github.aezoo.cli.Ran.tiny;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.cli.TinyZoo;
import io.github.aezoo.io.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code zoo export} leaves and says; what the files hold is tested beside the models. */
@Tag("engine")
final class ExportCommandTest {
  @TempDir private Path temp;

  @Test
  void onnxIsThreeFilesAndTheirSizes() throws IOException {
    Path out = temp.resolve("onnx");
    String text = tiny("export", TinyZoo.MODEL, "--format", "onnx", "--out", out).ok().out();
    assertThat(text.lines()).hasSize(3);
    for (String part : new String[] {"autoencoder", "encoder", "decoder"}) {
      Path file = out.resolve(part + ".onnx");
      assertThat(text).contains(file.toString());
      assertThat(file).isNotEmptyFile();
    }
    assertThat(out.toFile().list()).hasSize(3);
    JsonNode json =
        tiny("export", TinyZoo.MODEL, "--format", "ONNX", "--out", out, "--overwrite", "--json")
            .json();
    assertThat(keys(json)).containsExactly("model", "format", "opset", "out", "files");
    assertThat(json.get("format").asText()).isEqualTo("onnx");
    JsonNode first = json.get("files").get(0);
    assertThat(first.get("bytes").asLong())
        .isEqualTo(Files.size(Path.of(first.get("file").asText())));
  }

  @Test
  void otherFormatsAreOneFile() {
    Path tensors = temp.resolve("m.safetensors");
    tiny("export", TinyZoo.MODEL, "--format", "safetensors", "--out", tensors).ok();
    assertThat(Safetensors.read(tensors).tensors()).containsKeys("code.W", "reconstruction.b");
    Path zip = temp.resolve("m.zip");
    assertThat(tiny("export", TinyZoo.checkpoint(), "--format", "dl4j", "--out", zip).ok().out())
        .contains("m.zip", "MB");
    assertThat(zip).isNotEmptyFile();
  }

  @Test
  void filesThatAreThereStay() throws IOException {
    Path decoder = Files.writeString(temp.resolve("decoder.onnx"), "mine");
    tiny("export", TinyZoo.MODEL, "--format", "onnx", "--out", temp)
        .fails(1, "decoder.onnx exists already", "--overwrite");
    assertThat(decoder).hasContent("mine");
    assertThat(temp.resolve("autoencoder.onnx")).doesNotExist();
  }

  @Test
  void aFormatThatIsNoneIsWrongUsage() {
    tiny("export", TinyZoo.MODEL, "--format", "keras", "--out", temp)
        .fails(2, "--format", "keras", "[dl4j, onnx, safetensors] (case-insensitive)");
    tiny("export", TinyZoo.MODEL, "--format", "dl4j", "--out", temp).fails(1, "is a folder");
    tiny("export", "undercomplete-tinny", "--format", "onnx", "--out", temp.resolve("x"))
        .fails(1, "unknown model");
    assertThat(temp.resolve("x")).doesNotExist();
  }
}
