package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.data.Shape;
import io.github.aezoo.report.Numbers;
import io.github.aezoo.zoo.ModelCard;
import io.github.aezoo.zoo.ModelImport;
import io.github.aezoo.zoo.Zoo;
import io.github.aezoo.zoo.imports.ModelReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports a model of another program as a checkpoint. */
@CommandLine.Command(
    name = "import",
    description = {
      "Imports an autoencoder from an ONNX file, a Keras .h5 or .keras file, a Deeplearning4j zip,"
          + " .safetensors weights, or a checkpoint folder. The result is a checkpoint.",
      "Supported layers: dense, convolution, transposed convolution, pooling, upsampling, activation,"
          + " batch normalisation. Code in the file is never run."
    },
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo import model.onnx --out runs/mine",
      "  zoo import model.h5 --input 1x28x28 --licence MIT --out runs/mine"
    })
public final class ImportCommand extends Command {
  private static final Pattern SHAPE = Pattern.compile("(\\d{1,5})x(\\d{1,5})x(\\d{1,5})");

  @Parameters(paramLabel = "FILE", description = "File or folder to import.")
  private Path file;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Output folder for the checkpoint.")
  private Path out;

  @Option(
      names = "--input",
      paramLabel = "CxHxW",
      description = "Shape of an image, for networks that take rows of values.")
  private String input;

  @Option(
      names = "--code",
      paramLabel = "LAYER",
      description =
          "Layer whose outputs are the code (default: the layer with the fewest outputs).")
  private String code;

  @Option(
      names = "--licence",
      paramLabel = "TEXT",
      defaultValue = ModelCard.NOT_STATED,
      description = "Licence of the weights (default: ${DEFAULT-VALUE}).")
  private String licence;

  @Option(
      names = "--like",
      paramLabel = "MODEL|RECIPE",
      description = "Model or recipe with the architecture of .safetensors weights.")
  private String like;

  @Option(
      names = "--inputs",
      paramLabel = "FILE",
      description = "Test images as .npy; needs --check.")
  private Path inputs;

  @Option(
      names = "--check",
      paramLabel = "FILE",
      description =
          "Outputs of the original for --inputs, as .npy; compared with the imported model.")
  private Path outputs;

  @Override
  public Integer call() {
    if ((inputs == null) != (outputs == null)) {
      throw wrongUsage("--inputs and --check must be given together");
    }
    ModelImport.Request request =
        new ModelImport.Request(
            file,
            out,
            new ModelReader.Wishes(shape(), Optional.ofNullable(code)),
            licence,
            Optional.ofNullable(like),
            Optional.ofNullable(inputs),
            Optional.ofNullable(outputs));
    ModelImport.Outcome outcome = Zoo.importModel(request, options().zoo());
    print(json(outcome), () -> people(outcome));
    return CommandLine.ExitCode.OK;
  }

  private Optional<Shape> shape() {
    if (input == null) {
      return Optional.empty();
    }
    Matcher m = SHAPE.matcher(input);
    if (!m.matches()) {
      throw wrongUsage("--input: a shape such as 1x28x28 expected; got " + input);
    }
    return Optional.of(
        new Shape(
            Integer.parseInt(m.group(1)),
            Integer.parseInt(m.group(2)),
            Integer.parseInt(m.group(3))));
  }

  private Map<String, Object> json(ModelImport.Outcome outcome) {
    ModelCard card = outcome.checkpoint().card();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", card.id());
    json.put("format", outcome.format());
    json.put("layers", outcome.layers());
    json.put("parameters", card.parameters());
    json.put("code", outcome.code());
    json.put("latentSize", card.latentSize());
    json.put("parity", outcome.parity());
    json.put("out", out.toString());
    return json;
  }

  private void people(ModelImport.Outcome outcome) {
    ModelCard card = outcome.checkpoint().card();
    outcome.layers().forEach(line -> out().println("  " + line));
    out()
        .printf(
            "%s, %s: %s parameters, %d code values from layer '%s'%n",
            card.id(),
            outcome.format(),
            Numbers.grouped(card.parameters()),
            card.latentSize(),
            outcome.code());
    out()
        .println(
            outcome.parity().known()
                ? "compared with %s: %d samples, largest difference %.1e (%s)"
                    .formatted(
                        outcome.parity().with(),
                        outcome.parity().images(),
                        outcome.parity().largest(),
                        outcome.parity().place())
                : "not compared with the original: " + outcome.parity().with());
    out().println(out);
  }
}
