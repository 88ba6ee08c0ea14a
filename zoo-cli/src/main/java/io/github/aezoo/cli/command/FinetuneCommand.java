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

/** Fine-tunes a trained model on other data. */
@CommandLine.Command(
    name = "finetune",
    description = {
      "Fine-tunes a trained model on other data.",
      "The result is compared with the same network trained from scratch. Layers whose shapes differ"
          + " are initialised anew and listed. Ctrl-C saves, --resume continues.",
      "With --curve: compares both at several numbers of epochs, over several seeds. Run the same"
          + " command again to continue after an interruption."
    },
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo finetune conv-base.mnist --data pictures --out runs/tuned",
      "  zoo finetune conv-base.mnist --data fashion-mnist --images 500 \\",
      "      --curve 1,5,20 --out runs/curve"
    })
public final class FinetuneCommand extends Command {
  private static final int SEEDS = 3;

  @Parameters(paramLabel = "MODEL", description = "A model id or a checkpoint folder.")
  private String model;

  @Option(names = "--data", required = true, paramLabel = "DATA", description = "Training data.")
  private String data;

  @Mixin private RunFolder folder;

  @Option(
      names = "--freeze",
      paramLabel = "PART",
      defaultValue = "none",
      description = "Part whose weights stay fixed: encoder, decoder or none (default: none).")
  private StartFrom.Part freeze;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Maximum number of epochs (default: 20).")
  private Integer epochs;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Stop after N epochs without improvement; 0 to disable (default: 5).")
  private Integer patience;

  @Option(names = "--batch", paramLabel = "N", description = "Batch size (default: 32).")
  private Integer batch;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Peak learning rate (default: that of the model's recipe).")
  private Double rate;

  @Option(
      names = "--kept-rate",
      paramLabel = "F",
      description = "Factor on the learning rate of the copied weights, in (0, 1] (default: 1).")
  private Double keptRate;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Number of training images used, chosen by the seed (default: all).")
  private Integer count;

  @Option(
      names = "--validation",
      paramLabel = "N",
      description =
          "Number of training images held out for validation (default: a tenth; with --images, a"
              + " fifth of that number).")
  private Integer validation;

  @Option(
      names = "--no-scratch",
      description = "Skip the comparison with the same network trained from scratch.")
  private boolean alone;

  @Option(
      names = "--curve",
      paramLabel = "N",
      split = ",",
      description =
          "Numbers of epochs to compare, for example 1,5,20; writes report.html and curve.json into DIR.")
  private List<Integer> curve;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "With --curve: number of seeds (default: 3).")
  private Integer seeds;

  @Option(
      names = "--held-out",
      description =
          "With --curve: test on held-out training images instead of the test split, to choose settings.")
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
        throw wrongUsage("--seeds and --held-out need --curve");
      }
      return;
    }
    if (epochs != null || patience != null) {
      throw wrongUsage(
          "--curve excludes --epochs and --patience: it sets the number of epochs of every run");
    }
    curve.forEach(n -> requireRange("--curve", n, 1, Recipe.MAX_EPOCHS));
  }

  private Recipe chosen(Recipe recipe) {
    StartFrom from = recipe.startFrom();
    Optimizer o = recipe.optimizer();
    RecipeBuilder changed =
        (count == null ? recipe : FineTuning.ofFewer(recipe, count))
            .toBuilder()
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
    Optional.ofNullable(validation).ifPresent(changed::validation);
    options().seed().ifPresent(changed::seed);
    Optional.ofNullable(rate)
        .map(r -> new Optimizer(o.type(), r, o.beta1(), o.beta2()))
        .ifPresent(changed::optimizer);
    return changed.build();
  }
}
