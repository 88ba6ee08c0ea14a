package io.github.aezoo.cli.command;

import io.github.aezoo.cli.option.Command;
import io.github.aezoo.cli.option.PictureOutput;
import io.github.aezoo.cli.option.RunFolder;
import io.github.aezoo.cli.option.SplitOption;
import io.github.aezoo.cli.run.AnomalyScores;
import io.github.aezoo.cli.run.ClassProtocolRun;
import io.github.aezoo.cli.run.ProtocolRun;
import io.github.aezoo.cli.run.RunToFolder;
import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.source.Datasets;
import io.github.aezoo.detect.DetectorFit;
import io.github.aezoo.detect.FitOptions;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.study.ClassProtocol;
import io.github.aezoo.study.ClassStudyOptions;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.zoo.Checkpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fits an anomaly detector, or scores data with a model. */
@CommandLine.Command(
    name = "anomalies",
    description = {
      "Detects anomalies in tables and images.",
      "zoo anomalies MODEL --data NEW --out scores.csv: scores new data. Each sample gets its score,"
          + " whether it is flagged, and the columns or pixels with the largest error.",
      "zoo anomalies --fit DATA --out DIR: fits a detector on normal rows or images, with a"
          + " threshold for the false alarm rate of --false-alarms.",
      "zoo anomalies --protocol adbench --data FOLDER: compares detectors with PCA and isolation"
          + " forest on labelled tables.",
      "zoo anomalies --protocol one-class-out|one-class --data DATA [--out DIR]: fits a detector for"
          + " each class of images. The class is the anomaly (one-class-out) or the only normal class"
          + " (one-class). Run the same command again to continue after an interruption."
    },
    footerHeading = Command.EXAMPLES,
    footer = {
      "  zoo anomalies --fit rows.csv --out runs/detector",
      "  zoo anomalies runs/detector --data new.csv --out runs/scores.csv",
      "  zoo anomalies --fit mnist --normal 3 --detector vae --out runs/three"
    })
