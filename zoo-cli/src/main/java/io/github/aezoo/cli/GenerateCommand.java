package io.github.aezoo.cli;

import io.github.aezoo.eval.Latents;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.Checkpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws new images from a variational model. */
@CommandLine.Command(
    name = "generate",
    description =
        "A picture of new images: codes drawn from N(0, I) and decoded (variational models).")
final class GenerateCommand extends Command {
  @Parameters(paramLabel = "MODEL", description = "An id, or a checkpoint folder.")
  private String model;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "How many images (default: ${DEFAULT-VALUE}); with --manifold, a side's square.")
  private int count;

  @Option(
      names = "--manifold",
      description = "Codes on a grid instead, every cell as likely (models with 2 codes).")
  private boolean manifold;

  @Mixin private PictureOutput picture;

  @Override
  public Integer call() {
    requireRange("--count", count, 1, 10_000);
    picture.requireFree(this);
    Checkpoint checkpoint = options().model(model);
    PictureOutput.requireImages(
        this, "--out", Optional.ofNullable(checkpoint.card().input().table()));
    Architecture architecture = checkpoint.card().rebuild();
    requireGenerates(checkpoint, architecture);
    int side = (int) Math.ceil(Math.sqrt(count));
    if (manifold && architecture.latentSize() != 2) {
      throw new ZooException(
          "--manifold takes a model with 2 codes; %s has %d"
              .formatted(checkpoint.card().id(), architecture.latentSize()));
    }
    long seed = options().seed().orElse(checkpoint.card().recipe().seed());
    INDArray codes =
        manifold ? Latents.grid(side) : Latents.prior(count, architecture.latentSize(), seed);
    try (Autoencoder autoencoder = checkpoint.load()) {
      picture.save(PictureOutput.rows(autoencoder.decode(codes), side), architecture.input());
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", checkpoint.card().id());
    json.put("images", codes.size(0));
    json.put("seed", manifold ? null : seed);
    json.put("out", picture.path().toString());
    print(json, () -> out().println(picture.path()));
    return 0;
  }

  /** Codes of other models follow no known distribution, so a draw would decode to anything. */
  static void requireGenerates(Checkpoint checkpoint, Architecture architecture) {
    if (!architecture.generates()) {
      throw new ZooException(
          "%s cannot generate: its codes follow no known distribution; choose a variational model"
              .formatted(checkpoint.card().id()));
    }
  }
}
