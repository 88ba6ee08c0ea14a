package io.github.aezoo.sequential.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.sequential.Images;
import io.github.aezoo.sequential.LayerChain;
import io.github.aezoo.zoo.ModelImport;
import io.github.aezoo.zoo.imports.ImportedModel;
import io.github.aezoo.zoo.imports.ModelReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads Keras files: {@code .h5} of Keras 2 and 3, {@code .keras} of Keras 3 (<a
 * href="https://keras.io/guides/serialization_and_saving/">formats</a>). The HDF5 within is read by
 * <a href="https://github.com/jamesmudd/jhdf">jHDF</a>, in Java alone.
 */
public final class KerasReader implements ModelReader {
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "model.weights.h5";

  @Override
  public String format() {
    return "Keras";
  }

  @Override
  public boolean reads(Path file, byte[] head) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".keras")
        || (head.length >= HDF5.length && Arrays.equals(Arrays.copyOf(head, HDF5.length), HDF5));
  }

  @Override
  public ImportedModel read(Path file, Wishes wishes) {
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".keras")) {
      return ofZip(file, wishes);
    }
    try (Hdf hdf = new Hdf(file.toString(), ModelImport.content(file))) {
      String config =
          hdf.text("model_config")
              .orElseThrow(
                  () ->
                      new ZooException(
                          "%s holds only weights: a whole model expected, saved by model.save"
                              .formatted(file)));
      return model(file, config, KerasWeights.ofH5(hdf), wishes);
    }
  }

  private static ZooException tooLarge(String name) {
    return new ZooException(
        "%s: at most %,d bytes expected".formatted(name, ModelImport.MAX_BYTES));
  }

  private static ImportedModel ofZip(Path file, Wishes wishes) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      String config = new String(entry(zip, file, CONFIG, 16 << 20), StandardCharsets.UTF_8);
      byte[] weights = entry(zip, file, WEIGHTS, ModelImport.MAX_BYTES);
      try (Hdf hdf = new Hdf(file + ", " + WEIGHTS, weights)) {
        return model(file, config, KerasWeights.ofKeras(hdf), wishes);
      }
    } catch (ZipException e) {
      throw new ZooException(file + " is not a Keras file: " + SafeFiles.reason(e), e);
    } catch (IOException e) {
      throw new ZooException("cannot read " + file + ": " + SafeFiles.reason(e), e);
    }
  }

  /** An entry's content, whatever size it says that it has. */
  private static byte[] entry(ZipFile zip, Path file, String name, long most) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new ZooException("%s is not a Keras file: it has no %s".formatted(file, name));
    }
    // Weights are stored as they are: what unpacks to much more than the file is no model.
    long limit = Math.min(most, 1024 * Files.size(file));
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] content = in.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 8));
      if (content.length > limit) {
        throw tooLarge(file + ", " + name);
      }
      return content;
    }
  }

  private static ImportedModel model(
      Path file, String config, KerasWeights weights, Wishes wishes) {
    KerasConfig model = new KerasConfig(Json.read(config, JsonNode.class, file + ", its model"));
    Optional<int[]> sizes = model.inputSizes();
    LayerChain chain = new LayerChain(image(sizes, wishes));
    KerasLayers layers = new KerasLayers(chain, weights);
    if (sizes.isPresent() && sizes.get().length == 1) {
      layers.flatInput(model.layers().get(0).name());
    }
    model.layers().forEach(layers::add);
    layers.end();
    return chain.finish(
        wishes.code(),
        true,
        ImportedModel.Original.absent(
            "Keras is not available: give inputs and outputs of the original as arrays"));
  }

  private static Shape image(Optional<int[]> sizes, Wishes wishes) {
    if (sizes.isEmpty() || Arrays.stream(sizes.get()).anyMatch(n -> n < 1)) {
      return Images.asked(wishes.input());
    }
    int[] s = sizes.get();
    Function<Shape, Shape> agreed = shape -> Images.agreed(shape, wishes.input());
    return switch (s.length) {
      case 1 -> Images.ofRow(s[0], wishes.input());
      case 2 -> agreed.apply(new Shape(1, s[0], s[1]));
      case 3 -> agreed.apply(new Shape(s[2], s[0], s[1]));
      default ->
          throw new ZooException(
              "an input [N, H, W, C] or [N, values] expected; got " + Arrays.toString(s));
    };
  }
}
