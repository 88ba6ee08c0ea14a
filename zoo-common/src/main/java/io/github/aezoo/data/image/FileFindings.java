package io.github.aezoo.data.image;

import io.github.aezoo.data.ImageFit;
import io.github.aezoo.data.Shape;
import io.github.aezoo.io.ZooException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads the files of a folder, several at a time, and keeps what is wrong with which. */
final class FileFindings {
  /** How many files are named for each kind of damage. */
  static final int NAMED = 3;

  /** Files that are decoded before their pixels are handed on. */
  private static final int CHUNK = 64;

  private final Path folder;
  private final boolean strict;
  private final List<String> bad = new ArrayList<>();
  private final List<String> repaired = new ArrayList<>();
  private int seen;

  FileFindings(Path folder, boolean strict) {
    this.folder = folder;
    this.strict = strict;
  }

  boolean strict() {
    return strict;
  }

  /** The headers of the files that have one, in order. */
  Map<FolderScan.Found, ImageHeader> headers(List<FolderScan.Found> files) {
    Map<FolderScan.Found, ImageHeader> headers = new LinkedHashMap<>();
    seen += files.size();
    each(files, file -> ImageFile.header(file.path()), headers::put);
    return headers;
  }

  /** Hands on the pixels of the files that are whole, in order. */
  void decode(
      List<FolderScan.Found> files,
      Shape shape,
      ImageFit fit,
      BiConsumer<FolderScan.Found, byte[]> pixels) {
    each(
        files,
        file -> ImageFile.read(file.path(), shape, fit),
        (file, read) -> {
          if (!read.notes().isEmpty()) {
            repaired.add(named(file, String.join("; ", read.notes())));
          }
          pixels.accept(file, read.pixels());
        });
  }

  private <T> void each(
      List<FolderScan.Found> files,
      Function<FolderScan.Found, T> reading,
      BiConsumer<FolderScan.Found, T> done) {
    for (int from = 0; from < files.size(); from += CHUNK) {
      List<FolderScan.Found> some = files.subList(from, Math.min(files.size(), from + CHUNK));
      List<Object> results =
          IntStream.range(0, some.size())
              .parallel()
              .mapToObj(i -> attempt(some.get(i), reading))
              .toList();
      for (int i = 0; i < some.size(); i++) {
        if (results.get(i) instanceof ImageFile.Bad problem) {
          if (strict) {
            throw problem;
          }
          bad.add(named(some.get(i), problem.problem()));
        } else {
          // What is no failure is what the reading gives.
          @SuppressWarnings("unchecked")
          T result = (T) results.get(i);
          done.accept(some.get(i), result);
        }
      }
    }
  }

  private static Object attempt(FolderScan.Found file, Function<FolderScan.Found, ?> reading) {
    try {
      return reading.apply(file);
    } catch (ImageFile.Bad e) {
      return e;
    }
  }

  private String named(FolderScan.Found file, String what) {
    return "%s (%s)".formatted(FolderScan.key(folder, file.path()), what);
  }

  private static String some(List<String> names) {
    return names.stream().limit(NAMED).collect(Collectors.joining(", "))
        + (names.size() > NAMED ? " and %,d more".formatted(names.size() - NAMED) : "");
  }

  /** Which files are left out. */
  Optional<String> leftOut() {
    return bad.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%,d of %,d images cannot be read and are left out: %s"
                .formatted(bad.size(), seen, some(bad)));
  }

  /** Which files are read although something is wrong with them. */
  Optional<String> repaired() {
    return repaired.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%,d images are damaged, but were read: %s".formatted(repaired.size(), some(repaired)));
  }

  /** When nothing could be read. */
  ZooException none() {
    return new ZooException("no image in %s can be read: %s".formatted(folder, some(bad)));
  }
}
