package io.github.aezoo.zoo;

import io.github.aezoo.io.Tensor;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Architecture;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.StartFrom;
import io.github.aezoo.train.Transfer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The models that a model is compared with, by the name of their column: its twin without penalty,
 * or the model before fine-tuning and from scratch.
 */
public final class Companions implements AutoCloseable {
  /** The same network trained without its family's penalty. */
  public static final String TWIN = "twin";

  /** The same network trained from scratch in the same way, beside a fine-tuned one. */
  public static final String FROM_SCRATCH = "fromScratch";

  /** The network as the fine-tuning began: weights that did not fit are as before training. */
  public static final String BEFORE = "before";

  /** What each column is, for reports; in their order. */
  public static final Map<String, String> MEANINGS = meanings();

  private final Map<String, Autoencoder> models = new LinkedHashMap<>();

  private Companions() {}

  private static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put(TWIN, "the same network trained without its family's penalty");
    meanings.put(BEFORE, "the network before fine-tuning");
    meanings.put(FROM_SCRATCH, "the same network trained in the same way, from scratch");
    return Collections.unmodifiableMap(meanings);
  }

  /** None. */
  public static Companions none() {
    return new Companions();
  }

  /**
   * Those of a checkpoint.
   *
   * @param models finds the model that it was fine-tuned from; without it that one is left out
   * @throws ZooException when the model that is found is another
   */
  public static Companions of(
      Checkpoint checkpoint, Function<String, Optional<Checkpoint>> models) {
    ModelCard card = checkpoint.card();
    Optional<Checkpoint> source =
        Optional.ofNullable(card.recipe().startFrom()).flatMap(from -> models.apply(from.model()));
    return of(card.recipe(), card.rebuild(), checkpoint.twin(), source);
  }

  static Companions of(
      Recipe recipe,
      Architecture architecture,
      Optional<Checkpoint> twin,
      Optional<Checkpoint> source) {
    Companions companions = new Companions();
    source.ifPresent(
        from -> {
          Autoencoder before =
              Autoencoder.create(BEFORE, architecture, Learning.NONE, recipe.seed());
          companions.models.put(BEFORE, before);
          Transfer.into(before, weights(from, recipe.startFrom()));
        });
    twin.ifPresent(
        t -> companions.models.put(recipe.startFrom() == null ? TWIN : FROM_SCRATCH, t.load()));
    return companions;
  }

  /**
   * The weights that a run starts from.
   *
   * @throws ZooException when the model has others than the recipe says
   */
  public static Map<String, Tensor> weights(Checkpoint source, StartFrom from) {
    String sha256 = source.card().weights().sha256();
    if (from.sha256() != null && !from.sha256().equals(sha256)) {
      throw new ZooException(
          "%s has weights of SHA-256 %s; the run starts from %s: fetch the model that it names"
              .formatted(from.model(), sha256, from.sha256()));
    }
    try (Autoencoder model = source.load()) {
      return model.weights();
    }
  }

  /** The twin, whichever of its two names the column has. */
  Optional<Autoencoder> twin() {
    return Optional.ofNullable(models.getOrDefault(TWIN, models.get(FROM_SCRATCH)));
  }

  /** By the name of their column, in the order of reports. */
  Map<String, Autoencoder> models() {
    return models;
  }

  @Override
  public void close() {
    models.values().forEach(Autoencoder::close);
  }
}
