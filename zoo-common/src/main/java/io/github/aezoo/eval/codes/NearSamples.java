package io.github.aezoo.eval.codes;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.Wording;
import io.github.aezoo.eval.codes.Neighbours.Neighbour;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The samples nearest to some others: training samples, or samples of the same split when there are
 * no others.
 */
public final class NearSamples {
  private final Dataset data;
  private final Split split;
  private final Split from;
  private final boolean own;
  private final int[] gallery;

  /**
   * What is near to a sample.
   *
   * @param query its index in its split
   * @param encoding what distances were measured in
   * @param near indices in the split {@link #from()}, the nearest first
   */
  public record Found(int query, String encoding, List<Neighbour> near) {}

  /** Neighbours of samples of a split; the seed decides among which of many they are looked for. */
  public NearSamples(Dataset data, Split split, long seed) {
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

  /** Among how many samples they are looked for, in words. */
  public String among() {
    return String.format(
        Locale.ROOT,
        "%,d of the %,d %s of the %s split%s",
        gallery.length,
        data.size(from),
        Wording.of(data.shape()).many(),
        from.id(),
        own ? ", without the sample itself" : "");
  }

  /** The nearest samples of each query, by each encoding in turn. */
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

  /** The class of a sample; empty when it has none. */
  public String name(Split of, int index) {
    return data.className(of, index).orElse("");
  }

  /** An image's file or index, or a row's line, with its class. */
  public String placed(Split of, int index) {
    String name = name(of, index);
    String place =
        data.source(of, index)
            .orElseGet(() -> (data.shape().isRow() ? "" : "#") + data.place(of, index));
    return name.isEmpty() ? place : "%s (%s)".formatted(place, name);
  }
}
