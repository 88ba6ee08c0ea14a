package io.github.aezoo.zoo;

import io.github.aezoo.data.Shape;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.device.Environment;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.Safetensors;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.io.Sha256;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Families;
import io.github.aezoo.model.Loss;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.zoo.files.FileStamp;
import io.github.aezoo.zoo.imports.ImportedModel;
import io.github.aezoo.zoo.imports.ModelReader;
import io.github.aezoo.zoo.imports.Parity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Imports a file of another program, weights without a card, or a checkpoint as a checkpoint.
 *
 * <p>The card names the file by its SHA-256 and holds no numbers that nobody measured; its recipe
 * is what would train the network further.
 */
public final class ModelImport {
  /** No file of a model is larger. */
  public static final long MAX_BYTES = 1L << 30;

  private static final String SAFETENSORS = "safetensors";
  private static final int HEAD = 64;

  private ModelImport() {}

  /**
   * What is wanted.
   *
   * @param file what is imported
   * @param out a new or empty folder
   * @param wishes what the file may leave open
   * @param licence of the weights; {@link ModelCard#NOT_STATED} when it is not known
   * @param like the network that plain weights are of: a model or a recipe
   * @param inputs stored images to compare with, {@code .npy}
   * @param outputs what the original makes of them, {@code .npy}
   */
  public record Request(
      Path file,
      Path out,
      ModelReader.Wishes wishes,
      String licence,
      Optional<String> like,
      Optional<Path> inputs,
      Optional<Path> outputs) {
    /** A file whose network says all that is needed; no licence is stated. */
    public static Request of(Path file, Path out) {
      return new Request(
          file,
          out,
          new ModelReader.Wishes(Optional.empty(), Optional.empty()),
          ModelCard.NOT_STATED,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  /**
   * What an import gave.
   *
   * @param checkpoint written
   * @param format of the file
   * @param layers a line for each
   * @param code the layer whose outputs are the code
   * @param parity with the original
   */
  public record Outcome(
      Checkpoint checkpoint, String format, List<String> layers, String code, Parity parity) {}

  /**
   * Imports; the folder is written when all checks have passed, the card last.
   *
   * @param models finds a model that plain weights are like
   * @throws ZooException when the file is none that a reader takes, or a check fails
   */
  public static Outcome run(Request request, Function<String, Optional<Checkpoint>> models) {
    if (TrainingRun.taken(request.out())) {
      throw new ZooException(request.out() + " is not empty: choose another folder");
    }
    if (request.inputs().isPresent() != request.outputs().isPresent()) {
      throw new ZooException("stored inputs and outputs are compared together: give both or none");
    }
    if (Files.isDirectory(request.file())) {
      requireNone(
          request.file(),
          "a checkpoint folder",
          Map.of(
              "input", request.wishes().input(),
              "code", request.wishes().code(),
              "like", request.like(),
              "inputs", request.inputs()));
      return copied(request);
    }
    byte[] head = head(request.file());
    if (head.length == 0) {
      throw new ZooException(request.file() + " is empty: a file that holds a model expected");
    }
    if (request.file().toString().toLowerCase(Locale.ROOT).endsWith("." + SAFETENSORS)) {
      requireNone(request.file(), "plain weights", Map.of("code", request.wishes().code()));
      return written(request, SAFETENSORS, weights(request, models));
    }
    for (ModelReader reader : ModelReader.all()) {
      if (reader.reads(request.file(), head)) {
        requireNone(request.file(), reader.format(), Map.of("like", request.like()));
        ImportedModel model = reader.read(request.file(), request.wishes());
        return written(request, reader.format(), model);
      }
    }
    throw new ZooException(
        "%s has none of the formats that can be imported: a checkpoint folder, %s, %s (.onnx, .keras and .safetensors files need these endings)"
            .formatted(
                request.file(),
                SAFETENSORS,
                ModelReader.all().stream()
                    .map(ModelReader::format)
                    .collect(Collectors.joining(", "))));
  }

  /** Each kind of file has settings that say nothing of it. */
  private static void requireNone(Path file, String kind, Map<String, Optional<?>> settings) {
    settings.forEach(
        (setting, given) ->
            given.ifPresent(
                value -> {
                  throw new SettingException(
                      setting,
                      "%s (%s) takes no such setting; got %s: leave it out"
                          .formatted(file, kind, value));
                }));
  }

  /**
   * A whole file.
   *
   * @throws ZooException when it cannot be read, or is larger than a model may be
   */
  public static byte[] content(Path file) {
    head(file);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ZooException("cannot read " + file + ": " + SafeFiles.reason(e), e);
    }
  }

  private static byte[] head(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new ZooException(
            "%s has %,d bytes; at most %,d expected".formatted(file, size, MAX_BYTES));
      }
      return in.readNBytes(HEAD);
    } catch (IOException e) {
      throw new ZooException("cannot read " + file + ": " + SafeFiles.reason(e), e);
    }
  }

  /** A checkpoint, verified by its SHA-256s and reference outputs. */
  private static Outcome copied(Request request) {
    Checkpoint source = Checkpoint.open(request.file());
    Verification verification =
        Verification.of(source, name -> Optional.empty(), name -> Optional.empty(), null);
    if (!verification.ok()) {
      throw new ZooException(
          "%s does not reproduce its reference outputs: run zoo verify for details"
              .formatted(request.file()));
    }
    ModelCard card = source.card();
    source.copyTo(
        request.out(),
        request.licence().equals(ModelCard.NOT_STATED)
            ? card
            : card.published(card.id(), request.licence()));
    return new Outcome(
        Checkpoint.open(request.out()),
        "checkpoint",
        List.of(),
        Architecture.CODE,
        Parity.none("its reference outputs were reproduced"));
  }

