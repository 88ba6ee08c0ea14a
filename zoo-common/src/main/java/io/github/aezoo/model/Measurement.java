package io.github.aezoo.model;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import java.util.Map;

/**
 * Metrics that a family reports besides reconstruction errors. Cards hold them beside those of an
 * unpenalised twin, and {@code zoo verify} recomputes them.
 */
public interface Measurement {
  /** The row of {@link #ofPixels}. */
  String PIXELS = "pixels";

  /** Every number's key, with its unit and convention in one line, in the order of reports. */
  Map<String, String> meanings();

  /**
   * Measures a model on a split; the same arguments give the same numbers.
   *
   * @param seed decides what is random in the measurement
   * @return a value for every key of {@link #meanings}, or fewer where the data has no answer (a
   *     probe without labels)
   */
  Map<String, Double> of(Autoencoder model, Dataset data, Split split, long seed);

  /**
   * The same with an image's pixels in place of a code; empty where that means nothing.
   *
   * @param seed as for {@link #of}
   */
  default Map<String, Double> ofPixels(Dataset data, Split split, long seed) {
    return Map.of();
  }

  /**
   * What the numbers are compared with, by the name of a row: that of {@link #ofPixels} unless a
   * measurement has others. It is measured once for all models of the same data: a measurement has
   * no settings, two objects of a class give the same numbers.
   *
   * @param seed as for {@link #of}
   */
  default Map<String, Map<String, Double>> beside(Dataset data, Split split, long seed) {
    return Map.of(PIXELS, ofPixels(data, split, seed));
  }

  /** What each row of {@link #beside} is, in a few words. */
  default Map<String, String> rows() {
    return Map.of(PIXELS, "the images themselves in place of codes");
  }
}
