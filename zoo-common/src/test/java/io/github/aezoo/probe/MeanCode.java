package io.github.aezoo.probe;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Measurement;
import java.util.Map;

/** The mean magnitude of a code's values: a measurement for tests. */
public final class MeanCode implements Measurement {
  /** The one key. */
  public static final String KEY = "meanCode";

  @Override
  public Map<String, String> meanings() {
    return Map.of(KEY, "mean magnitude of a code's values");
  }

  @Override
  public Map<String, Double> of(Autoencoder model, Dataset data, Split split, long seed) {
    return Map.of(
        KEY,
        model.encode(Batches.range(data, split, 0, data.size(split))).ameanNumber().doubleValue());
  }

  @Override
  public Map<String, Double> ofPixels(Dataset data, Split split, long seed) {
    return Map.of(KEY, Batches.range(data, split, 0, data.size(split)).ameanNumber().doubleValue());
  }
}
