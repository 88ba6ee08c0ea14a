package io.github.aezoo.report;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.detect.Ranking;
import io.github.aezoo.eval.Reconstructions;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A picture of the images with the highest scores, their reconstructions and absolute errors. */
public final class HighestScores {
  private static final int SHOWN = 8;

  private HighestScores() {}

  /**
   * Checks that there is something to draw.
   *
   * @throws ZooException when the samples are no images
   */
  public static void requireImages(Dataset data) {
    if (data.shape().isRow()) {
      throw new ZooException("images expected; %s is a table".formatted(data.name()));
    }
  }

  /**
   * Writes the picture, a PNG.
   *
   * @param scores of all images of the split, in its order
   * @throws ZooException when the samples are no images, or the file cannot be written
   */
  public static void save(
      Path file, Autoencoder model, Dataset data, Split split, double... scores) {
    requireImages(data);
    int[] highest = Ranking.highest(scores, SHOWN);
    Reconstructions samples = Reconstructions.of(model, data, split, highest, "none", 0);
    List<float[]> errors = new ArrayList<>();
    for (int i = 0; i < highest.length; i++) {
      float[] error = samples.clean().get(i).clone();
      float[] output = samples.reconstructed().get(i);
      for (int p = 0; p < error.length; p++) {
        error[p] = Math.min(1, Math.abs(error[p] - output[p]));
      }
      errors.add(error);
    }
    List<String> captions =
        Arrays.stream(highest).mapToObj(i -> Numbers.metric(scores[i])).toList();
    PictureGrid.save(
        file,
        List.of(
            new PictureGrid.Row("original", samples.clean()),
            new PictureGrid.Row("reconstruction", samples.reconstructed()),
            new PictureGrid.Row("error", errors, captions)),
        data.shape());
  }
}
