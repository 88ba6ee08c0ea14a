package io.github.aezoo.report;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.eval.codes.NearSamples;
import io.github.aezoo.eval.codes.Neighbours.Neighbour;
import java.util.ArrayList;
import java.util.List;

/** Pictures of images and their nearest. */
public final class NearRows {
  private NearRows() {}

  /** Rows of images: the query, then its neighbours; classes are the captions. */
  public static List<PictureGrid.Row> of(
      Dataset data, Split split, NearSamples near, List<NearSamples.Found> found) {
    List<PictureGrid.Row> rows = new ArrayList<>();
    for (NearSamples.Found one : found) {
      List<float[]> images = new ArrayList<>();
      List<String> captions = new ArrayList<>();
      images.add(data.image(split, one.query()));
      captions.add(near.name(split, one.query()));
      for (Neighbour n : one.near()) {
        images.add(data.image(near.from(), n.index()));
        captions.add(near.name(near.from(), n.index()));
      }
      rows.add(
          new PictureGrid.Row(
              one.encoding(), images, data.classes().isEmpty() ? List.of() : captions));
    }
    return rows;
  }
}
