package io.github.aezoo.zoo;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.Wording;
import io.github.aezoo.eval.Examples;
import io.github.aezoo.eval.baseline.Baselines;
import io.github.aezoo.eval.codes.CodeScores;
import io.github.aezoo.eval.codes.Encoding;
import io.github.aezoo.eval.codes.NearSamples;
import io.github.aezoo.eval.codes.ScoredCodes;
import io.github.aezoo.io.SettingException;
import io.github.aezoo.model.Autoencoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures how well the codes of models separate classes, and finds nearest neighbours by codes.
 */
public final class Codes {
  private Codes() {}

  /**
   * How well codes tell classes apart.
   *
   * @param data its name
   * @param split that was scored
   * @param basis on which samples the numbers were measured, or why there are none
   * @param rows pixels, PCA and the models, by name; empty when the data has no classes
   * @param meanings of the keys of a row's values
   */
  public record Scores(
      String data,
      String split,
      String basis,
      Map<String, ScoredCodes.Scored> rows,
      Map<String, String> meanings) {}

  /**
   * The nearest of some samples.
   *
   * @param split of the samples
   * @param near where they were looked for
   * @param found by each model's codes, and by pixels, for each sample in turn
   */
  public record Nearest(Split split, NearSamples near, List<NearSamples.Found> found) {}

  /**
   * Scores the codes of models, which all take the data as it is.
   *
   * @param options whose progress counts models; the seed is the first model's unless it names one
   */
  public static Scores scores(List<Checkpoint> models, Dataset data, ZooOptions options) {
    Split split = options.splitOf(data);
    Baselines baselines = options.assessment().baselines();
    ScoredCodes codes = new ScoredCodes(data, split, baselines, options.seedOf(models.get(0)));
    int done = 0;
    for (Checkpoint checkpoint : models) {
      try (Autoencoder model = checkpoint.load()) {
        codes.add(checkpoint.card().id(), model);
      }
      options.progress().at(++done, models.size());
    }
    return new Scores(data.name(), split.id(), codes.basis(), codes.rows(), CodeScores.meanings());
  }

  /**
   * Looks for the nearest of some samples of the classes in turn.
   *
   * @param samples how many
   * @param count how many neighbours each
   */
  public static Nearest nearest(
      List<Checkpoint> models, Dataset data, ZooOptions options, int samples, int count) {
    return nearest(
        models, data, options, Examples.spread(data, options.splitOf(data), samples), count);
  }

  /**
   * Looks for the nearest of samples.
   *
   * @param queries indices in the split
   * @param count how many neighbours each
   * @throws SettingException when the split has no such sample
   */
  public static Nearest nearest(
      List<Checkpoint> models, Dataset data, ZooOptions options, int[] queries, int count) {
    Split split = options.splitOf(data);
    int size = data.size(split);
    for (int query : queries) {
      if (query < 0 || query >= size) {
        throw new SettingException(
            "queries",
            "%s 0 to %d of the %s split of %s expected; got %d"
                .formatted(
                    Wording.of(data.shape()).many(), size - 1, split.id(), data.name(), query));
      }
    }
    NearSamples near = new NearSamples(data, split, options.seedOf(models.get(0)));
    List<Autoencoder> open = new ArrayList<>();
    try {
      List<Encoding> encodings = new ArrayList<>();
      for (Checkpoint checkpoint : models) {
        Autoencoder model = checkpoint.load();
        open.add(model);
        encodings.add(Encoding.codes(checkpoint.card().id(), model));
      }
      encodings.add(Encoding.pixels(data.shape()));
      return new Nearest(split, near, near.of(encodings, queries, count));
    } finally {
      open.forEach(Autoencoder::close);
    }
  }
}
