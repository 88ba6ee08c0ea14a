package io.github.aezoo.zoo;

import io.github.aezoo.io.ZooException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Writes a trained model for other programs; found by {@link ServiceLoader} in zoo-export. */
public interface ModelWriter {
  /** The format's name as users write it: {@code onnx}. */
  String format();

  /**
   * The files that {@link #write} makes.
   *
   * @param out a folder, or a file, as the format has it
   */
  List<Path> files(Path out);

  /**
   * Writes a model, each file whole or not at all; replaces what is there.
   *
   * @param out a folder, or a file, as the format has it
   * @throws ZooException when the model's files are damaged, a file cannot be written, or the
   *     network has a layer that the format cannot express
   */
  void write(Checkpoint model, Path out);

  /** What a reader of the files must know beside the format's name, for example an ONNX opset. */
  default Map<String, Object> details() {
    return Map.of();
  }

  /** The writers on the class path, by format. */
  static List<ModelWriter> all() {
    return ServiceLoader.load(ModelWriter.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(ModelWriter::format))
        .toList();
  }

  /**
   * The writer of a format.
   *
   * @param format its name, in any case
   * @throws ZooException when there is no such format, or zoo-export is not on the class path
   */
  static ModelWriter of(String format) {
    List<ModelWriter> all = all();
    if (all.isEmpty()) {
      throw new ZooException(
          "exports need the module zoo-export on the class path; add io.github.aezoo:zoo-export");
    }
    return all.stream()
        .filter(writer -> writer.format().equalsIgnoreCase(format))
        .findFirst()
        .orElseThrow(
            () ->
                new ZooException(
                    "a format %s expected; got %s"
                        .formatted(
                            all.stream()
                                .map(ModelWriter::format)
                                .collect(Collectors.joining(" or ")),
                            format)));
  }
}
