package io.github.aezoo.cli.option;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.aezoo.data.DataSpec;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.source.Datasets;
import io.github.aezoo.device.Device;
import io.github.aezoo.device.Devices;
import io.github.aezoo.train.Recipe;
import io.github.aezoo.train.RecipeData;
import io.github.aezoo.zoo.Catalogue;
import io.github.aezoo.zoo.Checkpoint;
import io.github.aezoo.zoo.ModelData;
import io.github.aezoo.zoo.ZooOptions;
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
public final class GlobalOptions {
  /** A root command, which has these options. */
  public interface Owner {
    /** The options. */
    GlobalOptions options();
  }

  private static final int MAX_THREADS = 256;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print one JSON document to standard output, and nothing else.")
  private boolean json;

  @Option(
      names = "--quiet",
      scope = ScopeType.INHERIT,
      description = "Hide progress and summaries of data.")
  private boolean quiet;

  private boolean verbose;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private Integer threads;

  @Option(
      names = "--seed",
      paramLabel = "N",
      scope = ScopeType.INHERIT,
      description = "Random seed (default: the recipe's).")
  private Long seed;

  @Option(
      names = "--device",
      paramLabel = "gpu|cpu|auto",
      scope = ScopeType.INHERIT,
      description = "Device to compute on (default: auto, the GPU if this build can use it).")
  private Device device = Device.AUTO;

  private Devices.Choice choice;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Folder with known data sets (default: ZOO_DATA, then the store).")
  private Path dataDir;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Folder for downloads and caches (default: ZOO_HOME, then ~/.autoencoder-zoo).")
  private Path store;

  @Option(
      names = "--catalogue",
      paramLabel = "FILE|URL",
      scope = ScopeType.INHERIT,
      description = "Your own catalogue instead of the shipped models.")
  private String catalogue;

  @Option(
      names = "--strict",
      scope = ScopeType.INHERIT,
      description = "Stop at the first image file that cannot be read (default: it is left out).")
  private boolean strict;

  private Catalogue opened;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Print stack traces and the log of Deeplearning4j.")
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
      description = "Number of training threads (default: number of processors).")
  void threads(Integer n) {
    if (n != null && (n < 1 || n > MAX_THREADS)) {
      throw new ParameterException(
          spec.commandLine(), "--threads: 1 to %d expected; got %d".formatted(MAX_THREADS, n));
    }
    threads = n;
  }

  /** Whether output is one JSON document. */
  public boolean json() {
    return json;
  }

  /** Whether progress and summaries are hidden. */
  public boolean quiet() {
    return quiet || json;
  }

  /** Whether failures come with stack traces. */
  public boolean verbose() {
    return verbose;
  }

  /** Workers for training. */
  public int threads() {
    int processors = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
    return threads == null ? processors : threads;
  }

  /** What shall compute. */
  public Device device() {
    return device;
  }

  /** Keeps what was chosen. */
  public void started(Devices.Choice chosen) {
    choice = chosen;
  }

  /** What computes, once the command runs. */
  public Devices.Choice choice() {
    return choice;
  }

  /** The seed, when one is given. */
  public Optional<Long> seed() {
    return Optional.ofNullable(seed);
  }

  /** The folder of downloads and caches. */
  public Path store() {
    if (store != null) {
      return store;
    }
    String home = System.getenv("ZOO_HOME");
    return home != null && !home.isBlank()
        ? Path.of(home)
        : Path.of(System.getProperty("user.home"), ".autoencoder-zoo");
  }

  /** Where downloads of known data sets go. */
  public Path storedData() {
    return store().resolve("data");
  }

  /** Where known data sets are looked for, in this order. */
  public List<Path> dataRoots() {
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

  /** Data as it is, whatever a model takes. */
  public Dataset data(String word) {
    return data(Datasets.spec(word));
  }

  /** Data as it is, whatever a model takes. */
  public Dataset data(DataSpec data) {
    return told(Datasets.open(data, Datasets.Opening.toLearn(dataRoots(), strict)));
  }

  /** The data of a recipe, images in the shape that its network takes. */
  public Dataset data(Recipe recipe) {
    Datasets.Opening how = Datasets.Opening.toLearn(dataRoots(), strict);
    return told(
        Datasets.open(recipe.data(), RecipeData.shape(recipe).map(how::withShape).orElse(how)));
  }

  /**
   * Prints what a user should know of data that was opened; with --json, a document has that of
   * rows.
   */
  public Dataset told(Dataset data) {
    if (!json || !data.shape().isRow()) {
      data.notes().forEach(note -> spec.commandLine().getErr().println("zoo: " + note));
    }
    return data;
  }

  /** Whether the first image file that cannot be read is an error. */
  public boolean strict() {
    return strict;
  }

  private ModelData modelData() {
    return new ModelData(dataRoots(), strict);
  }

  /** See {@link ModelData#toLearn}. */
  public Dataset dataToLearn(Checkpoint model, String word) {
    return told(modelData().toLearn(model, Datasets.spec(word)));
  }

  /** See {@link ModelData#open(List, DataSpec)}. */
  public Dataset dataFor(List<Checkpoint> models, String word) {
    return told(modelData().open(models, Datasets.spec(word)));
  }

  /** See {@link ModelData#open(Checkpoint, DataSpec)}. */
  public Dataset dataFor(Checkpoint model, String word) {
    return told(modelData().open(model, Datasets.spec(word)));
  }

  /** See {@link ModelData#toScore}. */
  public Dataset dataToScore(Checkpoint model, String word) {
    return told(modelData().toScore(model, Datasets.spec(word)));
  }

  /** What every verb of the library is told. */
  public ZooOptions zoo() {
    ZooOptions zoo =
        ZooOptions.standard()
            .catalogue(catalogue())
            .store(store())
            .dataRoots(dataRoots())
            .threads(threads())
            .notices(this::tell)
            .strict(strict);
    return seed == null ? zoo : zoo.seed(seed);
  }

  /** The same, with somebody who is told how far it is. */
  public ZooOptions zoo(ZooOptions.Progress progress) {
    return zoo().progress(progress);
  }

  /** Opened once, so that a server is asked once. */
  public Catalogue catalogue() {
    if (opened == null) {
      opened =
          catalogue == null ? Catalogue.shipped() : Catalogue.open(catalogue, store(), this::tell);
    }
    return opened;
  }

  private void tell(String notice) {
    spec.commandLine().getErr().println("zoo: " + notice);
  }

  /** A model by its id, or a checkpoint folder. */
  public Checkpoint model(String word) {
    return catalogue().model(word);
  }
}
