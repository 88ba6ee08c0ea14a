package io.github.aezoo.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.aezoo.io.ZooException;
import io.github.aezoo.zoo.ModelWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModelWriterTest {
  @Test
  void theFormatsAreFoundByName() {
    assertThat(ModelWriter.all().stream().map(ModelWriter::format))
        .containsExactly("dl4j", "onnx", "safetensors");
    assertThat(ModelWriter.of("ONNX")).isInstanceOf(OnnxModelWriter.class);
    assertThat(ModelWriter.of("onnx").details()).containsEntry("opset", OnnxPart.OPSET);
  }

  @Test
  void onnxIsAFolderOfThreeFilesAndOthersAreOneFile() {
    Path out = Path.of("out");
    assertThat(ModelWriter.of("onnx").files(out))
        .containsExactly(
            out.resolve("autoencoder.onnx"),
            out.resolve("encoder.onnx"),
            out.resolve("decoder.onnx"));
    assertThat(ModelWriter.of("dl4j").files(out)).containsExactly(out);
    assertThat(ModelWriter.of("safetensors").files(out)).containsExactly(out);
  }

  @Test
  void anotherFormatIsRefused() {
    assertThatThrownBy(() -> ModelWriter.of("keras"))
        .isInstanceOf(ZooException.class)
        .hasMessage("a format dl4j or onnx or safetensors expected; got keras");
  }
}
