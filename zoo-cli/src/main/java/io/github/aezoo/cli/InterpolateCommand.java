package io.github.aezoo.cli;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.eval.Examples;
import io.github.aezoo.eval.codes.Latents;
import io.github.aezoo.eval.codes.Walk;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.Zoo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decodes interpolations between codes. */
@CommandLine.Command(
    name = "interpolate",
    description = {
      "Draws interpolations between codes as a picture, one row for each pair of codes.",
      "With --data, the codes are those of images. Without it, they are drawn from N(0, I), which needs"
          + " a variational model."
    },
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo interpolate vae-dense-z20.mnist --data mnist --out runs/walks.png",
      "  zoo interpolate vae-z2.mnist --walks 3 --steps 8 --out runs/walks.png"
    })
final class InterpolateCommand extends Command {
  @Parameters(paramLabel = "MODEL", description = "A model id or a checkpoint folder.")
  private String model;

  @Option(names = "--data", paramLabel = "DATA", description = "Images to interpolate between.")
  private String data;

  @Option(
      names = "--walks",
      paramLabel = "N",
      defaultValue = "5",
      description = "Number of rows (default: ${DEFAULT-VALUE}).")
  private int walks;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "10",
      description = "Images in a row, including both ends (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--path",
      paramLabel = "spherical|linear",
      defaultValue = "spherical",
      description =
          "Path between two codes: great arc or straight line (default: ${DEFAULT-VALUE}).")
  private Walk path;

  @Mixin private SplitOption split;
  @Mixin private PictureOutput picture;

  @Override
  public Integer call() {
    requireRange("--walks", walks, 1, 1000);
    requireRange("--steps", steps, 2, 1000);
    picture.requireFree(this);
    Checkpoint checkpoint = options().model(model);
    PictureOutput.requireImages(
        this, "--out", Optional.ofNullable(checkpoint.card().input().table()));
    if (data == null) {
      Zoo.requireGenerates(checkpoint);
    }
    long seed = options().seed().orElse(checkpoint.card().recipe().seed());
    try (Autoencoder autoencoder = checkpoint.load()) {
      INDArray ends =
          data == null
              ? Latents.prior(2 * walks, autoencoder.architecture().latentSize(), seed)
              : codes(autoencoder, options().dataFor(checkpoint, data));
      List<PictureGrid.Row> rows =
          path.decoded(autoencoder, ends, steps).stream()
              .flatMap(walk -> PictureGrid.rows(walk, steps).stream())
              .toList();
      picture.save(rows, autoencoder.architecture().input());
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("model", checkpoint.card().id());
      json.put("walks", rows.size());
      json.put("steps", steps);
      json.put("out", picture.path().toString());
      print(json, () -> out().println(picture.path()));
    }
    return 0;
  }

  /** Codes of images of different classes in turn; as many pairs as there are images for. */
  private INDArray codes(Autoencoder autoencoder, Dataset images) {
    Split part = split.of(images);
    int[] indices = Examples.spread(images, part, 2 * walks);
    if (indices.length < 2) {
      throw new ZooException(
          "at least 2 images expected; the %s split of %s has %d"
              .formatted(part.id(), images.name(), indices.length));
    }
    return autoencoder.encode(Batches.gather(images, part, indices, 0, indices.length / 2 * 2));
  }
}
