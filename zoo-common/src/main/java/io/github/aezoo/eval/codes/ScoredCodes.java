package io.github.aezoo.eval.codes;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.baseline.Baselines;
import io.github.aezoo.model.Autoencoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How well the codes of several models tell classes apart, beside pixels and PCA. */
public final class ScoredCodes {
  private final Optional<CodeScores> scores;
  private final String basis;
  private final Baselines baselines;
  private final Map<String, Scored> models = new LinkedHashMap<>();

  /**
   * An encoding's numbers.
   *
   * @param size how many numbers stand for a sample
   * @param values by the keys of {@link CodeScores#meanings}
   */
  public record Scored(int size, Map<String, Double> values) {}

  /**
   * For models on a split.
   *
   * @param baselines fit PCA
   * @param seed of all that is random
   */
  public ScoredCodes(Dataset data, Split split, Baselines baselines, long seed) {
    this.scores = CodeScores.on(data, split, seed);
    this.basis =
        scores
            .map(CodeScores::basis)
            .orElseGet(() -> CodeScores.missing(data, split).orElseThrow());
    this.baselines = baselines;
  }

  /** Scores a model's codes, when the data has classes. */
  public void add(String id, Autoencoder model) {
    scores.ifPresent(s -> models.put(id, scored(s, Encoding.codes(id, model))));
  }

  private static Scored scored(CodeScores scores, Encoding encoding) {
    return new Scored(encoding.size(), scores.of(encoding));
  }

  /** Whether the data has the classes that scores need. */
  public boolean possible() {
    return scores.isPresent();
  }

  /** Whether no model was scored. */
  public boolean isEmpty() {
    return models.isEmpty();
  }

  /** On which samples the numbers were measured, or why there are none. */
  public String basis() {
    return basis;
  }

  /**
   * Pixels, PCA of the models' code sizes, and the models that were scored; empty without classes.
   */
  public Map<String, Scored> rows() {
    Map<String, Scored> rows = new LinkedHashMap<>();
    scores.ifPresent(
        s ->
            s.beside(baselines, models.values().stream().map(Scored::size).toList())
                .forEach((name, encoding) -> rows.put(name, scored(s, encoding))));
    rows.putAll(models);
    return rows;
  }
}
