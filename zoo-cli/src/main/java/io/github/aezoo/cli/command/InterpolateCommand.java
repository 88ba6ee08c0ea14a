package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.option.PictureOutput;
import io.github.aezoo.cli.option.SplitOption;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.eval.codes.Walk;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.Walks;
import io.github.aezoo.zoo.Zoo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
public final class InterpolateCommand extends Command {
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
    Walks walked = walks(checkpoint);
    walked.write(picture.path());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", checkpoint.card().id());
    json.put("walks", walked.walks().size());
    json.put("steps", steps);
    json.put("out", picture.path().toString());
    print(json, () -> out().println(picture.path()));
    return 0;
  }

  private Walks walks(Checkpoint checkpoint) {
    if (data == null) {
      return Zoo.interpolate(checkpoint, walks, steps, path, options().zoo());
    }
    Dataset images = options().dataFor(checkpoint, data);
    return Zoo.interpolate(checkpoint, images, walks, steps, path, split.in(options().zoo()));
  }
}
