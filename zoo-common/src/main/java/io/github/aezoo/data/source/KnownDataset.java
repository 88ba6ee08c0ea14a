package io.github.aezoo.data.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.image.IdxDataset;
import io.github.aezoo.data.image.IdxFile;
import io.github.aezoo.io.ZooException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A public data set as a row of {@code datasets.json}: what it is, which files it has and where
 * they can be had.
 *
 * @param name one word, for example {@code fashion-mnist}
 * @param title what a person calls it
 * @param licence an SPDX identifier
 * @param homepage where it is described
 * @param values what the bytes of the files mean
 * @param classes the names of the labels, from 0; empty without labels
 * @param mirrors folders with {@code <file name>.gz} in them; empty when nobody publishes it in
 *     this format
 */
public record KnownDataset(
    String name,
    String title,
    Format format,
    String licence,
    URI homepage,
    Shape shape,
    IdxDataset.Values values,
    List<String> classes,
    List<URI> mirrors,
    List<SplitRow> splits) {

  /** The formats that known data sets come in. */
  public enum Format {
    /** See {@link IdxFile}. */
    IDX
  }

  /**
   * A file of a data set.
   *
   * @param name without {@code .gz}
   * @param bytes size when unpacked
   * @param sha256 of the unpacked bytes
   */
  public record FileRow(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) long bytes,
      @JsonProperty(required = true) String sha256) {
    /** Checks that the digest is one. */
    public FileRow {
      if (!sha256.matches("[0-9a-f]{64}")) {
        throw new ZooException("a SHA-256 has 64 lower-case hexadecimal digits; got " + sha256);
      }
    }
  }

  /**
   * A split of a data set.
   *
   * @param size how many images it has
   * @param labels a file of one label for each image, where there is one
   */
  public record SplitRow(Split split, int size, FileRow images, Optional<FileRow> labels) {
    /** Reads a row; {@code labels} may be missing. */
    @JsonCreator
    static SplitRow of(
        @JsonProperty(value = "split", required = true) Split split,
        @JsonProperty(value = "size", required = true) int size,
        @JsonProperty(value = "images", required = true) FileRow images,
        @JsonProperty("labels") FileRow labels) {
      return new SplitRow(split, size, images, Optional.ofNullable(labels));
    }
  }

  /** Copies the lists. */
  public KnownDataset {
    classes = List.copyOf(classes);
    mirrors = List.copyOf(mirrors);
    splits = List.copyOf(splits);
  }

  /** Reads a row. */
  @JsonCreator
  static KnownDataset of(
      @JsonProperty(value = "name", required = true) String name,
      @JsonProperty(value = "title", required = true) String title,
      @JsonProperty(value = "format", required = true) Format format,
      @JsonProperty(value = "licence", required = true) String licence,
      @JsonProperty(value = "homepage", required = true) URI homepage,
      @JsonProperty(value = "shape", required = true) int[] shape,
      @JsonProperty(value = "values", required = true) IdxDataset.Values values,
      @JsonProperty(value = "classes", required = true) List<String> classes,
      @JsonProperty(value = "mirrors", required = true) List<URI> mirrors,
      @JsonProperty(value = "splits", required = true) List<SplitRow> splits) {
    return new KnownDataset(
        name,
        title,
        format,
        licence,
        homepage,
        Shape.image(shape[0], shape[1], shape[2]),
        values,
        classes,
        mirrors,
        splits);
  }

  /** All files, split by split. */
  public List<FileRow> files() {
    return splits.stream()
        .flatMap(split -> Stream.concat(Stream.of(split.images()), split.labels().stream()))
        .toList();
  }
}
