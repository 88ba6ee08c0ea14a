package io.github.aezoo.report;

import io.github.aezoo.data.image.PictureGrid;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.codes.Latents;
import io.github.aezoo.model.Autoencoder;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Images that a model makes rather than repeats: draws, walks, a grid over a plane of codes. */
public final class Generated {
  /** As many as a report shows beside each other: a wider plane would be torn. */
  private static final int COLUMNS = 10;

  private static final int ROWS = 4;

  private Generated() {}

  /** A code for each row, the ends of walks one after the other, to rows of images. */
  public static List<PictureGrid.Row> walks(
      Autoencoder model, INDArray ends, Walk path, int steps) {
    List<PictureGrid.Row> rows = new ArrayList<>();
    for (int walk = 0; walk < ends.size(0) / 2; walk++) {
      float[] from = code(ends, 2 * walk);
      float[] to = code(ends, 2 * walk + 1);
      List<float[]> codes = path.of(from, to, steps);
      rows.addAll(
          PictureGrid.rows(
              model.decode(Nd4j.createFromArray(codes.toArray(float[][]::new))), steps));
    }
    return rows;
  }

  /** The shape of a walk from code to code. */
  public enum Walk {
    /** The great arc. */
    SPHERICAL {
      @Override
      List<float[]> of(float[] from, float[] to, int steps) {
        return Latents.arc(from, to, steps);
      }
    },
    /** The straight line. */
    LINEAR {
      @Override
      List<float[]> of(float[] from, float[] to, int steps) {
        return Latents.line(from, to, steps);
      }
    };

    abstract List<float[]> of(float[] from, float[] to, int steps);
  }

  private static float[] code(INDArray codes, int row) {
    return codes.getRow(row).dup('c').data().asFloat();
  }

  /** What a report shows of a model that generates; nothing of others. */
  static List<Section> sections(
      String id, Autoencoder model, Dataset data, Split split, long seed) {
    if (!model.architecture().generates()) {
      return List.of();
    }
    List<Section> sections = new ArrayList<>();
    int size = model.architecture().latentSize();
    sections.add(
        new Section.ImageGrid(
            id + ": samples",
            "New images: codes drawn from N(0, I) and decoded.",
            data.shape(),
            PictureGrid.rows(model.decode(Latents.prior(ROWS * COLUMNS, size, seed)), COLUMNS)));
    if (size == 2) {
      sections.add(
          new Section.ImageGrid(
              id + ": the plane of codes",
              "Codes on a grid, each cell as likely as any other under N(0, I).",
              data.shape(),
              PictureGrid.rows(model.decode(Latents.grid(COLUMNS)), COLUMNS)));
    }
    int[] indices = Samples.spread(data, split, 2 * ROWS);
    if (indices.length >= 2) {
      INDArray ends = model.encode(Batches.gather(data, split, indices, 0, indices.length / 2 * 2));
      sections.add(
          new Section.ImageGrid(
              id + ": from image to image",
              "Each row leads on the great arc from the code of one image to that of another.",
              data.shape(),
              walks(model, ends, Walk.SPHERICAL, COLUMNS)));
    }
    return sections;
  }
}
