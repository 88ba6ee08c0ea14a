package io.github.aezoo.zoo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.io.Json;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.Schedule;
import io.github.aezoo.train.StartFrom;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes recipes that fine-tune a trained model on other data; {@link Zoo#fineTune} runs one. */
public final class FineTuning {
  private static final int EPOCHS = 20;
  private static final int PATIENCE = 5;

  /** A few hundred images should still make dozens of steps. */
  private static final int BATCH = 32;

  /** Of the training images one in so many chooses the epoch. */
  private static final int HELD_OUT = 10;

  private static final int MOST_HELD_OUT = 5000;

  /** Of fewer images one in so many: many would be a help that who has few images has not. */
  private static final int HELD_OUT_OF_FEWER = 5;

  private static final double FLOOR = 0.01;

  private FineTuning() {}

  /** A recipe that starts from a shipped model or a checkpoint folder; see the other method. */
  public static Recipe recipe(String model, String word, Dataset data) {
    return recipe(model, Zoo.checkpoint(model), word, data);
  }

  /**
   * The source's recipe for other data: its network at the data's shape, its loss, its optimiser at
   * the same peak rate; 20 epochs at most, 5 without a better one end the run; a twin from scratch
   * beside it.
   *
   * @param model what the source is called: an id, or a folder
   * @param word what the data is called in a recipe
   * @throws io.github.aezoo.io.ZooException when the network cannot take the shape
   */
  public static Recipe recipe(String model, Checkpoint source, String word, Dataset data) {
    ModelCard card = source.card();
    ObjectNode architecture = card.architecture().deepCopy();
    architecture.set("input", Json.tree(data.shape()));
    String id = card.id();
    int train = data.size(Split.TRAIN);
    return card.recipe().toBuilder()
        .name(name(id, data.name()))
        .architecture(architecture)
        .data(word)
        .epochs(EPOCHS)
        .patience(PATIENCE)
        .batchSize(Math.min(BATCH, card.recipe().batchSize()))
        .penaltyWarmup(0)
        .schedule(new Schedule.Cosine(0, FLOOR))
        .validation(Math.max(1, Math.min(MOST_HELD_OUT, train / HELD_OUT)))
        .allImages()
        .startFrom(new StartFrom(model, card.weights().sha256(), StartFrom.Part.NONE, 1.0))
        .twin(true)
        .withoutExpected()
        .build();
  }

  /**
   * The recipe of {@link #recipe}, changed. Of fewer images than all a fifth chooses the epoch,
   * when nothing else is said.
   */
  static Recipe changed(
      String model, Dataset data, UnaryOperator<Recipe> changes, ZooOptions options) {
    Recipe usual = recipe(model, options.catalogue().model(model), data.name(), data);
    Recipe changed = changes.apply(usual);
    return changed.images() == null || !changed.validation().equals(usual.validation())
        ? changed
        : ofFewer(changed, changed.images());
  }

  /** A recipe of {@link #recipe} for so many of the images, of which a fifth chooses the epoch. */
  public static Recipe ofFewer(Recipe recipe, int images) {
    return recipe.toBuilder()
        .images(images)
        .validation(Math.max(1, Math.min(recipe.validation(), images / HELD_OUT_OF_FEWER)))
        .build();
  }

  /** {@code conv-base.fashion-mnist-from-mnist} for a model {@code conv-base.mnist.v1}. */
  private static String name(String id, String data) {
    int dot = id.indexOf('.');
    String structure = dot < 0 ? id : id.substring(0, dot);
    String training = id.substring(dot + 1).replaceFirst("\\.v[0-9]+$", "");
    return "%s.%s-from-%s".formatted(structure, SafeFiles.word(data), training);
  }

  /**
   * The model that a recipe starts from, with what it was trained on when that is here; empty when
   * it starts from none.
   */
  public static Optional<Origin> origin(Recipe recipe, ZooOptions options) {
    ModelData known = new ModelData(options.dataRoots(), options.strict());
    return Optional.ofNullable(recipe.startFrom())
        .map(from -> options.catalogue().model(from.model()))
        .map(
            source ->
                new Origin(
                    source, known.found(source.card().recipe().data(), source.card().input())));
  }

  /**
   * The model that a run starts from, and what it was trained on.
   *
   * @param checkpoint the model
   * @param data what it was trained on; empty when it is not here
   */
  public record Origin(Checkpoint checkpoint, Optional<Dataset> data) {
    /** What may be forgotten of it by learning something else of the same shape and scaling. */
    public Optional<Dataset> forgettable(Dataset learned) {
      return data.filter(
          known ->
              known.shape().equals(learned.shape())
                  && !known.name().equals(learned.name())
                  && known.equalContrast() == learned.equalContrast());
    }
  }
}
