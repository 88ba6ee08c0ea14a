package io.github.aezoo.zoo;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.digits.SyntheticDigits;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.zoo.files.FileStamp;
import io.github.aezoo.zoo.files.Location;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A trained model as files: {@code card.json}, {@code weights.safetensors} and {@code
 * reference.safetensors}. Every load verifies sizes and SHA-256.
 */
public final class Checkpoint {
  /** The card's file name. */
  public static final String CARD = "card.json";

  static final String WEIGHTS = "weights.safetensors";
  static final String REFERENCE = "reference.safetensors";
  static final String TWIN = "twin";
  private static final int REFERENCES = 10;

  private final Location location;
  private final ModelCard card;

  private Checkpoint(Location location, ModelCard card) {
    this.location = location;
    this.card = card;
  }

  /**
   * Opens a checkpoint folder.
   *
   * @throws ZooException when there is no card, or it is not a card
   */
  public static Checkpoint open(Path folder) {
    Path file = folder.resolve(CARD);
    if (!Files.isRegularFile(file)) {
      throw new ZooException(
          "%s is not a checkpoint: %s expected in it (an interrupted run writes it when it is resumed and finishes)"
              .formatted(folder, CARD));
    }
    return new Checkpoint(Location.folder(folder), Json.read(file, ModelCard.class));
  }

  static Checkpoint open(Location location, byte[] card, String where) {
    return new Checkpoint(location, Json.read(card, ModelCard.class, where));
  }

  /** The card. */
  public ModelCard card() {
    return card;
  }

  /**
   * Rebuilds the network and loads its weights.
   *
   * @throws ZooException when a file is missing, damaged, or not what the architecture asks for
   */
  public Autoencoder load() {
    return Autoencoder.of(card.id(), card.rebuild(), safetensors(card.weights()).tensors());
  }

  /**
   * The same, for DL4J's own {@code fit}: with the loss and the optimizer of the model's recipe, at
   * the constant peak of its learning rate.
   *
   * @throws ZooException as {@link #load}
   */
  public Autoencoder trainable() {
    Recipe recipe = card.recipe();
    Autoencoder model =
        Autoencoder.create(card.id(), card.rebuild(), recipe.learning(), recipe.seed());
    model.setWeights(safetensors(card.weights()).tensors());
    return model;
  }

  /**
   * The model's twin, when it was measured beside one; see {@link Recipe#twin}.
   *
   * @throws ZooException when its card is missing or damaged
   */
  public Optional<Checkpoint> twin() {
    return Optional.ofNullable(card.twin())
        .map(
            stamp ->
                open(location.inside(TWIN), location.read(stamp), location.describe(stamp.file())));
  }

  /** The stored inputs and the outputs that they must give. */
  public Reference reference() {
    Safetensors file = safetensors(card.reference());
    return new Reference(
        array(file.tensor("input")), array(file.tensor("code")), array(file.tensor("output")));
  }

  /**
   * Inputs and what they must give.
   *
   * @param input {@code [N, C, H, W]}
   * @param code {@code [N, latentSize]}
   * @param output {@code [N, C, H, W]}
   */
  public record Reference(INDArray input, INDArray code, INDArray output) {}

  private Safetensors safetensors(FileStamp stamp) {
    return Safetensors.read(location.read(stamp), location.describe(stamp.file()));
  }

  /** The stamp of this checkpoint's card, as the card of the model that it is the twin of says. */
  FileStamp stampAsTwin() {
    return FileStamp.of(TWIN + "/" + CARD, location.read(CARD));
  }

  /** Copies all files into a folder, verified, the card last. */
  void copyTo(Path folder, ModelCard newCard) {
    copyFiles(folder);
    SafeFiles.writeString(folder.resolve(CARD), Json.text(newCard));
  }

  private void copyFiles(Path folder) {
    for (FileStamp stamp : new FileStamp[] {card.weights(), card.reference()}) {
      SafeFiles.writeBytes(folder.resolve(stamp.file()), location.read(stamp));
    }
    if (card.twin() != null) {
      twin().orElseThrow().copyFiles(folder.resolve(TWIN));
      // As it is: the model's card tells its SHA-256, and another version may write it otherwise.
      SafeFiles.writeBytes(folder.resolve(card.twin().file()), location.read(card.twin()));
    }
  }

  /** Makes a card of the stamps of the files that were written. */
  @FunctionalInterface
  interface CardOf {
    ModelCard card(FileStamp weights, FileStamp reference);
  }

  /** Writes a model into a folder, the card last: a folder with a card is whole. */
  static Checkpoint write(
      Path folder, Autoencoder model, Safetensors.Precision precision, CardOf describe) {
    byte[] weights = new Safetensors(model.weights()).toBytes(precision);
    byte[] reference = reference(model).toBytes();
    ModelCard card =
        describe.card(FileStamp.of(WEIGHTS, weights), FileStamp.of(REFERENCE, reference));
    SafeFiles.writeBytes(folder.resolve(WEIGHTS), weights);
    SafeFiles.writeBytes(folder.resolve(REFERENCE), reference);
    SafeFiles.writeString(folder.resolve(CARD), Json.text(card));
    return new Checkpoint(Location.folder(folder), card);
  }

  private static Safetensors reference(Autoencoder model) {
    INDArray input = referenceInput(model.architecture().input());
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("input", tensor(input));
    tensors.put("code", tensor(model.encode(input)));
    tensors.put("output", tensor(model.reconstruct(input)));
    return new Safetensors(tensors);
  }

  /** Synthetic digits, one a class, set into the middle of the shape in every channel. */
  static INDArray referenceInput(Shape shape) {
    SyntheticDigits digits = new SyntheticDigits();
    Shape from = digits.shape();
    float[] pixels = new float[REFERENCES * shape.size()];
    int top = (shape.height() - from.height()) / 2;
    int left = (shape.width() - from.width()) / 2;
    for (int i = 0; i < REFERENCES; i++) {
      float[] digit = digits.image(Split.TEST, i);
      for (int c = 0; c < shape.channels(); c++) {
        for (int y = Math.max(0, top); y < Math.min(shape.height(), top + from.height()); y++) {
          for (int x = Math.max(0, left); x < Math.min(shape.width(), left + from.width()); x++) {
            int to = ((i * shape.channels() + c) * shape.height() + y) * shape.width() + x;
            pixels[to] = digit[(y - top) * from.width() + x - left];
          }
        }
      }
    }
    return Batches.array(pixels, shape, REFERENCES);
  }

  private static Tensor tensor(INDArray array) {
    return new Tensor(array.shape(), array.dup('c').data().asFloat());
  }

  private static INDArray array(Tensor tensor) {
    return Nd4j.createFromArray(tensor.values()).reshape('c', tensor.shape());
  }
}
