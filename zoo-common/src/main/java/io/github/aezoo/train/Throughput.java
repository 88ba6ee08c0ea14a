package io.github.aezoo.train;

import io.github.aezoo.data.Batches;
import io.github.aezoo.data.Dataset;
import io.github.aezoo.data.Shape;
import io.github.aezoo.data.Split;
import io.github.aezoo.model.Autoencoder;
import io.github.aezoo.model.Learning;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Measures how many samples per second a network trains and reconstructs, on noise in memory.
 *
 * @param batch samples a step
 * @param trainSamplesPerSecond in the last of three epochs, with the recipe's corruption
 * @param inferSamplesPerSecond reconstructions, one thread
 * @param feedSamplesPerSecond reading batches alone, one thread, without a network
 * @param stockSamplesPerSecond trained by DL4J's own fit; null when it was not asked for
 */
public record Throughput(
    int batch,
    double trainSamplesPerSecond,
    double inferSamplesPerSecond,
    double feedSamplesPerSecond,
    Double stockSamplesPerSecond) {
  private static final int IMAGES = 16_384;
  private static final int HELD_OUT = 256;
  private static final int EPOCHS = 3;
  private static final double SECONDS = 1;

  /** No step may be larger: the noise would not fill two. */
  public static final int MAX_BATCH = (IMAGES - HELD_OUT) / 2;

  /**
   * Measures a recipe.
   *
   * @param shape of a sample
   * @param stock whether DL4J's own fit is measured, too
   */
  public static Throughput of(Recipe model, Shape shape, int threads, boolean stock) {
    Recipe recipe = measured(model);
    // Noise in memory, so that drawing it is not measured.
    Noise noise = Noise.of(shape);
    Double stockRate = stock ? stock(recipe, noise) : null;
    Trainer trainer = new Trainer(recipe, noise, threads);
    LastEpoch last = new LastEpoch(trainer.totalSteps() / EPOCHS);
    TrainingResult result = trainer.run(last);
    double infer;
    try (Autoencoder trained = result.model()) {
      float[] batch = Batches.values(noise, Split.TRAIN, 0, HELD_OUT);
      infer = rate(HELD_OUT, () -> trained.reconstruct(batch));
    }
    return new Throughput(
        recipe.batchSize(),
        (IMAGES - HELD_OUT) / last.seconds,
        infer,
        rate(HELD_OUT, () -> Batches.range(noise, Split.TRAIN, HELD_OUT, HELD_OUT)),
        stockRate);
  }

  /** Whole epochs from scratch: what a run starts from, and may leave out, is not measured. */
  private static Recipe measured(Recipe model) {
    return model.toBuilder()
        .fromScratch()
        .allImages()
        .patience(0)
        .epochs(EPOCHS)
        .validation(HELD_OUT)
        .build();
  }

  /** Images a second of a call that does so many, over at least a second, after one to warm up. */
  private static double rate(int images, Runnable call) {
    call.run();
    long began = System.nanoTime();
    long done = 0;
    double seconds;
    do {
      call.run();
      done += images;
      seconds = (System.nanoTime() - began) / 1e9;
    } while (seconds < SECONDS);
    return done / seconds;
  }

  /** Times the steps of the last epoch: without validation, as DL4J's fit has none either. */
  private static final class LastEpoch implements TrainingListener {
    private final long steps;
    private long began;
    private double seconds;

    LastEpoch(long steps) {
      this.steps = steps;
    }

    @Override
    public void onStep(long step, long total) {
      if (step == total - steps) {
        began = System.nanoTime();
      } else if (step == total) {
        seconds = (System.nanoTime() - began) / 1e9;
      }
    }
  }

  private static double stock(Recipe recipe, Noise noise) {
    Learning learning = new Learning(recipe.loss(), new Adam(), recipe.weightDecay());
    try (Autoencoder model =
        Autoencoder.create(recipe.name(), recipe.build(noise.shape()), learning, recipe.seed())) {
      DataSetIterator images = noise.iterator(Split.TRAIN, recipe.batchSize(), recipe.seed());
      model.fit(images, EPOCHS - 1);
      long began = System.nanoTime();
      model.fit(images, 1);
      return IMAGES / ((System.nanoTime() - began) / 1e9);
    }
  }

  /**
   * Images whose pixels are noise, in any shape.
   *
   * @param shape of an image
   * @param bytes of all images
   */
  private record Noise(Shape shape, byte[] bytes) implements Dataset {
    static Noise of(Shape shape) {
      byte[] bytes = new byte[IMAGES * shape.size()];
      new Random(0).nextBytes(bytes);
      return new Noise(shape, bytes);
    }

    @Override
    public String name() {
      return "noise";
    }

    @Override
    public Set<Split> splits() {
      return Set.of(Split.TRAIN);
    }

    @Override
    public int size(Split split) {
      return split == Split.TRAIN ? IMAGES : 0;
    }

    @Override
    public void copy(Split split, int index, float[] into, int offset) {
      for (int i = 0; i < shape.size(); i++) {
        into[offset + i] = (bytes[index * shape.size() + i] & 0xff) / 255f;
      }
    }

    @Override
    public OptionalInt label(Split split, int index) {
      return OptionalInt.empty();
    }

    @Override
    public List<String> classes() {
      return List.of();
    }

    @Override
    public Optional<String> sha256(Split split) {
      return Optional.empty();
    }
  }
}
