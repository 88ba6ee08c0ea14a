package io.github.aezoo.zoo;

import io.github.aezoo.data.Cells;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.TableColumn;
import io.github.aezoo.data.TablePreparation;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.eval.Examples;
import io.github.aezoo.eval.Reconstructions;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reconstructions as files: images as one picture or one file each, rows as a table.
 *
 * @param samples how many samples were reconstructed
 * @param files how many files were written
 * @param psnrDb the mean peak signal-to-noise ratio of the {@code corrupted} inputs and of the
 *     {@code restored} outputs, in dB; empty when the inputs were not corrupted, and for rows
 */
public record ReconstructedFiles(int samples, int files, Map<String, Double> psnrDb) {
  /** How many images are reconstructed when no number is given. */
  static final int SHOWN = 10;

  private static final int BATCH = 512;

  /** Names of files have 255 bytes at most, and a letter may have four. */
  private static final int LONGEST_NAME = 60;

  /** Keeps a copy. */
  public ReconstructedFiles {
    psnrDb = new LinkedHashMap<>(psnrDb);
  }

  /** What is reconstructed: a model, data, and how the inputs are chosen and corrupted. */
  record Request(Checkpoint model, Dataset data, int count, String corruption, ZooOptions options) {
    Request {
      Corruptions.parse(corruption);
    }

    private Split split() {
      return options.splitOf(data);
    }

    /** Classes in turn; of rows all, in their order, unless there is a number. */
    private int[] indices() {
      if (!data.shape().isRow()) {
        return Examples.spread(data, split(), count < 1 ? SHOWN : count);
      }
      return count < 1
          ? IntStream.range(0, data.size(split())).toArray()
          : Arrays.stream(Examples.spread(data, split(), count)).sorted().toArray();
    }

    /** In memory. */
    Reconstructions reconstructions() {
      try (Autoencoder autoencoder = model.load()) {
        options.lookAt(model, autoencoder, data, split());
        return reconstructions(autoencoder, indices());
      }
    }

    private Reconstructions reconstructions(Autoencoder autoencoder, int[] indices) {
      return Reconstructions.of(
          autoencoder, data, split(), indices, corruption, options.seedOf(model));
    }
  }

  static ReconstructedFiles write(Request request, Path out, boolean overwrite) {
    boolean rows = request.data().shape().isRow();
    boolean folder = isFolder(out);
    requireName(out, rows, folder, request.data());
    return rows
        ? rows(request, out, overwrite)
        : folder ? each(request, out, overwrite) : grid(request, out, overwrite);
  }

  /** A folder that is there, {@code name/.}, or a name without an ending. */
  private static boolean isFolder(Path out) {
    String name = out.getFileName().toString();
    return Files.isDirectory(out) || name.equals(".") || !name.contains(".");
  }

  private static void requireName(Path out, boolean rows, boolean folder, Dataset data) {
    String name = out.toString().toLowerCase(Locale.ROOT);
    if (rows && (folder || !name.endsWith(".csv"))) {
      throw new ZooException(
          "a name ending in .csv expected, because %s has rows; got %s"
              .formatted(data.name(), out));
    }
    if (!rows && !folder && !name.endsWith(".png")) {
      throw new ZooException("a name ending in .png, or a folder expected; got " + out);
    }
  }

  private static ReconstructedFiles grid(Request request, Path out, boolean overwrite) {
    SafeFiles.requireFree(out, overwrite);
    Reconstructions samples = request.reconstructions();
    PictureGrid.save(out, samples.rows(), samples.shape());
    return new ReconstructedFiles(samples.indices().length, 1, psnrDb(samples));
  }

  private static ReconstructedFiles each(Request request, Path folder, boolean overwrite) {
    int[] indices = request.indices();
    List<Path> files = names(request, indices).stream().map(folder::resolve).toList();
    files.forEach(file -> SafeFiles.requireFree(file, overwrite));
    Reconstructions samples = request.reconstructions();
    for (int i = 0; i < indices.length; i++) {
      PictureGrid.save(
          files.get(i), PictureGrid.of(samples.reconstructed().get(i), samples.shape()));
    }
    return new ReconstructedFiles(indices.length, indices.length, psnrDb(samples));
  }

  /**
   * A name for each image: that of its file, with {@code reconstruction} behind it, so that none is
   * written over its original; or its split and its index.
   */
  private static Set<String> names(Request request, int... indices) {
    Set<String> names = new LinkedHashSet<>();
    for (int i : indices) {
      String index = "%s-%05d".formatted(request.split().id(), i);
      String stem =
          request.data().source(request.split(), i).map(ReconstructedFiles::stem).orElse(index);
      boolean own = !stem.equals(index);
      if (!names.add(stem + (own ? ".reconstruction.png" : ".png"))) {
        names.add(stem + "." + index + ".reconstruction.png");
      }
    }
    return names;
  }

  /** The path of a file as one name without an ending. */
  private static String stem(String source) {
    int dot = source.lastIndexOf('.');
    String path = dot > source.lastIndexOf('/') + 1 ? source.substring(0, dot) : source;
    String name = path.replaceAll("[^\\p{L}\\p{N}._ -]", "-");
    return name.substring(Math.max(0, name.length() - LONGEST_NAME));
  }

  private static Map<String, Double> psnrDb(Reconstructions samples) {
    Map<String, Double> psnr = new LinkedHashMap<>();
    if (!samples.damaged().isEmpty()) {
      psnr.put("corrupted", samples.meanPsnrDb(samples.damaged()));
      psnr.put("restored", samples.meanPsnrDb(samples.reconstructed()));
    }
    return psnr;
  }

  /**
   * A table of the same columns: scaling undone, categories as text, the label as it was. Columns
   * that the model ignores are left out.
   */
  private static ReconstructedFiles rows(Request request, Path out, boolean overwrite) {
    SafeFiles.requireFree(out, overwrite);
    int[] indices = request.indices();
    try (Autoencoder autoencoder = request.model().load()) {
      request.options().lookAt(request.model(), autoencoder, request.data(), request.split());
      SafeFiles.write(out, stream -> rows(stream, request, autoencoder, indices));
    }
    return new ReconstructedFiles(indices.length, 1, Map.of());
  }

  private static void rows(
      OutputStream stream, Request request, Autoencoder autoencoder, int[] indices)
      throws IOException {
    Dataset data = request.data();
    TablePreparation table = data.preparation().orElseThrow();
    boolean labelled = !data.classes().isEmpty() && table.label() != null;
    List<String> head = new ArrayList<>(table.columns().stream().map(TableColumn::name).toList());
    if (labelled) {
      head.add(table.label());
    }
    stream.write(Cells.line(head));
    for (int from = 0; from < indices.length; from += BATCH) {
      int to = Math.min(from + BATCH, indices.length);
      Reconstructions some =
          request.reconstructions(autoencoder, Arrays.copyOfRange(indices, from, to));
      for (int i = 0; i < to - from; i++) {
        List<String> cells =
            new ArrayList<>(table.cells(some.reconstructed().get(i), TableColumn.DIGITS));
        if (labelled) {
          cells.add(data.className(request.split(), indices[from + i]).orElse(""));
        }
        stream.write(Cells.line(cells));
      }
      request.options().progress().at(to, indices.length);
    }
  }
}
