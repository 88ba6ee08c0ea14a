package io.github.aezoo.zoo;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.eval.Examples;
import io.github.aezoo.io.ZooException;
import io.github.aezoo.model.Autoencoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Options that the methods of {@link Zoo} share; immutable, each method returns a changed copy.
 *
 * <pre>{@code
 * ZooOptions options = ZooOptions.standard().threads(1).split(Split.TRAIN);
 * }</pre>
 */
public final class ZooOptions {
  /** How far a verb is: called with the work done and all of it, from one thread at a time. */
  @FunctionalInterface
  public interface Progress {
    /** Nobody is told. */
    Progress NONE = (done, total) -> {};

    /** So much is done. */
    void at(long done, long total);
  }

  private static final ZooOptions STANDARD =
      new ZooOptions(
          null,
          null,
          List.of(),
          Runtime.getRuntime().availableProcessors(),
          null,
          null,
          Progress.NONE,
          notice -> System.getLogger(Zoo.class.getName()).log(System.Logger.Level.WARNING, notice),
          false);

  private final Catalogue catalogue;
  private final Path store;
  private final List<Path> dataRoots;
  private final int threads;
  private final Long seed;
  private final Split split;
  private final Progress progress;
  private final Consumer<String> notices;
  private final boolean strict;

  private ZooOptions(
      Catalogue catalogue,
      Path store,
      List<Path> dataRoots,
      int threads,
      Long seed,
      Split split,
      Progress progress,
      Consumer<String> notices,
      boolean strict) {
    this.catalogue = catalogue;
    this.store = store;
    this.dataRoots = List.copyOf(dataRoots);
    this.threads = threads;
    this.seed = seed;
    this.split = split;
    this.progress = progress;
    this.notices = notices;
    this.strict = strict;
  }

  /** The shipped models, all processors, no folder for what may be kept, the seeds of recipes. */
  public static ZooOptions standard() {
    return STANDARD;
  }

  /** Models of another catalogue than the shipped one. */
  public ZooOptions catalogue(Catalogue other) {
    return new ZooOptions(other, store, dataRoots, threads, seed, split, progress, notices, strict);
  }

  /** A folder in which baselines that take long to fit are kept for the next time. */
  public ZooOptions store(Path folder) {
    return new ZooOptions(
        catalogue, folder, dataRoots, threads, seed, split, progress, notices, strict);
  }

  /** Folders in which known data sets are looked for, in this order. */
  public ZooOptions dataRoots(List<Path> folders) {
    return new ZooOptions(
        catalogue, store, folders, threads, seed, split, progress, notices, strict);
  }

  /**
   * Worker threads of training; part of what makes a run repeatable.
   *
   * @throws ZooException when below 1
   */
  public ZooOptions threads(int count) {
    if (count < 1) {
      throw new ZooException("threads: 1 or more expected; got " + count);
    }
    return new ZooOptions(
        catalogue, store, dataRoots, count, seed, split, progress, notices, strict);
  }

  /** Decides everything random, in place of the model's recipe's seed. */
  public ZooOptions seed(long other) {
    return new ZooOptions(
        catalogue, store, dataRoots, threads, other, split, progress, notices, strict);
  }

  /** The split that is used, in place of the test split. */
  public ZooOptions split(Split other) {
    return new ZooOptions(
        catalogue, store, dataRoots, threads, seed, other, progress, notices, strict);
  }

  /** Who is told how far a verb is. */
  public ZooOptions progress(Progress listener) {
    return new ZooOptions(
        catalogue, store, dataRoots, threads, seed, split, listener, notices, strict);
  }

  /**
   * Who is told, in a line, what a user should know of a result that was given all the same, such
   * as that images are unlike those that a model learned from; when nobody is named, the logger
   * {@code io.github.aezoo.zoo.Zoo}.
   */
  public ZooOptions notices(Consumer<String> listener) {
    return new ZooOptions(
        catalogue, store, dataRoots, threads, seed, split, progress, listener, strict);
  }

  /** Who is told what a user should know. */
  public Consumer<String> notices() {
    return notices;
  }

  /** Tells when samples of some data are unlike what a model learned from. */
  void lookAt(Checkpoint model, Autoencoder loaded, Dataset data, Split part) {
    new Domain(model).warning(loaded, data, part, catalogue()).ifPresent(notices);
  }

  /** Whether the first image file that cannot be read is an error; otherwise it is left out. */
  public ZooOptions strict(boolean wanted) {
    return new ZooOptions(
        catalogue, store, dataRoots, threads, seed, split, progress, notices, wanted);
  }

  /** Whether the first image file that cannot be read is an error. */
  public boolean strict() {
    return strict;
  }

  /** Where models come from. */
  public Catalogue catalogue() {
    return catalogue == null ? Catalogue.shipped() : catalogue;
  }

  /** How many worker threads train. */
  public int threads() {
    return threads;
  }

  /** Where known data sets are looked for. */
  public List<Path> dataRoots() {
    return dataRoots;
  }

  /** The seed that was asked for; empty for that of the recipe. */
  public OptionalLong seed() {
    return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
  }

  /** Who is told how far a verb is. */
  public Progress progress() {
    return progress;
  }

  /** The seed that was asked for, or that of the model's recipe. */
  public long seedOf(Checkpoint model) {
    return seed == null ? model.card().recipe().seed() : seed;
  }

  /**
   * The split of some data that is used: the one asked for, else test, else the first that there
   * is.
   *
   * @throws ZooException when the data has no such split, naming those that it has
   */
  public Split splitOf(Dataset data) {
    if (split == null) {
      return Examples.shown(data);
    }
    if (data.size(split) == 0) {
      throw new ZooException(
          "%s has no %s split; it has %s"
              .formatted(data.name(), split.id(), data.splits().stream().map(Split::id).toList()));
    }
    return split;
  }

  /** The same, telling nobody. */
  public ZooOptions withoutProgress() {
    return progress(Progress.NONE);
  }

  /** What measures models, keeping baselines in the store. */
  public Assessment assessment() {
    return store == null
        ? new Assessment()
        : new Assessment(store.resolve("cache"), (done, total) -> progress.at(done, total));
  }

  /** The models that a model's numbers stand beside, from the catalogue. */
  public Companions companions(Checkpoint model) {
    return Companions.of(model, catalogue()::findModel);
  }

  /** The folder that may be used. */
  public Optional<Path> store() {
    return Optional.ofNullable(store);
  }
}
