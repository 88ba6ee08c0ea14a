package io.github.aezoo.train;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.SeedUse;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.Wording;
import io.github.aezoo.io.Json;
import io.github.aezoo.model.Families;
import java.util.Optional;

/** How a recipe and data that it was not written for come together. */
public final class RecipeData {
  /** One in so many training samples is held out where there are few. */
  private static final int SHARE = 10;

  private RecipeData() {}

  /** See {@link Recipe#asUsed}. */
  static Dataset used(Recipe recipe, Dataset all) {
    Dataset split =
        all.withValidation(validation(recipe, all), Seeds.derive(recipe.seed(), SeedUse.HELD_OUT));
    return recipe.images() == null
        ? split
        : split.withTraining(recipe.images(), Seeds.derive(recipe.seed(), SeedUse.FEWER));
  }

  /**
   * The recipe's number, or a tenth of the training samples when they are not more than it, or when
   * the usual number would be more than half of them.
   */
  private static int validation(Recipe recipe, Dataset all) {
    int there = all.size(Split.TRAIN);
    int wanted = recipe.validation();
    boolean tooMany = wanted >= there || (wanted == Recipe.VALIDATION && wanted > there / 2);
    return tooMany ? Math.max(1, there / SHARE) : wanted;
  }

  /** A line for a user when fewer samples are held out than the recipe says. */
  public static Optional<String> note(Recipe recipe, Dataset all) {
    int there = all.size(Split.TRAIN);
    int held = validation(recipe, all);
    if (all.size(Split.VALIDATION) > 0 || held == recipe.validation() || there <= 1) {
      return Optional.empty();
    }
    return Optional.of(
        "%,d of the %,d training %s are held out for validation, because there are too few for the recipe's %,d"
            .formatted(held, there, Wording.of(all.shape()).many(), recipe.validation()));
  }

  /** The shape that a recipe's own network takes; empty when its network fits the data. */
  public static Optional<Shape> shape(Recipe recipe) {
    return Optional.ofNullable(recipe.architecture())
        .map(
            own ->
                Json.convert(
                        own,
                        Families.byId(recipe.family()).architecture(),
                        "recipe " + recipe.name() + ", key 'architecture'")
                    .input());
  }
}
