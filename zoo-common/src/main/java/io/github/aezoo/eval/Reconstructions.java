package io.github.aezoo.eval;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.corruption.Corruption;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.model.Autoencoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Some samples of a split: the original, the corrupted input and the reconstruction of each.
 *
 * @param shape {@code [C, H, W]}
 * @param indices in the split
 * @param clean the originals, in the data's order of values
 * @param damaged the corrupted inputs; empty when the inputs are the originals
 * @param reconstructed the model's outputs
 */
public record Reconstructions(
    Shape shape,
    int[] indices,
    List<float[]> clean,
    List<float[]> damaged,
    List<float[]> reconstructed) {

  /** Images of the classes in turn; evenly spaced ones when there are no classes. */
  public static Reconstructions spread(
      Autoencoder model, Dataset data, Split split, int count, String spec, long seed) {
    return of(model, data, split, Examples.spread(data, split, count), spec, seed);
  }

  /** The images of some indices. */
  public static Reconstructions of(
      Autoencoder model, Dataset data, Split split, int[] indices, String spec, long seed) {
    return inTurn(model, data, split, indices, List.of(spec), seed);
  }

  /** The corruptions in turn, one an image. */
  public static Reconstructions inTurn(
      Autoencoder model, Dataset data, Split split, int[] indices, List<String> specs, long seed) {
    List<Corruption> corruptions = specs.stream().map(Corruptions::parse).toList();
    boolean harmless = corruptions.stream().allMatch(c -> c.spec().equals(Corruptions.NONE));
    Shape shape = data.shape();
    List<float[]> clean = new ArrayList<>();
    List<float[]> damaged = new ArrayList<>();
    float[] input = new float[indices.length * shape.size()];
    for (int i = 0; i < indices.length; i++) {
      float[] image = data.image(split, indices[i]);
      clean.add(image);
      if (!harmless) {
        image =
            corruptions
                .get(i % corruptions.size())
                .apply(image, shape, Seeds.derive(seed, indices[i]));
        damaged.add(image);
      }
      System.arraycopy(image, 0, input, i * shape.size(), shape.size());
    }
    float[] values = model.reconstruct(input);
    List<float[]> reconstructed = new ArrayList<>();
    for (int i = 0; i < indices.length; i++) {
      reconstructed.add(Arrays.copyOfRange(values, i * shape.size(), (i + 1) * shape.size()));
    }
    return new Reconstructions(shape, indices, clean, damaged, reconstructed);
  }

  /** Rows for a grid: originals above reconstructions; with damage, dB below what was repaired. */
  public List<PictureGrid.Row> rows() {
    if (damaged.isEmpty()) {
      return List.of(
          new PictureGrid.Row("original", clean),
          new PictureGrid.Row("reconstruction", reconstructed));
    }
    return List.of(
        new PictureGrid.Row("clean", clean),
        new PictureGrid.Row("corrupted", damaged, decibels(damaged)),
        new PictureGrid.Row("restored", reconstructed, decibels(reconstructed)));
  }

  /** Each image's peak signal-to-noise ratio against the clean one, as captions. */
  public List<String> decibels(List<float[]> images) {
    return psnrDb(images).mapToObj(db -> String.format(Locale.ROOT, "%.1f dB", db)).toList();
  }

  /** The mean peak signal-to-noise ratio of images against the clean ones. */
  public double meanPsnrDb(List<float[]> images) {
    return psnrDb(images).average().orElse(Double.NaN);
  }

  private DoubleStream psnrDb(List<float[]> images) {
    return IntStream.range(0, images.size())
        .mapToDouble(i -> Metrics.PSNR_DB.of(clean.get(i), images.get(i), 0, shape));
  }
}
