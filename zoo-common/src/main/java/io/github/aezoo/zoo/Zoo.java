package io.github.aezoo.zoo;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.data.image.ImageFiles;
import io.github.aezoo.data.image.PictureGrid;
import io.github.aezoo.data.source.SplitSummary;
import io.github.aezoo.detect.Detector;
import io.github.aezoo.detect.DetectorFit;
import io.github.aezoo.detect.FitOptions;
import io.github.aezoo.device.Diagnosis;
import io.github.aezoo.eval.Reconstructions;
import io.github.aezoo.eval.Restoration;
import io.github.aezoo.eval.codes.CodeFile;
import io.github.aezoo.eval.codes.Walk;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.CodeBatch;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.Throughput;
import io.github.aezoo.train.Trainer;
import io.github.aezoo.train.TrainingListener;
import io.github.aezoo.train.TrainingResult;
import io.github.aezoo.zoo.ReportWriter.MeasuredModel;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The entry point of the library: a static method for each command.
 *
 * <pre>{@code
 * try (Autoencoder model = Zoo.load("undercomplete-deep.mnist.v1")) {
 *   INDArray images = Batches.range(new SyntheticDigits(), Split.TEST, 0, 16); // [16, 1, 28, 28]
 *   INDArray codes = model.encode(images); // [16, 32]
 *   INDArray reconstructions = model.decode(codes); // [16, 1, 28, 28]
 * }
 * }</pre>
 *
 * <p>Images of one's own: {@code float32 [N, C, H, W]} in [0, 1], the shape that the card tells.
 */
public final class Zoo {
  private static final int BATCH = 512;

  private Zoo() {}

  /** The models on the class path, by id. */
  public static List<Catalogue.Entry> list() {
    return Catalogue.shipped().entries();
  }

  /**
   * A pretrained model.
   *
   * @param model a catalogue id (without {@code .v<n>} the newest), or a checkpoint folder
   * @throws ZooException when there is no such model, or its files are damaged
   */
  public static Autoencoder load(String model) {
    return checkpoint(model).load();
  }

  /** A model's card; see {@link #load}. */
  public static ModelCard card(String model) {
    return checkpoint(model).card();
  }

  /** A shipped model's files, or those of a checkpoint folder. */
  public static Checkpoint checkpoint(String model) {
    return Catalogue.shipped().model(model);
  }

  /** The shipped recipes whose names match a pattern with {@code *} and {@code ?}; null for all. */
  public static List<Recipe> recipes(String pattern) {
    return Recipe.shipped().stream()
        .filter(recipe -> Catalogue.matches(pattern, recipe.name()))
        .toList();
  }

  /** What the splits of some data hold; every sample is read. */
  public static List<SplitSummary> describe(Dataset data, ZooOptions options) {
    long total = data.splits().stream().mapToLong(data::size).sum();
    return SplitSummary.of(data, read -> options.progress().at(read, total));
  }

  /**
   * Trains a recipe in memory; nothing is written. What a folder has besides is left out: the twin,
   * the threshold of a detector, and the rounding of weights that are stored as f16.
   *
   * @return the model of the best epoch, which is the caller's to close, and the log
   * @throws ZooException when recipe and data do not fit
   */
  public static TrainingResult train(Recipe recipe, Dataset data) {
    return train(recipe, data, ZooOptions.standard());
  }

  /** Trains a recipe in memory; see the other method. */
  public static TrainingResult train(Recipe recipe, Dataset data, ZooOptions options) {
    return new Trainer(
            recipe,
            data,
            options.threads(),
            Optional.ofNullable(recipe.startFrom())
                .map(from -> Companions.weights(options.catalogue().model(from.model()), from)))
        .run(TrainingListener.steps(options.progress()::at));
  }

  /**
   * Trains a recipe into a folder; a run that was stopped there goes on.
   *
   * @param data what it learns; a recipe of other data is written down with this one's name
   * @return the checkpoint with its card
   * @throws ZooException when recipe and data do not fit, or the folder is taken
   */
  public static Checkpoint train(Recipe recipe, Dataset data, Path out) {
    return train(recipe, data, out, ZooOptions.standard());
  }

  /** Trains a recipe into a folder; a run that was stopped there goes on. */
  public static Checkpoint train(Recipe recipe, Dataset data, Path out, ZooOptions options) {
    return finished(recipe.learning(data), data, out, options);
  }

