package io.github.aezoo.eval.codes;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Measurement;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How sparse the codes of a split are: activity, shares of active and of near-zero values, units
 * that do nothing, and Hoyer's measure, which does not depend on the scale of a code.
 */
public final class CodeSparsity implements Measurement {
  /** A magnitude above this is active; a range up to this is none. */
  public static final double ACTIVE = 0.01;

  /** A magnitude below this is near zero. */
  public static final double NEAR_ZERO = 0.05;

  /** The mean magnitude. */
  public static final String MEAN_ACTIVITY = "meanActivity";

  /** The share of active values. */
  public static final String ACTIVE_SHARE = "activeShare";

  /** The share of values near zero. */
  public static final String NEAR_ZERO_SHARE = "nearZeroShare";

  /** The share of units that do nothing. */
  public static final String DEAD_UNITS = "deadUnits";

  /** Hoyer's sparsity. */
  public static final String HOYER = "hoyer";

  private static final int BATCH = 512;

  @Override
  public Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put(MEAN_ACTIVITY, "mean magnitude |c| of a code value");
    meanings.put(ACTIVE_SHARE, "share of code values with |c| > " + ACTIVE);
    meanings.put(NEAR_ZERO_SHARE, "share of code values with |c| < " + NEAR_ZERO);
    meanings.put(
        DEAD_UNITS,
        ("share of units that are never active on the split (|c| <= %1$s), or whose value varies by"
                + " at most %1$s")
            .formatted(ACTIVE));
    meanings.put(
        HOYER,
        "Hoyer's sparsity (sqrt(n) - |c|_1 / |c|_2) / (sqrt(n) - 1), mean over images: 0 for equal"
            + " magnitudes, 1 for a single active unit; a code of zeros counts as 1 (Hoyer 2004,"
            + " https://www.jmlr.org/papers/v5/hoyer04a.html)");
    return Collections.unmodifiableMap(meanings);
  }

  @Override
  public Map<String, Double> of(Autoencoder model, Dataset data, Split split, long seed) {
    Sums sums = new Sums(model.architecture().latentSize());
    int n = data.size(split);
    for (int from = 0; from < n; from += BATCH) {
      int size = Math.min(BATCH, n - from);
      float[] codes = model.encode(Batches.values(data, split, from, size));
      for (int i = 0; i < size; i++) {
        sums.add(codes, i * sums.units);
      }
    }
    return sums.numbers();
  }

  @Override
  public Map<String, Double> ofPixels(Dataset data, Split split, long seed) {
    Sums sums = new Sums(data.shape().size());
    for (int i = 0; i < data.size(split); i++) {
      sums.add(data.image(split, i), 0);
    }
    return sums.numbers();
  }

  /** Hoyer's sparsity of one code; 1 for zeros alone and for a single value. */
  static double hoyer(double norm1, double norm2, int n) {
    if (norm2 == 0 || n == 1) {
      return 1;
    }
    double root = Math.sqrt(n);
    return (root - norm1 / norm2) / (root - 1);
  }

  /** Running sums, so that memory does not grow with the split. */
  private static final class Sums {
    private final int units;
    private final float[] least;
    private final float[] most;
    private long images;
    private long active;
    private long nearZero;
    private double activity;
    private double hoyer;

    Sums(int units) {
      this.units = units;
      least = new float[units];
      most = new float[units];
      Arrays.fill(least, Float.POSITIVE_INFINITY);
      Arrays.fill(most, Float.NEGATIVE_INFINITY);
    }

    void add(float[] codes, int offset) {
      double norm1 = 0;
      double squares = 0;
      for (int j = 0; j < units; j++) {
        float c = codes[offset + j];
        double magnitude = Math.abs(c);
        norm1 += magnitude;
        squares += magnitude * magnitude;
        active += magnitude > ACTIVE ? 1 : 0;
        nearZero += magnitude < NEAR_ZERO ? 1 : 0;
        least[j] = Math.min(least[j], c);
        most[j] = Math.max(most[j], c);
      }
      activity += norm1;
      hoyer += hoyer(norm1, Math.sqrt(squares), units);
      images++;
    }

    Map<String, Double> numbers() {
      if (images == 0) {
        return Map.of();
      }
      int dead = 0;
      for (int j = 0; j < units; j++) {
        boolean silent = Math.max(Math.abs(least[j]), Math.abs(most[j])) <= ACTIVE;
        // A unit that is always on says as little about an image as one that is always off.
        boolean constant = most[j] - least[j] <= ACTIVE;
        dead += silent || constant ? 1 : 0;
      }
      double values = (double) images * units;
      Map<String, Double> numbers = new LinkedHashMap<>();
      numbers.put(MEAN_ACTIVITY, activity / values);
      numbers.put(ACTIVE_SHARE, active / values);
      numbers.put(NEAR_ZERO_SHARE, nearZero / values);
      numbers.put(DEAD_UNITS, (double) dead / units);
      numbers.put(HOYER, hoyer / images);
      return numbers;
    }
  }
}
