package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.option.RunFolder;
import io.github.aezoo.cli.run.RunToFolder;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.source.DataNotNamed;
import io.github.aezoo.data.source.Datasets;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.zoo.TrainingRun;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a recipe into a folder; Ctrl-C saves and stops. */
@CommandLine.Command(
    name = "train",
    description = "Trains a model from a recipe. Ctrl-C saves, --resume continues exactly there.",
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo train undercomplete-small.mnist --out runs/my-small",
      "  zoo train my-recipe.json --data pictures --epochs 5 --out runs/mine"
    })
public final class TrainCommand extends Command {
  @Parameters(
      paramLabel = "RECIPE",
      description = "A shipped recipe, see 'zoo recipes', or a JSON file.")
  private String name;

  @Mixin private RunFolder folder;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "Training data (default: the recipe's).")
  private String data;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Number of epochs (default: the recipe's).")
  private Integer epochs;

  @Option(
      names = "--validation",
      paramLabel = "N",
      description = "Number of training images held out for validation (default: the recipe's).")
  private Integer validation;

  @Override
  public Integer call() {
    TrainingRun.Start start = folder.start(this);
    requireRange("--epochs", epochs, 1, Recipe.MAX_EPOCHS);
    requireRange("--validation", validation, 1, Integer.MAX_VALUE);
    Recipe recipe = recipe();
    Dataset images;
    try {
      images = options().data(recipe);
    } catch (DataNotNamed e) {
      throw new ZooException(
          "recipe %s: %s, with --data".formatted(recipe.name(), e.getMessage()), e);
    }
    int there = images.size(Split.TRAIN);
    // The recipe's number becomes a share where there is little data; one that is asked for does
    // not.
    if (validation != null && validation >= there && images.size(Split.VALIDATION) == 0) {
      throw new ZooException(
          "1 to %d of the %d training samples of %s can be held out for validation; got %d"
              .formatted(Math.max(1, there - 1), there, images.name(), validation));
    }
    return new RunToFolder(this, recipe, images, folder.path(), start).call();
  }

  private Recipe recipe() {
    Recipe recipe = Recipe.open(name);
    recipe = data == null ? recipe : recipe.withData(Datasets.spec(data).scaledAs(recipe.data()));
    recipe = epochs == null ? recipe : recipe.withEpochs(epochs);
    recipe = validation == null ? recipe : recipe.withValidation(validation);
    return options().seed().isPresent() ? recipe.withSeed(options().seed().get()) : recipe;
  }
}
