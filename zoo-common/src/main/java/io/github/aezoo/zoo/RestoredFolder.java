package io.github.aezoo.zoo;

import io.github.aezoo.data.image.ImageFiles;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.eval.Restoration;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Repairs the images of a folder, each at its own size, and writes them as PNG files with the same
 * names.
 *
 * @param images how many there were
 * @param leftOut why images were left out, a line each: files that no image could be read from
 * @param notes what is wrong with images that were read nevertheless, a line each
 */
public record RestoredFolder(int images, List<String> leftOut, List<String> notes) {
  private static final String ENDING = ".png";

  /** Keeps copies. */
  public RestoredFolder {
    leftOut = List.copyOf(leftOut);
    notes = List.copyOf(notes);
  }

  static RestoredFolder write(
      Checkpoint checkpoint,
      Path data,
      Path out,
      boolean overwrite,
      Optional<Restoration.Fit> fit,
      ZooOptions options) {
    requireUnscaled(checkpoint);
    Map<Path, Path> work = work(data, out, overwrite);
    List<String> leftOut = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    try (Autoencoder model = checkpoint.load();
        Restoration restoration =
            new Restoration(
                model, fit.orElseGet(() -> Restoration.standard(model.architecture())))) {
      int done = 0;
      for (Map.Entry<Path, Path> one : work.entrySet()) {
        Optional<String> bad = restore(restoration, one.getKey(), one.getValue(), notes, errors);
        if (bad.isPresent() && options.strict()) {
          throw new ZooException(bad.get());
        }
        bad.ifPresent(leftOut::add);
        options.progress().at(++done, work.size());
      }
    }
    if (!errors.isEmpty()) {
      double median = Domain.median(errors.stream().mapToDouble(e -> e).toArray());
      new Domain(checkpoint).warning(median, "images").ifPresent(options.notices());
    }
    return new RestoredFolder(work.size(), leftOut, notes);
  }

  /** Why a file is no image; whatever prevents writing ends the work. */
  private static Optional<String> restore(
      Restoration restoration, Path from, Path to, List<String> notes, List<Double> errors) {
    ImageFiles.Picture picture;
    try {
      picture = ImageFiles.read(from, notes::add);
    } catch (ZooException e) {
      return Optional.of(e.getMessage());
    }
    float[] restored = restoration.restore(picture.pixels(), picture.shape());
    if (errors.size() < Domain.SAMPLES) {
      int size = picture.pixels().length;
      errors.add(Autoencoder.squaredErrors(restored, picture.pixels(), size)[0]);
    }
    PictureGrid.save(to, PictureGrid.of(restored, picture.shape()));
    return Optional.empty();
  }

  /** Pictures are restored as they are, which a model of scaled pixels never saw. */
  static void requireUnscaled(Checkpoint checkpoint) {
    checkpoint
        .card()
        .recipe()
        .data()
        .imageScaling()
        .ifPresent(
            scaling -> {
              throw new ZooException(
                  "%s takes scaled pixels (%s), but pictures are restored unscaled: choose a model of unscaled pictures"
                      .formatted(checkpoint.card().id(), scaling));
            });
  }

  /** What becomes what, checked before anything is written. */
  private static Map<Path, Path> work(Path data, Path out, boolean overwrite) {
    Path target = real(out);
    if (Files.isDirectory(data) && target.equals(real(data))) {
      throw new ZooException(
          "%s is the folder of the originals: choose another output folder".formatted(out));
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
            "%s would be overwritten by its repaired version: choose another output folder"
                .formatted(file.path()));
      }
      SafeFiles.requireFree(to, overwrite);
      work.put(file.path(), to);
    }
    if (work.isEmpty()) {
      throw new ZooException(
          "no images in %s besides those in %s: expected .png, .jpg, .tif, .webp, .bmp or .gif files"
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
