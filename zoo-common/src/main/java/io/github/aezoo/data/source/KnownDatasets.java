package io.github.aezoo.data.source;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.image.IdxDataset;
import io.github.aezoo.data.image.IdxFile;
import io.github.aezoo.data.image.IdxFormatException;
import io.github.aezoo.io.Downloads;
import io.github.aezoo.io.Gzip;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.Nearest;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.Sha256;
import io.github.aezoo.io.ZooException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** The public data sets that the zoo knows by name: finds them, verifies them, downloads them. */
public final class KnownDatasets {
  private final List<KnownDataset> rows;
  private final Downloads downloads;

  KnownDatasets(List<KnownDataset> rows, Downloads downloads) {
    this.rows = List.copyOf(rows);
    this.downloads = downloads;
  }

  /** The data sets of the shipped {@code datasets.json}. */
  public static KnownDatasets shipped() {
    try (InputStream in =
        Objects.requireNonNull(KnownDatasets.class.getResourceAsStream("datasets.json"))) {
      return new KnownDatasets(parse(in.readAllBytes()), new Downloads());
    } catch (IOException e) {
      throw new UncheckedIOException("the shipped datasets.json is damaged", e);
    }
  }

  /** Reads rows; unknown, double and missing keys are errors. */
  static List<KnownDataset> parse(byte[] json) {
    return List.of(Json.read(json, KnownDataset[].class, "datasets.json"));
  }

  /** All rows, in the file's order. */
  public List<KnownDataset> all() {
    return rows;
  }

  /** All names, in the file's order. */
  public List<String> names() {
    return rows.stream().map(KnownDataset::name).toList();
  }

  /**
   * The row of a data set.
   *
   * @throws ZooException naming the nearest known data set
   */
  public KnownDataset row(String name) {
    return rows.stream()
        .filter(row -> row.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ZooException(
                    "unknown data set %s; known data sets are %s%s"
                        .formatted(name, String.join(", ", names()), Nearest.hint(name, names()))));
  }

  /** The first of the roots whose folder {@code <root>/<name>} has all files of the data set. */
  public Optional<Path> find(String name, List<Path> roots) {
    KnownDataset row = row(name);
    return roots.stream()
        .map(root -> root.resolve(name))
        .filter(folder -> row.files().stream().allMatch(file -> in(folder, file).isPresent()))
        .findFirst();
  }

  /**
   * Opens a data set from {@code <root>/<name>/<file>.gz} (or without {@code .gz}).
   *
   * <p>Headers and labels are checked now; SHA-256 of a file of images when its split is first
   * read, before any pixel is given.
   *
   * @throws ZooException naming where it was looked for, or the file that is not the published one
   */
  public Dataset open(String name, List<Path> roots) {
    KnownDataset row = row(name);
    Path folder = find(name, roots).orElseThrow(() -> notHere(row, roots));
    Map<Split, IdxDataset.SplitFiles> splits = new EnumMap<>(Split.class);
    for (KnownDataset.SplitRow split : row.splits()) {
      IdxFile images = open(folder, split.images(), IdxFile.Kind.IMAGES, split.size());
      Optional<IdxFile> labels =
          split.labels().map(file -> open(folder, file, IdxFile.Kind.LABELS, split.size()));
      splits.put(split.split(), new IdxDataset.SplitFiles(images, labels));
    }
    return IdxDataset.of(name, splits, row.classes(), row.values());
  }

  private static IdxFile open(Path folder, KnownDataset.FileRow row, IdxFile.Kind kind, int size) {
    Path path = in(folder, row).orElseThrow();
    IdxFile file = IdxFile.open(path, kind, Optional.of(row.sha256()));
    if (file.count() != size) {
      throw new IdxFormatException(
          path,
          "it is not the published file: expected %d %s, got %d; delete it and get it again"
              .formatted(size, kind == IdxFile.Kind.IMAGES ? "images" : "labels", file.count()));
    }
    return file;
  }

  /** The compressed file first: it is the one that {@link #fetch} replaces. */
  private static Optional<Path> in(Path folder, KnownDataset.FileRow file) {
    Path packed = folder.resolve(file.name() + ".gz");
    Path plain = folder.resolve(file.name());
    return Files.isRegularFile(packed)
        ? Optional.of(packed)
        : Files.isRegularFile(plain) ? Optional.of(plain) : Optional.empty();
  }

  private static ZooException notHere(KnownDataset row, List<Path> roots) {
    String looked =
        roots.stream()
            .map(
                root -> {
                  Path folder = root.resolve(row.name());
                  String missing =
                      row.files().stream()
                          .filter(file -> in(folder, file).isEmpty())
                          .map(file -> file.name() + ".gz")
                          .collect(Collectors.joining(", "));
                  return Files.isDirectory(folder)
                      ? folder + " (lacks " + missing + ")"
                      : folder + " (no such folder)";
                })
            .collect(Collectors.joining(", "));
    return new ZooException(
        "%s was not found: looked in %s; run: zoo data fetch %s"
            .formatted(
                row.name(),
                looked.isEmpty() ? "no folder, because none was given" : looked,
                row.name()));
  }

  /**
   * Downloads the files of a data set that are not yet whole in {@code <storeRoot>/<name>}.
   *
   * @param listener receives the bytes that came so far, over all files
   * @return the data set's folder
   * @throws ZooException naming each mirror and why it failed; what was there is left as it was
   */
  public Path fetch(String name, Path storeRoot, LongConsumer listener) {
    KnownDataset row = row(name);
    Path folder = storeRoot.resolve(name);
    AtomicLong done = new AtomicLong();
    SafeFiles.sweep(folder);
    for (KnownDataset.FileRow file : row.files()) {
      if (in(folder, file).filter(there -> isPublished(there, file)).isPresent()) {
        continue;
      }
      if (row.mirrors().isEmpty()) {
        throw new ZooException(
            "%s cannot be downloaded, because nobody publishes it as IDX files; put %s (or .gz) into %s"
                .formatted(
                    name,
                    row.files().stream()
                        .map(KnownDataset.FileRow::name)
                        .collect(Collectors.joining(", ")),
                    folder));
      }
      AtomicLong received = new AtomicLong();
      List<URI> mirrors =
          row.mirrors().stream().map(mirror -> mirror.resolve(file.name() + ".gz")).toList();
      downloads.fetch(
          new Downloads.Request(
              mirrors,
              folder.resolve(file.name() + ".gz"),
              file.sha256(),
              Downloads.Digested.UNPACKED,
              file.bytes()),
          n -> {
            received.set(n);
            listener.accept(done.get() + n);
          });
      done.addAndGet(received.get());
    }
    return folder;
  }

  private static boolean isPublished(Path path, KnownDataset.FileRow file) {
    try (InputStream raw = Files.newInputStream(path);
        InputStream in = Gzip.is(path) ? new GZIPInputStream(raw) : raw) {
      return Sha256.of(in).equals(file.sha256());
    } catch (IOException e) {
      // Damaged or unreadable: download it again.
      return false;
    }
  }
}