  private static ImportedModel weights(
      Request request, Function<String, Optional<Checkpoint>> models) {
    String like =
        request
            .like()
            .orElseThrow(
                () ->
                    new SettingException(
                        "like",
                        "%s holds only weights: name a model or a recipe with their architecture"
                            .formatted(request.file())));
    Safetensors file = Safetensors.read(request.file());
    Optional<ModelCard> card = models.apply(like).map(Checkpoint::card);
    card.map(ModelCard::input)
        .filter(
            own -> request.wishes().input().filter(s -> !s.equals(own.imageShape())).isPresent())
        .ifPresent(
            own -> {
              throw new SettingException(
                  "input",
                  "%s takes %s; got %s: leave it out, or name a recipe"
                      .formatted(like, own.imageShape(), request.wishes().input().get()));
            });
    Recipe recipe = card.map(ModelCard::recipe).orElseGet(() -> Recipe.open(like));
    Architecture architecture =
        card.map(ModelCard::rebuild)
            .orElseGet(() -> recipe.build(request.wishes().input().orElseGet(() -> shape(recipe))));
    List<String> layers =
        file.tensors().entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList();
    return new ImportedModel(
        architecture,
        file.tensors(),
        recipe.loss(),
        layers,
        Architecture.CODE,
        false,
        ImportedModel.Original.absent(
            "the file holds only weights, and no program that computes with them"));
  }

  /** The shape that a recipe's network is for; of a variant, which takes any, that of MNIST. */
  private static Shape shape(Recipe recipe) {
    return Optional.ofNullable(recipe.architecture())
        .map(architecture -> architecture.get("input"))
        .map(input -> Json.convert(input, Shape.class, "recipe " + recipe.name() + ", input"))
        .orElse(Shape.MNIST);
  }

  private static Outcome written(Request request, String format, ImportedModel imported) {
    String id = id(imported.architecture(), request.file());
    try (Autoencoder model = Autoencoder.of(id, imported.architecture(), imported.weights())) {
      INDArray digits = Checkpoint.referenceInput(imported.architecture().input());
      // A dry run before anything is written; it also tells whether the parts fit each other.
      INDArray whole = model.reconstruct(digits);
      double apart = whole.sub(model.decode(model.encode(digits))).amaxNumber().doubleValue();
      if (!Double.isFinite(whole.sumNumber().doubleValue()) || !(apart <= Parity.TOLERANCE)) {
        throw new ZooException(
            "%s gives pixels that are not finite: its weights are not those of an autoencoder of images"
                .formatted(request.file()));
      }
      Parity parity =
          request.inputs().isPresent()
              ? Parity.with(
                  request.inputs().get(),
                  request.outputs().orElseThrow(),
                  imported.channelsLast(),
                  model)
              : Parity.with(imported.original(), model, digits);
      ModelCard.Origin origin = origin(request.file(), format);
      Checkpoint checkpoint =
          Checkpoint.write(
              request.out(),
              model,
              Safetensors.Precision.F32,
              (weights, reference) ->
                  card(id, model, imported.loss(), request.licence(), origin, weights, reference));
      return new Outcome(checkpoint, format, imported.layers(), imported.code(), parity);
    }
  }

  private static ModelCard.Origin origin(Path file, String format) {
    try {
      return new ModelCard.Origin(
          file.getFileName().toString(), format, Files.size(file), Sha256.of(file));
    } catch (IOException e) {
      throw new ZooException("cannot read " + file + ": " + SafeFiles.reason(e), e);
    }
  }

  /** {@code sequential-imported.name-of-the-file}. */
  private static String id(Architecture architecture, Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String stem = SafeFiles.word(dot > 0 ? name.substring(0, dot) : name);
    return "%s-imported.%s"
        .formatted(Families.of(architecture).id(), stem.isEmpty() ? "model" : stem);
  }

  private static ModelCard card(
      String id,
      Autoencoder model,
      Loss loss,
      String licence,
      ModelCard.Origin origin,
      FileStamp weights,
      FileStamp reference) {
    Architecture architecture = model.architecture();
    String family = Families.of(architecture).id();
    return new ModelCard(
        ModelCard.FORMAT,
        id,
        family,
        Json.tree(architecture),
        ModelCard.Input.of(architecture.input()),
        architecture.latentSize(),
        model.parameters(),
        further(id, family, architecture, loss),
        new ModelCard.Data("unknown", Map.of(), 0, 0),
        null,
        List.of(),
        Environment.here(),
        licence,
        "imported from %s: its training data is unknown".formatted(origin.file()),
        weights,
        reference,
        null,
        null,
        origin,
        null);
  }

  /** What would train the network further: Adam at its usual rate. */
  private static Recipe further(String id, String family, Architecture architecture, Loss loss) {
    String recipe =
        """
        {"name": "%s", "family": "%s", "architecture": %s, "data": "unknown", "loss": %s,
         "corruption": "%s", "optimizer": {"type": "adam", "learningRate": 0.001},
         "epochs": 20, "batchSize": 128}
        """
            .formatted(id, family, Json.line(architecture), Json.line(loss), Corruptions.NONE);
    return Json.read(recipe, Recipe.class, "recipe of an import");
  }
}
