package io.github.aezoo.cli;

import io.github.aezoo.data.ImageDataset;
import io.github.aezoo.train.Optimizer;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.StartFrom;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.FineTuning;
import io.github.aezoo.zoo.TrainingRun;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes on from a trained model on other data. */
@CommandLine.Command(
    name = "finetune",
    description =
        "Goes on from a trained model on other data, beside the same network from scratch. Layers"
            + " whose shapes differ begin anew, which is said. Ctrl-C saves, --resume goes on.")
final class FinetuneCommand extends Command {
  @Parameters(paramLabel = "MODEL", description = "An id, or a checkpoint folder.")
  private String model;

  @Option(names = "--data", required = true, paramLabel = "DATA", description = "What it learns.")
  private String data;

  @Mixin private RunFolder folder;

  @Option(
      names = "--freeze",
      paramLabel = "PART",
      defaultValue = "none",
      description = "Keeps a part as it is: encoder, decoder or none (default).")
  private StartFrom.Part freeze;

  @Option(names = "--epochs", paramLabel = "N", description = "At most (default: 20).")
  private Integer epochs;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Epochs without a better one that end the run; 0 for never (default: 5).")
  private Integer patience;

  @Option(names = "--batch", paramLabel = "N", description = "Images a step (default: 32).")
  private Integer batch;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Peak learning rate (default: the model's recipe's).")
  private Double rate;

  @Option(
      names = "--kept-rate",
      paramLabel = "F",
      description = "Multiple of it for weights that were taken over, in (0, 1] (default: 1).")
  private Double keptRate;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Training images that are used, chosen by the seed (default: all).")
  private Integer count;

  @Option(
      names = "--validation",
      paramLabel = "N",
      description = "Training images held out to choose the epoch (default: a tenth).")
  private Integer validation;

  @Option(
      names = "--no-scratch",
      description = "Without the same network trained from scratch beside it.")
  private boolean alone;

  @Override
  public Integer call() {
    TrainingRun.Start start = folder.start(this);
    requireRange("--epochs", epochs, 1, Recipe.MAX_EPOCHS);
    requireRange("--images", count, 1, Integer.MAX_VALUE);
    requireRange("--validation", validation, 1, Integer.MAX_VALUE);
    Checkpoint source = options().model(model);
    ImageDataset images = options().dataToLearn(source, data);
    Recipe recipe = chosen(FineTuning.recipe(model, source, data, images));
    return new RunToFolder(this, recipe, images, folder.path(), start).call();
  }

  private Recipe chosen(Recipe recipe) {
    StartFrom from = recipe.startFrom();
    Optimizer o = recipe.optimizer();
    Map<String, Object> changes = new LinkedHashMap<>();
    changes.put(
        "startFrom",
        new StartFrom(
            from.model(), from.sha256(), freeze, keptRate == null ? from.keptRate() : keptRate));
    changes.put("twin", !alone);
    put(changes, "epochs", epochs);
    put(changes, "patience", patience);
    put(changes, "batchSize", batch);
    put(changes, "images", count);
    put(changes, "validation", validation);
    put(changes, "seed", options().seed().orElse(null));
    if (rate != null) {
      changes.put("optimizer", new Optimizer(o.type(), rate, o.beta1(), o.beta2()));
    }
    return recipe.with(changes);
  }

  private static void put(Map<String, Object> changes, String key, Object value) {
    if (value != null) {
      changes.put(key, value);
    }
  }
}
