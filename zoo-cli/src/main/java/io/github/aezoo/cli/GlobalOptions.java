package io.github.aezoo.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.image.ImageFolderDataset;
import io.github.aezoo.data.source.Datasets;
import io.github.aezoo.data.source.KnownDatasets;
import io.github.aezoo.device.Device;
import io.github.aezoo.device.Devices;
import io.github.aezoo.io.SafeFiles;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.zoo.Catalogue;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.Companions;
import io.github.aezoo.zoo.FineTuning;
import io.github.aezoo.zoo.ModelCard;
import io.github.aezoo.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The options that every command takes, and what they decide. */
final class GlobalOptions {
  private static final int MAX_THREADS = 256;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "One JSON document on standard output, nothing else there.")
  private boolean json;

  @Option(names = "--quiet", scope = ScopeType.INHERIT, description = "No progress.")
  private boolean quiet;

  private boolean verbose;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private Integer threads;

  @Option(
      names = "--seed",
      paramLabel = "N",
      scope = ScopeType.INHERIT,
      description = "Decides everything random.")
  private Long seed;

  @Option(
      names = "--device",
      paramLabel = "gpu|cpu|auto",
      scope = ScopeType.INHERIT,
      description = "What computes (default: auto, the GPU where this build can use one).")
  private Device device = Device.AUTO;

  private Devices.Choice choice;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Where known data sets are (default: ZOO_DATA, then the store).")
  private Path dataDir;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Downloads and caches (default: ZOO_HOME, then ~/.autoencoder-zoo).")
  private Path store;

  @Option(
      names = "--catalogue",
      paramLabel = "FILE|URL",
      scope = ScopeType.INHERIT,
      description = "A private zoo instead of the shipped models.")
  private String catalogue;

  private Catalogue opened;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Stack traces, and what the engine logs.")
  void verbose(boolean on) {
    verbose = on;
    if (on && LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.INFO);
    }
  }

  @Option(
      names = "--threads",
      paramLabel = "N",
      scope = ScopeType.INHERIT,
      description = "Workers for training (default: the processors).")
  void threads(Integer n) {
    if (n != null && (n < 1 || n > MAX_THREADS)) {
      throw new ParameterException(
          spec.commandLine(), "--threads: 1 to %d expected; came %d".formatted(MAX_THREADS, n));
    }
    threads = n;
  }

  boolean json() {
    return json;
  }

  boolean quiet() {
    return quiet || json;
  }

  boolean verbose() {
    return verbose;
  }

  int threads() {
    int processors = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
    return threads == null ? processors : threads;
  }

  Device device() {
    return device;
  }

  /** Keeps what was chosen. */
  void started(Devices.Choice chosen) {
    choice = chosen;
  }

  /** What computes, once the command runs. */
  Devices.Choice choice() {
    return choice;
  }

  Optional<Long> seed() {
    return Optional.ofNullable(seed);
  }

  Path store() {
    if (store != null) {
      return store;
    }
    String home = System.getenv("ZOO_HOME");
    return home != null && !home.isBlank()
        ? Path.of(home)
        : Path.of(System.getProperty("user.home"), ".autoencoder-zoo");
  }

  Path cache() {
    return store().resolve("cache");
  }

  /** Where downloads of known data sets go. */
  Path storedData() {
    return store().resolve("data");
  }

  /** Where known data sets are looked for, in this order. */
  List<Path> dataRoots() {
    List<Path> roots = new ArrayList<>();
    String data = System.getenv("ZOO_DATA");
    if (dataDir != null) {
      roots.add(dataDir);
    } else if (data != null && !data.isBlank()) {
      roots.add(Path.of(data));
    }
    roots.add(storedData());
    return roots;
  }

  Dataset data(String word, Shape wanted) {
    return data(Datasets.spec(word), wanted);
  }

  Dataset data(DataSpec data, Shape wanted) {
    return Datasets.open(data, Optional.ofNullable(wanted), dataRoots());
  }

  /**
   * Data by its name in the recipe of a model, as that was trained on it; empty when it is not on
   * this machine, an error when damaged.
   */
  Optional<Dataset> found(String word, ModelCard.Input input) {
    return found(DataSpec.stored(word), input);
  }

  private Optional<Dataset> found(DataSpec data, ModelCard.Input input) {
    KnownDatasets known = KnownDatasets.shipped();
    String name = data.base();
    boolean there =
        known.names().contains(name)
            ? known.find(name, dataRoots()).isPresent()
            : Datasets.names().contains(name)
                || SafeFiles.path(name).filter(Files::exists).isPresent()
                || SafeFiles.path(data.toString()).filter(Files::exists).isPresent();
    return there ? Optional.of(Datasets.open(data, opening(input, false))) : Optional.empty();
  }

  private Datasets.Opening opening(ModelCard.Input input, boolean whole) {
    return new Datasets.Opening(
        ImageFolderDataset.Options.standard().withShape(input.imageShape()),
        Optional.ofNullable(input.table()),
        whole,
        dataRoots());
  }

  /** A word with the scaling of the images that a model learned from, unless it says its own. */
  static DataSpec scaledFor(Checkpoint model, String word) {
    return Datasets.spec(word).scaledAs(model.card().recipe().data());
  }

  /**
   * Data that a model goes on to learn: rows with the columns of its own are prepared as those
   * were.
   */
  Dataset dataToLearn(Checkpoint model, String word) {
    ModelCard.Input input = model.card().input();
    Dataset fresh = data(word, input.imageShape());
    boolean same =
        input.table() != null
            && fresh.preparation().filter(p -> p.sameColumns(input.table())).isPresent();
    return same ? Datasets.open(Datasets.spec(word), opening(input, false)) : fresh;
  }

  /** Opened once, so that a server is asked once. */
  Catalogue catalogue() {
    if (opened == null) {
      opened =
          catalogue == null
              ? Catalogue.shipped()
              : Catalogue.open(
                  catalogue,
                  store(),
                  notice -> spec.commandLine().getErr().println("zoo: " + notice));
    }
    return opened;
  }

  Checkpoint model(String word) {
    return Zoo.checkpoint(catalogue(), word);
  }

  /**
   * Data for several models, which must all take it in the same way.
   *
   * @throws ZooException as {@link #dataFor(Checkpoint, String)}, and when models prepare rows of a
   *     table or scale images in different ways: one's numbers would not be the other's
   */
  Dataset dataFor(List<Checkpoint> models, String word) {
    Dataset data = dataFor(models.get(0), word);
    for (Checkpoint model : models.subList(1, models.size())) {
      if (!dataFor(model, word).preparation().equals(data.preparation())
          || !scaledFor(model, word).equals(scaledFor(models.get(0), word))) {
        throw new ZooException(
            "%s prepares its inputs otherwise than %s: name them one by one"
                .formatted(model.card().id(), models.get(0).card().id()));
      }
    }
    return data;
  }

  /**
   * Data for a model: folders of images are brought to its shape, images are scaled and rows of a
   * table are prepared as those that it was trained on, other data must have its shape.
   *
   * @throws ZooException that names both shapes when they differ
   */
  Dataset dataFor(Checkpoint model, String word) {
    ModelCard.Input input = model.card().input();
    Shape shape = input.imageShape();
    if (input.table() == null && Datasets.spec(word).isTable()) {
      throw new ZooException(
          "%s is a table, but %s was trained on images %s; name a data set, a folder of images or an IDX file"
              .formatted(Datasets.spec(word).base(), model.card().id(), shape));
    }
    Dataset data = Datasets.open(scaledFor(model, word), opening(input, true));
    if (!data.shape().equals(shape)) {
      throw new ZooException(
          "%s takes %s; %s is %s: choose a model of that shape, or train one on it"
              .formatted(model.card().id(), shape, word, data.shape()));
    }
    return data;
  }

  /** The models that a model's numbers stand beside. */
  Companions companions(Checkpoint checkpoint) {
    return Companions.of(checkpoint, name -> Zoo.find(catalogue(), name));
  }

  /** The model that a recipe starts from, with what it was trained on when that is here. */
  Optional<FineTuning.Origin> origin(Recipe recipe) {
    return Optional.ofNullable(recipe.startFrom())
        .map(from -> model(from.model()))
        .map(
            source ->
                new FineTuning.Origin(
                    source, found(source.card().recipe().data(), source.card().input())));
  }
}
