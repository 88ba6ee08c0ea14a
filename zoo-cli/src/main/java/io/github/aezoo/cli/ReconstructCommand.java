package io.github.aezoo.cli;

import io.github.aezoo.data.Corruptions;
import io.github.aezoo.data.ImageDataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.Images;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.zoo.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws images and what a model makes of them. */
@CommandLine.Command(
    name = "reconstruct",
    description =
        "A picture: originals above reconstructions (clean, corrupted and restored with --corrupt,"
            + " each with its PSNR); or one file an image into a folder.")
final class ReconstructCommand extends Command {
  @Parameters(paramLabel = "MODEL", description = "An id, or a checkpoint folder.")
  private String model;

  @Option(names = "--data", required = true, paramLabel = "DATA", description = "What it is shown.")
  private String data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.png|DIR",
      description = "A grid as PNG; or a folder (there, or ending in /) for one file an image.")
  private String out;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many images (default: ${DEFAULT-VALUE}), the classes in turn.")
  private int count;

  @Mixin private SplitOption split;

  @Option(
      names = "--corrupt",
      paramLabel = "SPEC",
      defaultValue = Corruptions.NONE,
      description = "Damages the inputs first, for example gaussian:0.4 or half (default: not).")
  private String corruption;

  @Option(names = "--overwrite", description = "Replaces files that are there.")
  private boolean overwrite;

  @Override
  public Integer call() {
    requireRange("--count", count, 1, 10_000);
    requireCorruption(corruption);
    Path target = Path.of(out);
    boolean folder = Files.isDirectory(target) || out.endsWith("/");
    if (!folder && !PictureOutput.isPicture(out)) {
      throw wrongUsage("--out: a name ending in .png, or a folder expected; came " + out);
    }
    if (!folder) {
      Outputs.requireFree(target, overwrite);
    }
    Checkpoint checkpoint = options().model(model);
    ImageDataset images = options().dataFor(checkpoint, data);
    Split part = split.of(images);
    long seed = options().seed().orElse(checkpoint.card().recipe().seed());
    int[] indices = Samples.spread(images, part, count);
    if (folder) {
      for (int index : indices) {
        Outputs.requireFree(target.resolve(name(part, index)), overwrite);
      }
    }
    Samples samples;
    try (Autoencoder autoencoder = checkpoint.load()) {
      samples = Samples.of(autoencoder, images, part, indices, corruption, seed);
    }
    int written = 1;
    if (folder) {
      written = writeEach(target, part, samples);
    } else {
      PictureOutput.save(target, samples.rows(), samples.shape());
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", checkpoint.card().id());
    json.put("data", images.name());
    json.put("split", part.id());
    json.put("images", samples.clean().size());
    if (!samples.damaged().isEmpty()) {
      Map<String, Double> psnr = new LinkedHashMap<>();
      psnr.put("corrupted", samples.meanPsnrDb(samples.damaged()));
      psnr.put("restored", samples.meanPsnrDb(samples.reconstructed()));
      json.put("psnrDb", psnr);
    }
    json.put("out", out);
    json.put("files", written);
    print(json, () -> out().println(out));
    return 0;
  }

  private static String name(Split part, int index) {
    return "%s-%05d.png".formatted(part.id(), index);
  }

  private static int writeEach(Path folder, Split part, Samples samples) {
    for (int i = 0; i < samples.indices().length; i++) {
      Images.save(
          folder.resolve(name(part, samples.indices()[i])),
          Images.of(samples.reconstructed().get(i), samples.shape()));
    }
    return samples.indices().length;
  }
}
