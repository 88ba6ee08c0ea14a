package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ModelWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Exports a model to other formats. */
@CommandLine.Command(
    name = "export",
    description =
        "Exports a model to ONNX (autoencoder.onnx, encoder.onnx and decoder.onnx in a folder),"
            + " safetensors, or a zip for DL4J's ModelSerializer.",
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo export undercomplete-deep.mnist --format onnx --out runs/onnx",
      "  zoo export runs/mine --format dl4j --out runs/mine.zip"
    })
public final class ExportCommand extends Command {
  @Parameters(paramLabel = "MODEL", description = "A model id or a checkpoint folder.")
  private String model;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      converter = Formats.class,
      completionCandidates = Formats.class,
      description = "onnx, safetensors or dl4j.")
  private ModelWriter format;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "PATH",
      description = "Output folder for onnx, output file otherwise.")
  private Path out;

  @Option(names = "--overwrite", description = "Overwrite existing files.")
  private boolean overwrite;

  /** The formats on the class path, by name. */
  static final class Formats implements ITypeConverter<ModelWriter>, Iterable<String> {
    private final List<String> names = ModelWriter.all().stream().map(ModelWriter::format).toList();

    @Override
    public ModelWriter convert(String word) {
      if (names.stream().noneMatch(word::equalsIgnoreCase)) {
        throw new TypeConversionException(
            "expected one of %s (case-insensitive) but was '%s'".formatted(names, word));
      }
      return ModelWriter.of(word);
    }

    @Override
    public Iterator<String> iterator() {
      return names.iterator();
    }
  }

  private record Written(String file, long bytes) {}

  @Override
  public Integer call() {
    List<Path> files = format.files(out);
    files.forEach(file -> SafeFiles.requireFree(file, overwrite));
    Checkpoint checkpoint = options().model(model);
    format.write(checkpoint, out);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", checkpoint.card().id());
    json.put("format", format.format());
    json.putAll(format.details());
    json.put("out", out.toString());
    List<Written> written = files.stream().map(f -> new Written(f.toString(), size(f))).toList();
    json.put("files", written);
    print(json, () -> written.forEach(f -> out().printf("%s  %s%n", f.file, bytes(f.bytes))));
    return 0;
  }

  private static String bytes(long size) {
    return size < 100_000 ? Numbers.grouped(size) + " bytes" : Numbers.megabytes(size);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new ZooException("cannot read " + file + ": " + SafeFiles.reason(e), e);
    }
  }
}
