package io.github.aezoo.zoo;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.TrainingListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The front door: pretrained models by id, from the class path, verified, offline.
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
  private Zoo() {}

  /** The models on the class path. */
  public static List<Catalogue.Entry> list() {
    return Catalogue.shipped().entries();
  }

  /**
   * A pretrained model.
   *
   * @param model a catalogue id (without {@code .v<n>} the newest), or a checkpoint folder
   * @throws io.github.aezoo.io.ZooException when there is no such model, or its files are damaged
   */
  public static Autoencoder load(String model) {
    return checkpoint(Catalogue.shipped(), model).load();
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
   * @throws io.github.aezoo.io.ZooException when there is no such model, the data does not fit, or
   *     the folder is taken
   */
  public static Checkpoint fineTune(
      String model, Dataset data, Path out, UnaryOperator<Recipe> changes) {
    Recipe recipe = changes.apply(FineTuning.recipe(model, data.name(), data));
    TrainingRun.Start start =
        TrainingRun.begun(out) ? TrainingRun.Start.RESUME : TrainingRun.Start.NEW;
    TrainingRun.Outcome outcome =
        new TrainingRun(recipe, data, out, Runtime.getRuntime().availableProcessors(), start)
            .run(TrainingListener.NONE, new Assessment());
    outcome.result().model().close();
    return outcome.checkpoint().orElseThrow();
  }

  /** A model's card; see {@link #load}. */
  public static ModelCard card(String model) {
    return checkpoint(Catalogue.shipped(), model).card();
  }

  /** A model's files as {@link #checkpoint} gives them; empty when there is no such model. */
  public static Optional<Checkpoint> find(Catalogue catalogue, String model) {
    boolean there =
        catalogue.has(model) || SafeFiles.path(model).filter(Files::isDirectory).isPresent();
    return there ? Optional.of(checkpoint(catalogue, model)) : Optional.empty();
  }

  /** A model's files, from a catalogue or from a checkpoint folder. */
  public static Checkpoint checkpoint(Catalogue catalogue, String model) {
    Optional<Path> folder =
        catalogue.has(model) ? Optional.empty() : SafeFiles.path(model).filter(Files::isDirectory);
    return folder.map(Checkpoint::open).orElseGet(() -> catalogue.checkpoint(model));
  }
}
