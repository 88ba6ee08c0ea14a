package io.github.aezoo.cli;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.data.source.Datasets;
import io.github.aezoo.eval.Examples;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.report.ShownSamples;
import io.github.aezoo.zoo.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws images and their reconstructions; writes rows of a table as a table. */
@CommandLine.Command(
    name = "reconstruct",
    description = {
      "Reconstructs images or rows of a table.",
      "Images become one picture, with originals above reconstructions (with --corrupt: clean,"
          + " corrupted and restored, with PSNR), or one file per image in a folder. Rows become a"
          + " .csv file in the table's own units."
    },
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo reconstruct undercomplete-deep.mnist --data mnist --out runs/grid.png",
      "  zoo reconstruct denoise-conv-base.mnist --data pictures --corrupt half \\",
      "      --out runs/rows.png"
    })
final class ReconstructCommand extends Command {
  private static final int SHOWN = 10;
  private static final int MOST = 10_000;

  @Parameters(paramLabel = "MODEL", description = "A model id or a checkpoint folder.")
  private String model;

  @Option(names = "--data", required = true, paramLabel = "DATA", description = "Input data.")
  private String data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.png|FILE.csv|DIR",
      description =
          "Output: a .png file for one picture, a folder (existing, or ending in /) for one file per"
              + " image, or a .csv file for rows of a table.")
  private String out;

  @Option(
      names = "--count",
      paramLabel = "N",
      description =
          "Number of images (default: 10) or rows (default: all), spread over the classes.")
  private Integer count;

  @Mixin private SplitOption split;

  @Option(
      names = "--corrupt",
      paramLabel = "SPEC",
      defaultValue = Corruptions.NONE,
      description = "Corrupt the inputs first, for example gaussian:0.4 or half (default: none).")
  private String corruption;

  @Option(names = "--overwrite", description = "Overwrite existing files.")
  private boolean overwrite;

  @Override
  public Integer call() {
    if (count != null) {
      requireRange("--count", count, 1, MOST);
    }
    requireCorruption(corruption);
    boolean table = Datasets.spec(data).isTable();
    Path target = Path.of(out);
    boolean folder = Files.isDirectory(target) || out.endsWith("/");
    requireOutput(table, folder);
    if (!folder) {
      SafeFiles.requireFree(target, overwrite);
    }
    Checkpoint checkpoint = options().model(model);
    Dataset images = options().dataFor(checkpoint, data);
    Split part = split.of(images);
    long seed = options().seed().orElse(checkpoint.card().recipe().seed());
    if (table) {
      rows(checkpoint, images, part, seed, target);
      return 0;
    }
    int[] indices = Examples.spread(images, part, count == null ? SHOWN : count);
    if (folder) {
      for (int index : indices) {
        SafeFiles.requireFree(target.resolve(name(part, index)), overwrite);
      }
    }
    ShownSamples samples;
    try (Autoencoder autoencoder = checkpoint.load()) {
      samples = ShownSamples.of(autoencoder, images, part, indices, corruption, seed);
    }
    int written = 1;
    if (folder) {
      written = writeEach(target, part, samples);
    } else {
      PictureGrid.save(target, samples.rows(), samples.shape());
    }
    Map<String, Object> json = json(checkpoint, images, part);
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

  private void requireOutput(boolean table, boolean folder) {
    boolean csv = out.toLowerCase(Locale.ROOT).endsWith(".csv");
    if (table && (folder || !csv)) {
      throw wrongUsage("--out: a name ending in .csv expected for rows of a table; got " + out);
    }
    if (!table && !folder && !PictureOutput.isPicture(out)) {
      throw wrongUsage("--out: a name ending in .png or a folder expected; got " + out);
    }
  }

  private void rows(Checkpoint checkpoint, Dataset data, Split part, long seed, Path target) {
    int size = data.size(part);
    int[] indices =
        count == null
            ? IntStream.range(0, size).toArray()
            : Arrays.stream(Examples.spread(data, part, count)).sorted().toArray();
    try (Autoencoder autoencoder = checkpoint.load();
        Progress progress = progress("reconstruct", indices.length, "rows")) {
      new ReconstructedRows(data, part, corruption, seed)
          .write(target, autoencoder, indices, progress);
    }
    Map<String, Object> json = json(checkpoint, data, part);
    json.put("rows", indices.length);
    json.put("out", out);
    json.put("notes", data.notes());
    print(
        json,
        () -> {
          out().println(out);
          data.notes().forEach(note -> err().println("zoo: " + note));
        });
  }

  private static Map<String, Object> json(Checkpoint checkpoint, Dataset data, Split part) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", checkpoint.card().id());
    json.put("data", data.name());
    json.put("split", part.id());
    return json;
  }

  private static String name(Split part, int index) {
    return "%s-%05d.png".formatted(part.id(), index);
  }

  private static int writeEach(Path folder, Split part, ShownSamples samples) {
    for (int i = 0; i < samples.indices().length; i++) {
      PictureGrid.save(
          folder.resolve(name(part, samples.indices()[i])),
          PictureGrid.of(samples.reconstructed().get(i), samples.shape()));
    }
    return samples.indices().length;
  }
}
