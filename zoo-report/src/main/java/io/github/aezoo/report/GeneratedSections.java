package io.github.aezoo.report;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.eval.Examples;
import io.github.aezoo.eval.codes.Latents;
import io.github.aezoo.eval.codes.Walk;
import io.github.aezoo.model.Autoencoder;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Images that a model makes rather than repeats: draws, walks, a grid over a plane of codes. */
final class GeneratedSections {
  /** As many as a report shows beside each other: a wider plane would be torn. */
  private static final int COLUMNS = 10;

  private static final int ROWS = 4;

  private GeneratedSections() {}

  /** What a report shows of a model that generates; nothing of others. */
  static List<Section> of(String id, Autoencoder model, Dataset data, Split split, long seed) {
    if (!model.architecture().generates()) {
      return List.of();
    }
    List<Section> sections = new ArrayList<>();
    int size = model.architecture().latentSize();
    sections.add(
        new Section.ImageGrid(
            id + ": samples",
            "New images, decoded from codes that were drawn from N(0, I).",
            data.shape(),
            PictureGrid.rows(model.decode(Latents.prior(ROWS * COLUMNS, size, seed)), COLUMNS)));
    if (size == 2) {
      sections.add(
          new Section.ImageGrid(
              id + ": the plane of codes",
              "Images decoded from a grid of codes. All cells are equally likely under N(0, I).",
              data.shape(),
              PictureGrid.rows(model.decode(Latents.grid(COLUMNS)), COLUMNS)));
    }
    int[] indices = Examples.spread(data, split, 2 * ROWS);
    if (indices.length >= 2) {
      INDArray ends = model.encode(Batches.gather(data, split, indices, 0, indices.length / 2 * 2));
      sections.add(
          new Section.ImageGrid(
              id + ": from image to image",
              "Each row interpolates along the great arc from the code of one image to the code of another.",
              data.shape(),
              walks(Walk.SPHERICAL.decoded(model, ends, COLUMNS))));
    }
    return sections;
  }

  private static List<PictureGrid.Row> walks(List<INDArray> walks) {
    return walks.stream().flatMap(walk -> PictureGrid.rows(walk, COLUMNS).stream()).toList();
  }
}
