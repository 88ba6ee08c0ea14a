package io.github.aezoo.export;

import io.github.aezoo.io.Safetensors;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ModelWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * A file with every parameter as {@code vertex.parameter}, float32, shaped as DL4J has it; what the
 * model is stands in the file's metadata.
 */
public final class SafetensorsModelWriter implements ModelWriter {
  @Override
  public String format() {
    return "safetensors";
  }

  @Override
  public List<Path> files(Path out) {
    return List.of(out);
  }

  @Override
  public void write(Checkpoint checkpoint, Path out) {
    try (Autoencoder model = checkpoint.load()) {
      new Safetensors(Notes.of(checkpoint.card()), model.weights()).write(out);
    }
  }
}
