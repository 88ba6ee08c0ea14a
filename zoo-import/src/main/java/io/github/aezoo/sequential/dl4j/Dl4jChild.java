package io.github.aezoo.sequential.dl4j;

import io.github.aezoo.data.Shape;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Loss;
import io.github.aezoo.sequential.SequentialArchitecture;
import io.github.aezoo.zoo.imports.ImportedModel;
import io.github.aezoo.zoo.imports.ModelReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The process that reads a zip: it checks, converts, tries the network once, and leaves plain
 * numbers for {@link Dl4jReader}, or the one line that says why not.
 */
public final class Dl4jChild {
  static final String MODEL = "model.json";
  static final String WEIGHTS = "weights.safetensors";
  static final String REFUSED = "refused.json";

  private Dl4jChild() {}

  /**
   * What was found besides weights.
   *
   * @param architecture of the network
   * @param loss that fits it
   * @param layers a line for each
   * @param code the layer whose outputs are the code
   */
  record Found(SequentialArchitecture architecture, Loss loss, List<String> layers, String code) {}

  /**
   * What is to be read.
   *
   * @param file the zip
   * @param input the shape of an image; null when the file says it
   * @param code the layer of the code; null for the narrowest
   */
  record Task(String file, Shape input, String code) {}

  /**
   * Why a file was refused.
   *
   * @param message one line
   */
  record Refusal(String message) {}

  /** Reads one file; the arguments are a {@link Task} as JSON and the folder for what was found. */
  public static void main(String[] args) {
    Path out = Path.of(args[1]);
    try {
      Task task = Json.read(args[0], Task.class, "the task");
      ImportedModel model =
          read(
              Path.of(task.file()),
              new ModelReader.Wishes(
                  Optional.ofNullable(task.input()), Optional.ofNullable(task.code())));
      SequentialArchitecture architecture = (SequentialArchitecture) model.architecture();
      try (Autoencoder once = Autoencoder.of("the model", architecture, model.weights())) {
        once.reconstruct(Nd4j.zeros(architecture.input().batch(1)));
      }
      byte[] weights = new Safetensors(model.weights()).toBytes();
      SafeFiles.writeBytes(out.resolve(WEIGHTS), weights);
      SafeFiles.writeString(
          out.resolve(MODEL),
          Json.text(new Found(architecture, model.loss(), model.layers(), model.code())));
    } catch (ZooException e) {
      SafeFiles.writeString(out.resolve(REFUSED), Json.text(new Refusal(e.getMessage())));
    }
  }

  /** Reads a file in this process. */
  static ImportedModel read(Path file, ModelReader.Wishes wishes) {
    Dl4jZip zip = Dl4jZip.read(file);
    try {
      Dl4jConfiguration configuration = new Dl4jConfiguration(zip.configuration());
      return configuration.model(Coefficients.of(zip.coefficients()), wishes);
    } catch (ZooException e) {
      throw new ZooException(file + ": " + e.getMessage(), e);
    }
  }
}
