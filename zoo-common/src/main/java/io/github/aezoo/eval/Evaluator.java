package io.github.aezoo.eval;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Seeds;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.data.corruption.Corruption;
import io.github.aezoo.data.corruption.Corruptions;
import io.github.aezoo.io.ZooException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures reconstructions against clean images, a batch at a time; memory grows only by a few
 * numbers per image.
 *
 * <p>Immutable and thread-safe when the {@link Reconstructor} is. The result does not depend on the
 * number of threads: images are measured in parallel and summed in their order.
 */
public final class Evaluator {
  private static final int BATCH = 256;

  /** Is told how far an evaluation is. */
  @FunctionalInterface
  public interface Progress {
    /** Called after every batch. */
    void done(int images, int total);
  }

  private final int batchSize;
  private final int limit;
  private final Corruption corruption;
  private final long seed;
  private final List<ImageMetric> metrics;
  private final Progress progress;

  /** Clean inputs, the standard metrics, batches of 256 images, no limit. */
  public Evaluator() {
    this(BATCH, Integer.MAX_VALUE, null, 0, Metrics.STANDARD, (images, total) -> {});
  }

  private Evaluator(
      int batchSize,
      int limit,
      Corruption corruption,
      long seed,
      List<ImageMetric> metrics,
      Progress progress) {
    this.batchSize = batchSize;
    this.limit = limit;
    this.corruption = corruption;
    this.seed = seed;
    this.metrics = List.copyOf(metrics);
    this.progress = progress;
  }

  /** With another number of images a batch, at least 1; no number depends on it. */
  Evaluator withBatchSize(int images) {
    return new Evaluator(positive(images), limit, corruption, seed, metrics, progress);
  }

  /** Measures at most so many images of a split, evenly spaced, so that all classes are met. */
  public Evaluator withLimit(int images) {
    return new Evaluator(batchSize, positive(images), corruption, seed, metrics, progress);
  }

  /** Reconstructs damaged inputs; targets stay clean. The seed decides the damage of each image. */
  public Evaluator withCorruption(Corruption damage, long damageSeed) {
    if (damage.spec().equals(Corruptions.NONE)) {
      return new Evaluator(batchSize, limit, null, 0, metrics, progress);
    }
    return new Evaluator(batchSize, limit, damage, damageSeed, metrics, progress);
  }

  /** With other metrics; percentiles and extremes stay those of the mean squared error. */
  public Evaluator withMetrics(List<ImageMetric> others) {
    return new Evaluator(batchSize, limit, corruption, seed, others, progress);
  }

  /** With a listener. */
  public Evaluator withProgress(Progress listener) {
    return new Evaluator(batchSize, limit, corruption, seed, metrics, listener);
  }

  /** How many images it measures by what: all that the numbers of clean inputs depend on. */
  public List<Object> measured() {
    return List.of(limit, metrics);
  }

  private static int positive(int images) {
    if (images < 1) {
      throw new IllegalArgumentException("at least 1 image; got " + images);
    }
    return images;
  }

  /**
   * Measures a split.
   *
   * @throws ZooException when the split is empty, or a reconstruction has another shape or values
   *     that are not finite
   */
  public Evaluation evaluate(Reconstructor model, Dataset data, Split split) {
    int size = data.size(split);
    if (size == 0) {
      throw new ZooException(
          "evaluation needs images; the %s split of %s has none, choose one of %s"
              .formatted(split.id(), data.name(), data.splits().stream().map(Split::id).toList()));
    }
    int[] indices = Batches.spread(size, Math.min(size, limit));
    ErrorTally scores = new ErrorTally(applicable(data.shape()), indices);
    for (int from = 0; from < indices.length; from += batchSize) {
      int n = Math.min(batchSize, indices.length - from);
      measure(model, data, split, scores, from, n);
      progress.done(from + n, indices.length);
    }
    return scores.summary(data, split, corruption, seed);
  }

  private List<ImageMetric> applicable(Shape shape) {
    return metrics.stream().filter(m -> m.appliesTo(shape)).toList();
  }

  private void measure(
      Reconstructor model, Dataset data, Split split, ErrorTally scores, int from, int n) {
    Shape shape = data.shape();
    int size = shape.size();
    float[] clean = new float[n * size];
    // A copy even without damage: a reconstructor may work in place.
    float[] input = new float[n * size];
    IntStream.range(0, n)
        .parallel()
        .forEach(
            i -> {
              int index = scores.index(from + i);
              data.copy(split, index, clean, i * size);
              float[] seen = Arrays.copyOfRange(clean, i * size, (i + 1) * size);
              if (corruption != null) {
                seen = corruption.apply(seen, shape, Seeds.derive(seed, index));
              }
              System.arraycopy(seen, 0, input, i * size, size);
            });
    float[] out = requireSize(model.reconstruct(input), shape, n);
    IntStream.range(0, n)
        .parallel()
        .forEach(
            i -> {
              requireFinite(out, i * size, size, scores.index(from + i), data, split);
              scores.measure(from + i, clean, out, i * size, shape);
            });
  }

  private static float[] requireSize(float[] out, Shape shape, int n) {
    if (out.length != n * shape.size()) {
      throw new ZooException(
          "a reconstruction of %d images %s has %,d values; got %,d"
              .formatted(n, shape, n * shape.size(), out.length));
    }
    return out;
  }

  private static void requireFinite(
      float[] out, int offset, int size, int index, Dataset data, Split split) {
    for (int i = offset; i < offset + size; i++) {
      if (!Float.isFinite(out[i])) {
        throw new ZooException(
            ("a reconstruction has finite values; that of image %d (%s, %s) has %s at value %d:"
                    + " the model has diverged or its weights are damaged")
                .formatted(index, data.name(), split.id(), out[i], i - offset));
      }
    }
  }
}
