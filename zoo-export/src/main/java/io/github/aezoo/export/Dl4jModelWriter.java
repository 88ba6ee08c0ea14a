package io.github.aezoo.export;

import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ModelWriter;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A zip that DL4J's {@code ModelSerializer.restoreComputationGraph} reads where the family's
 * classes are on the class path; with the loss and the optimizer that trained it, so that it can be
 * trained on.
 */
public final class Dl4jModelWriter implements ModelWriter {
  @Override
  public String format() {
    return "dl4j";
  }

  @Override
  public List<Path> files(Path out) {
    return List.of(out);
  }

  @Override
  public void write(Checkpoint checkpoint, Path out) {
    try (Autoencoder model = checkpoint.trainable()) {
      SafeFiles.write(out, stream -> ModelSerializer.writeModel(model.network(), stream, false));
    }
  }
}
