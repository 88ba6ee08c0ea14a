package io.github.aezoo.eval;

import io.github.aezoo.data.ImageDataset;
import io.github.aezoo.data.Split;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a model is measured against: PCA of the same code size, the mean image, and the same network
 * before training.
 *
 * <p>PCA is kept in memory, and in a cache folder when there is one. Thread-safe.
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

  private static final int FEW = 128;

  private final Optional<Path> cache;
  private final Map<String, Pca> fitted = new ConcurrentHashMap<>();

  /** Without a cache folder. */
  public Baselines() {
    this.cache = Optional.empty();
  }

  /** With a cache folder, which is created when needed and may be deleted at any time. */
  public Baselines(Path cache) {
    this.cache = Optional.of(cache);
  }

  /**
   * PCA of the training split with at least {@code codeSize} components, or as many as an image has
   * values.
   *
   * @throws io.github.aezoo.io.ZooException when there are no training images
   */
  public Pca pca(ImageDataset data, int codeSize) {
    Pca.trainingSize(data);
    int values = data.shape().size();
    int components =
        values <= Pca.EXACT_VALUES ? values : Math.min(values, Math.max(FEW, codeSize));
    return fitted.computeIfAbsent(
        PcaStore.key(data, components), key -> load(key, data, components));
  }

  private Pca load(String key, ImageDataset data, int components) {
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
   * untrained network.
   *
   * @param codeSize of the model that they stand beside
   * @param untrained the model's network before training, if there is one
   */
  public Map<String, Reconstructor> of(
      ImageDataset data, int codeSize, Optional<Reconstructor> untrained) {
    Map<String, Reconstructor> all = new LinkedHashMap<>();
    if (data.size(Split.TRAIN) > 0) {
      Pca pca = pca(data, codeSize);
      all.put(PCA, pca.reconstructor(codeSize));
      all.put(PCA_CLIPPED, pca.clipped(codeSize));
      // PCA is centred at the mean image: no need to read the data again.
      all.put(MEAN_IMAGE, new MeanImage(data.shape(), pca.mean()));
    }
    untrained.ifPresent(u -> all.put(UNTRAINED, u));
    return all;
  }

  /** Evaluates the baselines; see {@link #of}. */
  public Map<String, Evaluation> evaluate(
      Evaluator evaluator,
      ImageDataset data,
      Split split,
      int codeSize,
      Optional<Reconstructor> untrained) {
    Map<String, Evaluation> results = new LinkedHashMap<>();
    of(data, codeSize, untrained)
        .forEach((name, model) -> results.put(name, evaluator.evaluate(model, data, split)));
    return results;
  }
}
