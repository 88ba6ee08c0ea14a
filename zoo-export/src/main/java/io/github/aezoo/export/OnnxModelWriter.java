package io.github.aezoo.export;

import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ModelWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder with {@code autoencoder.onnx}, {@code encoder.onnx}, {@code decoder.onnx}; float32. */
public final class OnnxModelWriter implements ModelWriter {
  @Override
  public String format() {
    return "onnx";
  }

  @Override
  public List<Path> files(Path out) {
    return Stream.of(OnnxPart.values()).map(part -> out.resolve(part.file())).toList();
  }

  @Override
  public void write(Checkpoint checkpoint, Path out) {
    Map<String, String> notes = Notes.of(checkpoint.card());
    try (Autoencoder model = checkpoint.load()) {
      for (OnnxPart part : OnnxPart.values()) {
        SafeFiles.writeBytes(out.resolve(part.file()), part.of(model, notes));
      }
    }
  }

  @Override
  public Map<String, Object> details() {
    return Map.of("opset", OnnxPart.OPSET);
  }
}
