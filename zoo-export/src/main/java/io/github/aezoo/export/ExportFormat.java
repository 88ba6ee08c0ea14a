package io.github.aezoo.export;

import io.github.aezoo.io.Json;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ModelCard;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.util.ModelSerializer;

/** What a trained model can be written as, for others to read; values are float32. */
public enum ExportFormat {
  /** A folder with {@code autoencoder.onnx}, {@code encoder.onnx}, {@code decoder.onnx}. */
  ONNX {
    @Override
    public List<Path> files(Path out) {
      return Stream.of(OnnxPart.values()).map(part -> out.resolve(part.file())).toList();
    }

    @Override
    public void write(Checkpoint checkpoint, Path out) {
      Map<String, String> notes = notes(checkpoint.card());
      try (Autoencoder model = checkpoint.load()) {
        for (OnnxPart part : OnnxPart.values()) {
          SafeFiles.writeBytes(out.resolve(part.file()), part.of(model, notes));
        }
      }
    }
  },

  /** A file with every parameter as {@code vertex.parameter}, shaped as DL4J has it. */
  SAFETENSORS {
    @Override
    public void write(Checkpoint checkpoint, Path out) {
      try (Autoencoder model = checkpoint.load()) {
        new Safetensors(notes(checkpoint.card()), model.weights()).write(out);
      }
    }
  },

  /**
   * A zip that DL4J's {@code ModelSerializer.restoreComputationGraph} reads where the family's
   * classes are on the class path; with the loss and the optimizer that trained it, so that it can
   * be trained on.
   */
  DL4J {
    @Override
    public void write(Checkpoint checkpoint, Path out) {
      try (Autoencoder model = checkpoint.trainable()) {
        SafeFiles.write(out, stream -> ModelSerializer.writeModel(model.network(), stream, false));
      }
    }
  };

  /**
   * The files that {@link #write} makes.
   *
   * @param out the folder, for {@link #ONNX}; else the file
   */
  public List<Path> files(Path out) {
    return List.of(out);
  }

  /**
   * Writes a model, each file whole or not at all; replaces what is there.
   *
   * @param out the folder, for {@link #ONNX}; else the file
   * @throws io.github.aezoo.io.ZooException when the model's files are damaged, a file cannot be
   *     written, or the network has a layer that the format cannot express
   */
  public abstract void write(Checkpoint checkpoint, Path out);

  /** The format's name as users write it: {@code onnx}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What files tell of the model. */
  static Map<String, String> notes(ModelCard card) {
    Map<String, String> notes = new LinkedHashMap<>();
    notes.put("model", card.id());
    notes.put("family", card.family());
    notes.put("architecture", Json.line(card.architecture()));
    ModelCard.Input input = card.input();
    notes.put(
        "input",
        input.table() == null
            ? "float32 " + card.images()
            : "float32 [N, C, H, W] with [C, H, W] = %s, rows that were prepared as 'table' says"
                .formatted(input.shape()));
    if (input.table() != null) {
      notes.put("table", Json.line(input.table()));
    }
    notes.put("trainedOn", card.data().name());
    notes.put("licence", card.licence());
    if (card.limits() != null) {
      notes.put("limits", card.limits());
    }
    return notes;
  }
}
