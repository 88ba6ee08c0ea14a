package io.github.aezoo.eval.baseline;

import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.corruption.Corruption;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.eval.Evaluation;
import io.github.aezoo.eval.Evaluator;
import io.github.aezoo.eval.Metrics;
import io.github.aezoo.eval.Reconstructor;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What a model is measured against: PCA of the same code size, the mean image, and the same network
 * before training; on damaged inputs also the input as it is, and the best classical filter.
 *
 * <p>PCA is kept in memory, and in a cache folder when there is one; the mean image's numbers in
 * memory. Thread-safe.
 */
public final class Baselines {
  /** PCA, its reconstructions as they are. */
  public static final String PCA = "pca";

  /** PCA, its reconstructions clipped to [0, 1]. */
  public static final String PCA_CLIPPED = "pcaClipped";

  /** The mean of the training images. */
  public static final String MEAN_IMAGE = "meanImage";

  /** The model's network with its initial weights. */
  public static final String UNTRAINED = "untrained";

  /** What a damaged image is before anything repairs it. */
  public static final String CORRUPTED = "corrupted";

  private static final int FEW = 128;

  /** Images on which the best classical filter is chosen. */
  private static final int CHOOSING = 500;

  private final Optional<Path> cache;
  private final Map<String, Pca> fitted = new ConcurrentHashMap<>();
  private final Map<OfMean, Evaluation> means = new ConcurrentHashMap<>();

  /** What an evaluation of the mean image depends on: not on what damages the inputs. */
  private record OfMean(Dataset data, Split split, List<Object> measured) {}

  /** Without a cache folder. */
  public Baselines() {
    this.cache = Optional.empty();
  }

  /** With a cache folder, which is created when needed and may be deleted at any time. */
  public Baselines(Path cache) {
    this.cache = Optional.of(cache);
  }

  /**
   * PCA of the training split with at least {@code codeSize} components: as many as an image has
   * values, or, of fewer images, as they span.
   *
   * @throws io.github.aezoo.io.ZooException when there are no training images
   */
  public Pca pca(Dataset data, int codeSize) {
    int spanned = Pca.trainingSize(data) - 1;
    int values = data.shape().size();
    int all = spanned < values && spanned >= codeSize ? Math.max(1, spanned) : values;
    int components = values <= Pca.EXACT_VALUES ? all : Math.min(values, Math.max(FEW, codeSize));
    return fitted.computeIfAbsent(
        PcaStore.key(data, components), key -> load(key, data, components));
  }

  private Pca load(String key, Dataset data, int components) {
    Optional<Path> file = cache.map(folder -> folder.resolve(key + ".safetensors"));
    Optional<Pca> stored = file.flatMap(f -> PcaStore.read(f, data.shape(), components));
    if (stored.isPresent()) {
      return stored.get();
    }
    Pca pca = Pca.fit(data, components);
    file.ifPresent(f -> PcaStore.write(f, pca));
    return pca;
  }

  /**
   * The baselines by name, in the order of reports; data without training images has only the
   * untrained network, and beside codes as large as the input there is no PCA.
   *
   * @param codeSize of the model that they stand beside
   * @param untrained the model's network before training, if there is one
   */
  public Map<String, Reconstructor> of(
      Dataset data, int codeSize, Optional<Reconstructor> untrained) {
    Map<String, Reconstructor> all = new LinkedHashMap<>();
    if (data.size(Split.TRAIN) > 0) {
      if (compared(data, codeSize)) {
        Pca pca = pca(data, codeSize);
        all.put(PCA, pca.reconstructor(codeSize));
        if (!data.shape().isRow()) {
          all.put(PCA_CLIPPED, pca.clipped(codeSize));
        }
        // PCA is centred at the mean image: no need to read the data again.
        all.put(MEAN_IMAGE, new MeanImage(pca.mean()));
      } else {
        all.put(MEAN_IMAGE, MeanImage.fit(data));
      }
    }
    untrained.ifPresent(u -> all.put(UNTRAINED, u));
    return all;
  }

  /** A PCA with as many components as there are values gives its input back, up to rounding. */
  public static boolean compared(Dataset data, int codeSize) {
    return codeSize < data.shape().size();
  }

  /**
   * Evaluates the baselines; see {@link #of}. The mean image never looks at its input, so it is
   * measured once on a split, on clean ones.
   */
  public Map<String, Evaluation> evaluate(
      Evaluator evaluator,
      Dataset data,
      Split split,
      int codeSize,
      Optional<Reconstructor> untrained) {
    Map<String, Evaluation> results = new LinkedHashMap<>();
    of(data, codeSize, untrained)
        .forEach(
            (name, model) ->
                results.put(
                    name,
                    name.equals(MEAN_IMAGE)
                        ? ofMean(evaluator, model, data, split)
                        : evaluator.evaluate(model, data, split)));
    return results;
  }

  private Evaluation ofMean(Evaluator evaluator, Reconstructor model, Dataset data, Split split) {
    return means.computeIfAbsent(
        new OfMean(data, split, evaluator.measured()),
        key ->
            evaluator
                .withCorruption(Corruptions.parse(Corruptions.NONE), 0)
                .evaluate(model, data, split));
  }

  /**
   * What damaged images are without a model: as they are, and after the classical filter that
   * repairs this damage best; nothing of clean ones.
   *
   * <p>Of a filter's settings the one with the highest signal-to-noise ratio on validation images
   * is taken (training images where there are none), never chosen on the split that is measured:
   * where there is no other, none is.
   *
   * @param corruption the damage
   * @param seed decides it
   */
  public Map<String, Evaluation> ofDamaged(
      Evaluator evaluator, Dataset data, Split split, Corruption corruption, long seed) {
    Map<String, Evaluation> results = new LinkedHashMap<>();
    if (corruption.spec().equals(Corruptions.NONE)) {
      return results;
    }
    results.put(CORRUPTED, evaluator.evaluate(images -> images, data, split));
    best(data, split, corruption, seed)
        .ifPresent(
            remedy ->
                results.put(
                    remedy.remedyName(),
                    evaluator
                        .withCorruption(remedy, seed)
                        .evaluate(images -> images, data, split)));
    return results;
  }

  private static Optional<Corruption> best(
      Dataset data, Split split, Corruption corruption, long seed) {
    List<Corruption> remedies = corruption.remedies();
    if (remedies.size() < 2) {
      return remedies.stream().findFirst();
    }
    Optional<Split> chooses =
        Stream.of(Split.VALIDATION, Split.TRAIN)
            .filter(s -> s != split && data.size(s) > 0)
            .findFirst();
    if (chooses.isEmpty()) {
      return Optional.empty();
    }
    Evaluator few =
        new Evaluator().withLimit(CHOOSING).withMetrics(List.of(Metrics.MSE, Metrics.PSNR_DB));
    return remedies.stream()
        .max(
            Comparator.comparingDouble(
                remedy ->
                    few.withCorruption(remedy, seed)
                        .evaluate(images -> images, data, chooses.get())
                        .metric(Metrics.PSNR_DB.metric().id())));
  }
}