  /** Trains a recipe whose data is called as it says. */
  private static Checkpoint finished(Recipe recipe, Dataset data, Path out, ZooOptions options) {
    TrainingRun.Start start =
        TrainingRun.begun(out) ? TrainingRun.Start.RESUME : TrainingRun.Start.NEW;
    TrainingRun.Outcome outcome =
        run(recipe, data, out, start, options)
            .run(
                TrainingListener.steps(options.progress()::at),
                options.withoutProgress().assessment());
    outcome.result().model().close();
    return outcome.checkpoint().orElseThrow();
  }

  /**
   * A run into a folder that has not begun, for those who want to stop it or listen to it.
   *
   * @param start what happens to a run that is there
   * @throws ZooException when recipe and data do not fit, or the folder is taken
   */
  public static TrainingRun training(
      Recipe recipe, Dataset data, Path out, TrainingRun.Start start, ZooOptions options) {
    return run(recipe.learning(data), data, out, start, options);
  }

  private static TrainingRun run(
      Recipe recipe, Dataset data, Path out, TrainingRun.Start start, ZooOptions options) {
    Optional<FineTuning.Origin> origin = FineTuning.origin(recipe, options);
    origin.map(FineTuning.Origin::checkpoint).ifPresent(from -> compare(from, data, options));
    return new TrainingRun(recipe, data, out, options.threads(), start, origin);
  }

  /** Tells when what a model shall learn is unlike what it learned from. */
  private static void compare(Checkpoint from, Dataset data, ZooOptions options) {
    if (from.card().input().imageShape().equals(data.shape())) {
      try (Autoencoder model = from.load()) {
        options.lookAt(from, model, data, Split.TRAIN);
      }
    }
  }

  /**
   * Fine-tunes a model on other data, beside the same network from scratch, into a folder; a run
   * that was stopped there goes on.
   *
   * @param model as {@link #load} takes it
   * @param data what it learns; the recipe has its name, in place of which {@code r ->
   *     r.withData("pictures")} tells where {@code zoo verify} finds it
   * @param out a new or empty folder
   * @param changes of {@link FineTuning#recipe}, for example {@code r -> r.withEpochs(5)}
   * @return the fine-tuned model, with the numbers of the model before and of the network from
   *     scratch beside its own on the card
   * @throws ZooException when there is no such model, the data does not fit, or the folder is taken
   */
  public static Checkpoint fineTune(
      String model, Dataset data, Path out, UnaryOperator<Recipe> changes) {
    return fineTune(model, data, out, changes, ZooOptions.standard());
  }

  /** Fine-tunes a model of the options' catalogue; see the other method. */
  public static Checkpoint fineTune(
      String model, Dataset data, Path out, UnaryOperator<Recipe> changes, ZooOptions options) {
    Recipe recipe = FineTuning.changed(model, data, changes, options);
    return finished(recipe, data, out, options);
  }

  /**
   * Fine-tunes a model in memory; nothing is written.
   *
   * @return the model of the best epoch, which is the caller's to close, and the log
   * @throws ZooException when there is no such model, or the data does not fit
   */
  public static TrainingResult fineTune(String model, Dataset data, UnaryOperator<Recipe> changes) {
    return fineTune(model, data, changes, ZooOptions.standard());
  }

  /** Fine-tunes a model of the options' catalogue in memory; see the other method. */
  public static TrainingResult fineTune(
      String model, Dataset data, UnaryOperator<Recipe> changes, ZooOptions options) {
    return train(FineTuning.changed(model, data, changes, options), data, options);
  }

  /**
   * Makes a checkpoint of another program's file: ONNX, Keras, Deeplearning4j, safetensors.
   *
   * @param out a new or empty folder
   * @throws ZooException when the file is none of these, or holds what is not known
   */
  public static ModelImport.Outcome importModel(Path file, Path out) {
    return importModel(ModelImport.Request.of(file, out), ZooOptions.standard());
  }

  /** Makes a checkpoint of another program's file, as a request says. */
  public static ModelImport.Outcome importModel(ModelImport.Request request, ZooOptions options) {
    return ModelImport.run(request, options.catalogue()::findModel);
  }

  /**
   * Publishes a checkpoint in a catalogue, under its own id.
   *
   * @param catalogue its folder, which is made when it is not there
   * @throws ZooException when the id is taken: ids are immutable; when the card states no licence
   */
  public static Catalogue.Entry publish(Checkpoint model, Path catalogue) {
    return publish(model, Publication.usualId(model.card()), "mse", Optional.empty(), catalogue);
  }

  /**
   * Publishes a checkpoint.
   *
   * @param headline the metric that lists show
   * @param licence of the weights; empty for the one that the card states
   */
  public static Catalogue.Entry publish(
      Checkpoint model, String id, String headline, Optional<String> licence, Path catalogue) {
    return Publication.publish(model, id, headline, licence, catalogue);
  }

