package io.github.aezoo.cli.command;

import static io.github.aezoo.zoo.TrainingRun.Start.OVERWRITE;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.option.RunFolder;
import io.github.aezoo.cli.run.CurveRun;
import io.github.aezoo.cli.run.RunToFolder;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.source.Datasets;
import io.github.aezoo.study.FineTuningStudy;
import io.github.aezoo.train.Optimizer;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.RecipeBuilder;
import io.github.aezoo.train.StartFrom;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.FineTuning;
import io.github.aezoo.zoo.ModelData;
import io.github.aezoo.zoo.TrainingRun;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes on from a trained model on other data. */
@CommandLine.Command(
    name = "finetune",
    description =
        "Goes on from a trained model on other data, beside the same network from scratch. Layers"
            + " whose shapes differ begin anew, which is said. Ctrl-C saves, --resume goes on."
            + " With --curve: what the start is worth after so many epochs, over several seeds;"
            + " finished runs are kept when it is started again.",
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo finetune conv-base.mnist --data pictures --out runs/tuned",
      "  zoo finetune conv-base.mnist --data fashion-mnist --images 500 \\",
      "      --curve 1,5,20 --out runs/curve"
    })
public final class FinetuneCommand extends Command {
  private static final int SEEDS = 3;

  /** Beside few images as few are held out: many would be a help that such a user has not. */
  private static final int HELD_OUT = 5;

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
      description =
          "Training images held out to choose the epoch (default: a tenth; with --images a fifth as"
              + " many).")
  private Integer validation;

  @Option(
      names = "--no-scratch",
      description = "Without the same network trained from scratch beside it.")
  private boolean alone;

  @Option(
      names = "--curve",
      paramLabel = "N",
      split = ",",
      description = "Numbers of epochs that are compared: a page and curve.json in DIR.")
  private List<Integer> curve;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "With --curve: runs of each number of epochs (default: 3).")
  private Integer seeds;

  @Option(
      names = "--held-out",
      description = "With --curve: measured on training images alone, to choose settings by.")
  private boolean heldOut;

  @Override
  public Integer call() {
    TrainingRun.Start start = folder.start(this);
    requireCurveOptions();
    requireRange("--epochs", epochs, 1, Recipe.MAX_EPOCHS);
    requireRange("--images", count, 1, Integer.MAX_VALUE);
    requireRange("--validation", validation, 1, Integer.MAX_VALUE);
    Checkpoint source = options().model(model);
    String word = ModelData.scaledFor(source, Datasets.spec(data)).toString();
    Dataset images = options().dataToLearn(source, word);
    Recipe recipe = chosen(FineTuning.recipe(model, source, word, images));
    if (curve != null) {
      return new CurveRun(
              this,
              recipe,
              images,
              new FineTuningStudy.Options(
                  curve,
                  seeds == null ? SEEDS : seeds,
                  heldOut,
                  start == OVERWRITE,
                  options().threads(),
                  folder.path()))
          .call();
    }
    return new RunToFolder(this, recipe, images, folder.path(), start).call();
  }

  private void requireCurveOptions() {
    requireRange("--seeds", seeds, 1, 100);
    if (curve == null) {
      if (seeds != null || heldOut) {
        throw wrongUsage("--seeds and --held-out go with --curve");
      }
      return;
    }
    if (epochs != null || patience != null) {
      throw wrongUsage(
          "--curve excludes --epochs and --patience: all runs take the epochs that it names");
    }
    curve.forEach(n -> requireRange("--curve", n, 1, Recipe.MAX_EPOCHS));
  }

  private Recipe chosen(Recipe recipe) {
    StartFrom from = recipe.startFrom();
    Optimizer o = recipe.optimizer();
    RecipeBuilder changed =
        recipe.toBuilder()
            .startFrom(
                new StartFrom(
                    from.model(),
                    from.sha256(),
                    freeze,
                    keptRate == null ? from.keptRate() : keptRate))
            .twin(!alone);
    Optional.ofNullable(epochs).ifPresent(changed::epochs);
    Optional.ofNullable(patience).ifPresent(changed::patience);
    Optional.ofNullable(batch).ifPresent(changed::batchSize);
    Optional.ofNullable(count)
        .map(images -> Math.max(1, Math.min(recipe.validation(), images / HELD_OUT)))
        .ifPresent(changed::validation);
    Optional.ofNullable(count).ifPresent(changed::images);
    Optional.ofNullable(validation).ifPresent(changed::validation);
    options().seed().ifPresent(changed::seed);
    Optional.ofNullable(rate)
        .map(r -> new Optimizer(o.type(), r, o.beta1(), o.beta2()))
        .ifPresent(changed::optimizer);
    return changed.build();
  }
}