public final class AnomaliesCommand extends Command {
  private static final int ADBENCH_SEEDS = 3;

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "A model id or a checkpoint folder.")
  private String model;

  @Option(
      names = "--fit",
      paramLabel = "DATA",
      description = "Training data with the normal samples.")
  private String fit;

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      description = "Comparison to run: adbench, one-class-out or one-class.")
  private String protocol;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "Data to score, or the data of --protocol.")
  private String data;

  @Option(
      names = "--out",
      paramLabel = "FILE.csv|DIR",
      description = "Output: the scores, or with --fit or a protocol a folder.")
  private Path out;

  @Option(
      names = "--detector",
      paramLabel = "KIND",
      defaultValue = "dense",
      description = "dense, vae, vae-contrast, conv, or a recipe (default: dense).")
  private String detector;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description =
          "Column of a table that holds the classes (default: one with a usual name, such as label,"
              + " class, outlier or is_fraud).")
  private String label;

  @Option(
      names = "--anomaly",
      paramLabel = "CLASS",
      split = ",",
      description =
          "Classes that are anomalies (default: the model card's; for a table, those whose names"
              + " say so, such as 1, -1 or fraud). With"
              + " --protocol one-class-out: the classes to run (default: all).")
  private List<String> anomalies;

  @Option(
      names = "--normal",
      paramLabel = "CLASS",
      split = ",",
      description =
          "With --fit: the only normal classes; excludes --anomaly. With --protocol one-class: the"
              + " classes to run (default: all).")
  private List<String> normal;

  @Option(
      names = "--false-alarms",
      paramLabel = "RATE",
      defaultValue = "0.01",
      description = "With --fit: share of normal samples that may be flagged (default: 0.01).")
  private double falseAlarms;

  @Option(
      names = "--score",
      paramLabel = "NAME",
      description =
          "Anomaly score: negativeElboNats, excessNats or excessPerRootInk for variational models,"
              + " reconstructionError for others (default: the model card's; with --fit,"
              + " negativeElboNats or reconstructionError).")
  private String score;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "With --fit or a protocol: number of epochs (default: the recipe's).")
  private Integer epochs;

  @Option(
      names = "--images",
      paramLabel = "N",
      description =
          "With --fit or a protocol: number of training images used (default: the recipe's).")
  private Integer images;

  @Option(
      names = "--threshold",
      paramLabel = "T",
      description = "Flag scores above this threshold (default: the model card's).")
  private Double threshold;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "3",
      description = "Columns or pixels listed for each sample (default: 3).")
  private Integer top;

  @Option(
      names = "--map",
      paramLabel = "FILE.png",
      description =
          "Picture of the images with the highest scores, with their reconstructions and errors.")
  private Path map;

  @Mixin private SplitOption split;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "With a protocol: number of seeds (default: 3 for adbench, else 1 per class).")
  private Integer seeds;

  @Option(
      names = "--held-out",
      description =
          "With a protocol: test on held-out training samples instead of the test split, to choose"
              + " settings.")
  private boolean heldOut;

  @Option(names = "--resume", description = "With --fit: continue the run in DIR.")
  private boolean resume;

  @Option(names = "--overwrite", description = "Overwrite FILE.csv, or the run in DIR.")
  private boolean overwrite;

  @Override
  public Integer call() {
    int modes = (model == null ? 0 : 1) + (fit == null ? 0 : 1) + (protocol == null ? 0 : 1);
    if (modes != 1) {
      throw wrongUsage("exactly one of MODEL, --fit and --protocol expected; got " + modes);
    }
    AnomalyMode mode =
        AnomalyMode.of(protocol, fit)
            .orElseThrow(
                () ->
                    wrongUsage(
                        "--protocol: adbench, one-class-out or one-class expected; got "
                            + protocol));
    mode.unfit(spec().commandLine().getParseResult().matchedOptions())
        .ifPresent(
            line -> {
              throw wrongUsage(line);
            });
    requireRange("--top", top, 1, 100);
    requireRange("--seeds", seeds, 1, 100);
    requireRange("--epochs", epochs, 1, Recipe.MAX_EPOCHS);
    requireRange("--images", images, 1, Integer.MAX_VALUE);
    // Written so that NaN fails too.
    if (!(falseAlarms > 0 && falseAlarms < 1)) {
      throw wrongUsage("--false-alarms: a rate in (0, 1) expected; got " + falseAlarms);
    }
    if (protocol != null) {
      requireOption("--data", data);
      return protocol();
    }
    requireOption("--out", out);
    if (fit != null) {
      return fitted();
    }
    requireOption("--data", data);
    return scored();
  }

  private void requireOption(String name, Object value) {
    if (value == null) {
      throw wrongUsage("Missing required option: '" + name + "'");
    }
  }

  private Integer protocol() {
    if (protocol.equals(ProtocolRun.ADBENCH)) {
      Recipe recipe = DetectorFit.recipe(detector, true);
      return new ProtocolRun(
              this,
              data,
              detector,
              epochs == null ? recipe : recipe.withEpochs(epochs),
              seeds == null ? ADBENCH_SEEDS : seeds,
              heldOut)
          .call();
    }
    ClassProtocol chosen = ClassProtocol.of(protocol).orElseThrow();
    if (Datasets.spec(data).isTable()) {
      throw new ZooException(
          "%s is a table: --protocol %s expects images with classes; use --fit for a table"
              .formatted(data, protocol));
    }
    List<String> turns = chosen == ClassProtocol.ONE_CLASS_OUT ? anomalies : normal;
    return new ClassProtocolRun(
            this,
            chosen,
            data,
            new ClassStudyOptions(
                detector,
                falseAlarms,
                optional(epochs),
                optional(images),
                turns == null ? List.of() : turns,
                seeds == null ? 1 : seeds,
                heldOut,
                Optional.ofNullable(score),
                Optional.ofNullable(out),
                overwrite))
        .call();
  }

  private static OptionalInt optional(Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private Integer fitted() {
    if (normal != null && anomalies != null) {
      throw wrongUsage("--normal and --anomaly exclude each other");
    }
    DetectorFit chosen = DetectorFit.of(fit, fitOptions(), options().dataRoots());
    if (!chosen.data().shape().isRow()) {
      options().told(chosen.data());
    }
    return new RunToFolder(
            this,
            chosen.recipe(),
            chosen.data(),
            out,
            RunFolder.start(this, resume, overwrite),
            chosen.notes())
        .call();
  }

  private FitOptions fitOptions() {
    FitOptions.Builder chosen =
        FitOptions.builder()
            .detector(detector)
            .label(label)
            .anomalies(anomalies == null ? List.of() : anomalies)
            .normal(normal == null ? List.of() : normal)
            .falseAlarms(falseAlarms)
            .score(score);
    if (epochs != null) {
      chosen.epochs(epochs);
    }
    if (images != null) {
      chosen.images(images);
    }
    options().seed().ifPresent(chosen::seed);
    chosen.strict(options().strict());
    return chosen.build();
  }

  private Integer scored() {
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
      throw wrongUsage("--out: a name ending in .csv expected; got " + out);
    }
    if (map != null) {
      PictureOutput.requireFree(this, "--map", map, overwrite);
    }
    SafeFiles.requireFree(out, overwrite);
    Checkpoint checkpoint = options().model(model);
    DataSpec spec = Datasets.spec(data);
    String word = label == null ? data : spec.withLabel(label).toString();
    return new AnomalyScores(
            this, checkpoint, word, split, out, anomalies, score, threshold, top, map)
        .call();
  }
}