  /**
   * Measures a model beside its baselines: PCA with as many components as codes, the mean image,
   * the untrained network, and what the family measures.
   *
   * @param data as the model takes it; see {@link ModelData}
   */
  public static ModelCard.Result evaluate(Checkpoint model, Dataset data) {
    return evaluate(model, data, Optional.empty(), ZooOptions.standard());
  }

  /** Measures a model in memory beside its baselines; see the other method. */
  public static ModelCard.Result evaluate(Autoencoder model, Dataset data, ZooOptions options) {
    return options
        .assessment()
        .measure(
            model,
            Companions.none(),
            data,
            options.splitOf(data),
            options.seed().orElse(0),
            Corruptions.NONE);
  }

  /**
   * Measures a model beside its baselines.
   *
   * @param corruption damages the inputs, {@code gaussian:0.4}; empty for that of the training
   */
  public static ModelCard.Result evaluate(
      Checkpoint model, Dataset data, Optional<String> corruption, ZooOptions options) {
    try (Autoencoder autoencoder = model.load();
        Companions companions = options.companions(model)) {
      return options
          .assessment()
          .measure(
              autoencoder,
              companions,
              data,
              options.splitOf(data),
              options.seedOf(model),
              corruption.orElse(model.card().recipe().corruption()));
    }
  }

  /**
   * Recomputes what cards say: reference reconstructions, and each number whose data is found.
   *
   * @param pattern ids with wildcards, or a checkpoint folder; null for all models
   * @throws ZooException when no model matches
   */
  public static List<Verification> verify(String pattern) {
    return verify(pattern, verification -> {}, ZooOptions.standard());
  }

  /**
   * Recomputes what cards say.
   *
   * @param each is told of each model that is done
   */
  public static List<Verification> verify(
      String pattern, Consumer<Verification> each, ZooOptions options) {
    return Verification.all(pattern, each, options);
  }

  /**
   * Reconstructs samples of a split, the classes in turn; held in memory.
   *
   * @param count how many samples
   * @param corruption of the inputs: {@code none}, {@code half}, {@code gaussian:0.4}
   */
  public static Reconstructions reconstruct(
      Checkpoint model, Dataset data, int count, String corruption, ZooOptions options) {
    return new ReconstructedFiles.Request(model, data, count, corruption, options)
        .reconstructions();
  }

  /**
   * Writes reconstructions: images as one picture (.png) or as one file each into a folder, rows as
   * a table (.csv) in its own units.
   *
   * @param count how many samples; 0 for 10 images or all rows
   * @param overwrite whether files that are there may be replaced
   * @throws ZooException when a file would be lost, or the name does not fit the data
   */
  public static ReconstructedFiles reconstruct(
      Checkpoint model,
      Dataset data,
      int count,
      String corruption,
      Path out,
      boolean overwrite,
      ZooOptions options) {
    return ReconstructedFiles.write(
        new ReconstructedFiles.Request(model, data, count, corruption, options), out, overwrite);
  }

  /**
   * Walks from the code of one sample to that of another, decoded on the way.
   *
   * @param walks how many, between samples of different classes
   * @param steps samples of a walk, both ends included
   * @param path along the great arc, or along the straight line
   */
  public static Walks interpolate(
      Checkpoint model, Dataset data, int walks, int steps, Walk path, ZooOptions options) {
    return Walks.between(model, data, walks, steps, path, options);
  }

  /**
   * Walks between codes that are drawn from N(0, I).
   *
   * @throws ZooException when the model is not variational
   */
  public static Walks interpolate(
      Checkpoint model, int walks, int steps, Walk path, ZooOptions options) {
    return Walks.between(model, walks, steps, path, options);
  }

  /**
   * Codes of a split, {@code [N, codes]}, held in memory.
   *
   * @param data as the model takes it
   */
  public static float[][] encode(Checkpoint model, Dataset data, Split split) {
    try (Autoencoder autoencoder = model.load();
        Stream<CodeBatch> batches = autoencoder.encode(data, split, BATCH)) {
      return batches.flatMap(batch -> Arrays.stream(batch.codes())).toArray(float[][]::new);
    }
  }

  /**
   * Writes codes, one row a sample, a batch at a time.
   *
   * @param file ends in .csv (with a header, and the label when there is one) or .npy
   */
  public static void encode(Checkpoint model, Dataset data, Path file, ZooOptions options) {
    CodeFile format = CodeFile.of(file);
    try (Autoencoder autoencoder = model.load()) {
      Split split = options.splitOf(data);
      int size = data.size(split);
      options.lookAt(model, autoencoder, data, split);
      format.write(file, autoencoder, data, split, done -> options.progress().at(done, size));
    }
  }

