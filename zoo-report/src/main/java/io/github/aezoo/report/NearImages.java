package io.github.aezoo.report;

import io.github.aezoo.data.image.PictureGrid;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.Wording;
import io.github.aezoo.eval.codes.CodeScores;
import io.github.aezoo.eval.codes.Encoding;
import io.github.aezoo.eval.codes.Neighbours;
import io.github.aezoo.eval.codes.Neighbours.Neighbour;
import java.util.ArrayList;
import java.util.List;

/**
 * The images nearest to some others: training images, or images of the same split when there are no
 * others.
 */
public final class NearImages {
  private final Dataset data;
  private final Split split;
  private final Split from;
  private final boolean own;
  private final int[] gallery;

  /**
   * What is near to an image.
   *
   * @param query its index in its split
   * @param encoding what distances were measured in
   * @param near indices in the split {@link #from()}, the nearest first
   */
  public record Found(int query, String encoding, List<Neighbour> near) {}

  /** Neighbours of images of a split; the seed decides among which of many they are looked for. */
  public NearImages(Dataset data, Split split, long seed) {
    this.data = data;
    this.split = split;
    this.from = data.size(Split.TRAIN) > 0 ? Split.TRAIN : split;
    this.own = from == split || CodeScores.training(data, split);
    this.gallery = CodeScores.fitted(data, from, seed);
  }

  /** The split that neighbours are of. */
  public Split from() {
    return from;
  }

  /** Among how many images they are looked for, in words. */
  public String among() {
    return "%s of its %s %s of the %s split%s"
        .formatted(
            Numbers.grouped(gallery.length),
            Numbers.grouped(data.size(from)),
            Wording.of(data.shape()).many(),
            from.id(),
            own ? ", itself left out" : "");
  }

  /** The nearest images of each query, by each encoding in turn. */
  public List<Found> of(List<Encoding> encodings, int[] queries, int count) {
    List<List<List<Neighbour>>> near = new ArrayList<>();
    for (Encoding encoding : encodings) {
      near.add(
          new Neighbours(encoding.rows(data, from, gallery))
              .of(encoding.rows(data, split, queries), count + 1));
    }
    List<Found> found = new ArrayList<>();
    for (int q = 0; q < queries.length; q++) {
      int query = queries[q];
      for (int e = 0; e < encodings.size(); e++) {
        List<Neighbour> others =
            near.get(e).get(q).stream()
                .map(n -> new Neighbour(gallery[n.index()], n.distance()))
                .filter(n -> !own || n.index() != query)
                .limit(count)
                .toList();
        found.add(new Found(query, encodings.get(e).name(), others));
      }
    }
    return found;
  }

  /** Rows of images: the query, then its neighbours; classes are the captions. */
  public List<PictureGrid.Row> rows(List<Found> found) {
    List<PictureGrid.Row> rows = new ArrayList<>();
    for (Found one : found) {
      List<float[]> images = new ArrayList<>();
      List<String> captions = new ArrayList<>();
      images.add(data.image(split, one.query));
      captions.add(name(split, one.query));
      for (Neighbour n : one.near) {
        images.add(data.image(from, n.index()));
        captions.add(name(from, n.index()));
      }
      rows.add(
          new PictureGrid.Row(
              one.encoding, images, data.classes().isEmpty() ? List.of() : captions));
    }
    return rows;
  }

  /** The class of an image; empty when it has none. */
  String name(Split of, int index) {
    return data.className(of, index).orElse("");
  }

  /** An image's index, or a row's line, with its class. */
  public String placed(Split of, int index) {
    String name = name(of, index);
    String place = (data.preparation().isPresent() ? "" : "#") + data.place(of, index);
    return name.isEmpty() ? place : "%s (%s)".formatted(place, name);
  }
}
