package io.github.aezoo.cli;

import io.github.aezoo.data.image.ImageFiles;
import io.github.aezoo.eval.Restoration;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.report.PictureGrid;
import io.github.aezoo.zoo.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Repairs image files as they are: each at its own size, nothing damaged first. */
@CommandLine.Command(
    name = "restore",
    description = {
      "Repairs images of any size, as they are: one PNG an image, of the same size and name.",
      "A model of grey images repairs each channel of a colour image on its own; a model of colour"
          + " images repairs a grey image as grey. Files that are no whole image are named and left"
          + " out; the exit code is then 1."
    },
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo restore denoise-conv-base.mnist --data scans --out runs/repaired",
      "  zoo restore denoise-conv-base.mnist --data a.png --fit tile --out runs/a"
    })
final class RestoreCommand extends Command {
  private static final String ENDING = ".png";

  @Parameters(paramLabel = "MODEL", description = "An id, or a checkpoint folder.")
  private String model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FOLDER|FILE",
      description = "Images (PNG, JPEG, BMP, GIF), in folders of any depth; or one image.")
  private Path data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Where the repaired images go, under the same names, ending in .png.")
  private Path out;

  @Option(names = "--overwrite", description = "Replaces files that are there.")
  private boolean overwrite;

  @Option(
      names = "--fit",
      paramLabel = "whole|tile|resize",
      description =
          "whole: the network rebuilt for the image's size (convolutional models); tile:"
              + " overlapping tiles of the model's size, blended; resize: to the model's size and"
              + " back, which loses detail (default: whole where possible, else tile).")
  private Restoration.Fit fit;

  @Override
  public Integer call() {
    Checkpoint checkpoint = options().model(model);
    checkpoint.card().recipe().data().imageScaling()
        .ifPresent(
            scaling -> {
              throw new ZooException(
                  "%s takes scaled pixels, %s, and pictures are restored as they are: choose a model of pictures as they are"
                      .formatted(checkpoint.card().id(), scaling));
            });
    Map<Path, Path> work = work();
    int failed = 0;
    try (Autoencoder autoencoder = checkpoint.load();
        Restoration restoration =
            new Restoration(
                autoencoder, fit == null ? Restoration.standard(autoencoder.architecture()) : fit);
        Progress progress = progress("restore", work.size(), "images")) {
      int done = 0;
      for (Map.Entry<Path, Path> one : work.entrySet()) {
        failed += restore(restoration, one.getKey(), one.getValue()) ? 0 : 1;
        progress.at(++done);
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", checkpoint.card().id());
    json.put("images", work.size());
    json.put("failed", failed);
    json.put("out", out.toString());
    print(json, () -> out().println(out));
    if (failed > 0) {
      err()
          .println(
              "zoo: %d of %d images could not be read and were left out; repair or remove them"
                  .formatted(failed, work.size()));
    }
    return failed == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  /** False for a file that is no image; whatever prevents writing ends the command. */
  private boolean restore(Restoration restoration, Path from, Path to) {
    ImageFiles.Picture picture;
    try {
      picture = ImageFiles.read(from);
    } catch (ZooException e) {
      err().println("zoo: " + e.getMessage() + " (left out)");
      return false;
    }
    float[] restored = restoration.restore(picture.pixels(), picture.shape());
    PictureGrid.save(to, PictureGrid.of(restored, picture.shape()));
    return true;
  }

  /** What becomes what, checked before anything is written. */
  private Map<Path, Path> work() {
    Path target = real(out);
    if (Files.isDirectory(data) && target.equals(real(data))) {
      throw new ZooException(
          "--out %s is the folder of the originals: another folder expected, choose one"
              .formatted(out));
    }
    Map<Path, Path> work = new LinkedHashMap<>();
    Map<Path, Path> origins = new LinkedHashMap<>();
    List<ImageFiles.Found> found = ImageFiles.list(data);
    for (ImageFiles.Found file : found) {
      // An earlier run may have written into a folder within the data.
      if (Files.isDirectory(data) && real(file.path()).startsWith(target)) {
        continue;
      }
      int dot = file.name().lastIndexOf('.');
      String name =
          dot <= file.name().lastIndexOf('/') ? file.name() : file.name().substring(0, dot);
      Path to = out.resolve(name + ENDING);
      Path other = origins.put(to, file.path());
      if (other != null) {
        throw new ZooException(
            "%s and %s would both become %s: rename one".formatted(other, file.path(), to));
      }
      if (real(to).equals(real(file.path()))) {
        throw new ZooException(
            "%s would be replaced by its repaired self: choose another folder for --out"
                .formatted(file.path()));
      }
      Outputs.requireFree(to, overwrite);
      work.put(file.path(), to);
    }
    if (work.isEmpty()) {
      throw new ZooException(
          "no images in %s besides those in %s: expected .png, .jpg, .bmp or .gif files"
              .formatted(data, out));
    }
    return work;
  }

  private static Path real(Path path) {
    try {
      return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
    } catch (IOException e) {
      throw new ZooException("cannot read " + path + ": " + SafeFiles.reason(e), e);
    }
  }
}