  /**
   * New samples from codes that are drawn from N(0, I).
   *
   * @throws ZooException when the model is not variational
   */
  public static NewSamples generate(Checkpoint model, int count, ZooOptions options) {
    return NewSamples.drawn(model, count, options.seedOf(model));
  }

  /**
   * The plane of codes: {@code side * side} samples, each as likely as any other.
   *
   * @throws ZooException when the model is not variational, or has not 2 codes
   */
  public static NewSamples generatePlane(Checkpoint model, int side) {
    return NewSamples.plane(model, side);
  }

  /** A repaired copy of a picture, in its own size; see {@link Restoration}. */
  public static BufferedImage restore(Checkpoint model, BufferedImage picture) {
    RestoredFolder.requireUnscaled(model);
    ImageFiles.Picture pixels = ImageFiles.of(picture);
    try (Autoencoder autoencoder = model.load();
        Restoration restoration =
            new Restoration(autoencoder, Restoration.standard(autoencoder.architecture()))) {
      return PictureGrid.of(restoration.restore(pixels.pixels(), pixels.shape()), pixels.shape());
    }
  }

  /**
   * Repairs an image, or all images of a folder of any depth, in their own sizes.
   *
   * @param out where they go under the same names, ending in .png
   * @param overwrite whether files that are there may be replaced
   * @param fit how images of other sizes are brought to the network; empty for its usual way
   * @throws ZooException when a file would be lost, or the model takes scaled pixels
   */
  public static RestoredFolder restore(
      Checkpoint model,
      Path data,
      Path out,
      boolean overwrite,
      Optional<Restoration.Fit> fit,
      ZooOptions options) {
    return RestoredFolder.write(model, data, out, overwrite, fit, options);
  }

  /**
   * A model as a detector of anomalies: it scores rows and images, flags and explains them.
   *
   * @param model as {@link #load} takes it
   */
  public static Detector detector(String model) {
    return Detectors.open(checkpoint(model));
  }

  /**
   * Fits a detector in memory: a network on normal samples, and a threshold for a stated rate of
   * false alarms.
   *
   * @throws ZooException when the data does not fit the options
   */
  public static Detector fitDetector(Dataset data, FitOptions options) {
    return Detector.fit(data, options);
  }

  /** Fits a detector into a folder, which {@link #detector} opens; see {@link #train}. */
  public static Checkpoint fitDetector(Dataset data, FitOptions options, Path out, ZooOptions zoo) {
    DetectorFit fit = DetectorFit.of(data, options);
    return train(fit.recipe(), fit.data(), out, zoo);
  }

  /**
   * Writes a self-contained page about models on data; needs zoo-report on the class path.
   *
   * @return what was measured, a model each
   */
  public static List<MeasuredModel> report(
      List<Checkpoint> models, Dataset data, Path file, ZooOptions options) {
    return ReportWriter.here().write(models, data, options, file);
  }

  /**
   * Writes an offline tour of the catalogue's models on drawn digits: report.html,
   * reconstructions.png and metrics.json; needs zoo-report on the class path.
   *
   * @param all whether every model of digits is shown, not one or two of each family
   * @param folder where they go; what is there is replaced
   * @return what was measured, a model each
   */
  public static List<MeasuredModel> demo(boolean all, Path folder, ZooOptions options) {
    return ReportWriter.here().demo(all, options, folder);
  }

  /**
   * Writes a model for other programs; needs zoo-export on the class path.
   *
   * @param format onnx, safetensors or dl4j
   * @param out a folder for onnx, else a file
   */
  public static void export(Checkpoint model, String format, Path out) {
    ModelWriter.of(format).write(model, out);
  }

  /** What the codes of models hold of classes, beside pixels and PCA; see {@link Codes}. */
  public static Codes.Scores codes(List<Checkpoint> models, Dataset data, ZooOptions options) {
    return Codes.scores(models, data, options);
  }

  /**
   * How many samples a second a model's network trains and reconstructs.
   *
   * @param batch samples a step; empty for the recipe's
   * @param stock whether DL4J's own fit is measured, too
   */
  public static Throughput bench(
      Checkpoint model, Optional<Integer> batch, boolean stock, ZooOptions options) {
    Recipe recipe = model.card().recipe();
    return Throughput.of(
        batch.map(recipe::withBatchSize).orElse(recipe),
        model.card().input().imageShape(),
        options.threads(),
        stock);
  }

  /**
   * What computes on this machine, and whether it computes.
   *
   * @param trial whether one kernel, one matrix product and random numbers are tried, too
   */
  public static Diagnosis doctor(boolean trial) {
    return Diagnosis.of(trial);
  }
}
