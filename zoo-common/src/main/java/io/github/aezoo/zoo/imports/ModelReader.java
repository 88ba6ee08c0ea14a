package io.github.aezoo.zoo.imports;

import io.github.aezoo.data.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Reads autoencoders that other programs wrote; found by {@link ServiceLoader}. What a reader gives
 * is a network in plain numbers: nothing of a file is ever run.
 */
public interface ModelReader {
  /** What the reader reads, as cards and messages name it. */
  String format();

  /**
   * Whether a file looks like one, judged by its name and its beginning; nothing is parsed.
   *
   * @param head at most the first 64 bytes
   */
  boolean reads(Path file, byte[] head);

  /**
   * Reads a file.
   *
   * @throws io.github.aezoo.io.ZooException when it is not an autoencoder that the zoo can rebuild;
   *     the message names the layer and what is supported
   */
  ImportedModel read(Path file, Wishes wishes);

  /**
   * What a file may leave open.
   *
   * @param input the shape of an image, for files that take rows of values
   * @param code the layer whose outputs are the code; the one with the fewest when empty
   */
  record Wishes(Optional<Shape> input, Optional<String> code) {}

  /** The readers on the class path, by format. */
  static List<ModelReader> all() {
    return ServiceLoader.load(ModelReader.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(java.util.Comparator.comparing(ModelReader::format))
        .toList();
  }
}
